"""Replay the public trial histories of CTN-0094: a caseload with its attendance.

Source: NIDA Clinical Trials Network 0094, files `*_demographics`, `*_weekly_patterns`
        and `*_visits` of the public de-identified data.
Decided:
- Day 0 of the trial is the day given with --on; a stay begins there, or at the first
  kept visit before it.
- A visit with a day is a place in a session of that day: `visit` and `final` came,
  `no visit` and `MISSING` did not. Where two rows share a day, coming wins. A missed
  visit without a day is put on its week's planned day (WK11 is day 77); without either
  it is left out and counted.
- A weekly word tells the urine sample of each week: `+`, `-` and `*` came to give it,
  `o` did not, `_` was not asked. Weeks count from 1, joined over both phases; the
  baseline word is left out. A sample is a session of no clinical minutes. What the
  sample showed is left out: there is no room for results yet.
- The trial has no discharge. A stay ends on the day after the last kept visit or
  sample (day 1 at the earliest), with the reason "other".
- The files name nobody: people are called "Participant" and their number.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from daybridge.access.viewer import Viewer
from daybridge.exchange.attended import plan_attendance
from daybridge.exchange.checking import GoodRow, Values
from daybridge.exchange.fields import ATTENDANCE, ROSTER
from daybridge.exchange.importing import Outcome, Progress, carry_out
from daybridge.exchange.ledger import Ledger
from daybridge.exchange.plan import Plan
from daybridge.exchange.problems import UnreadableFile
from daybridge.exchange.roster import plan_roster

SOURCE = "ctn0094"
CAME = frozenset({"visit", "final"})
MISSED = frozenset({"no visit", "MISSING"})
GAVE = frozenset("+-*")
WEEK_OF_VISIT = re.compile(r"WK(\d+)\Z")
VISIT, SAMPLE = "Trial visit", "Weekly sample"
SAMPLE_MINUTES = 15
REASONS = {
    "in_jail": "In jail",
    "left_study": "Left the study",
    "missing_14_consecutive": "Missing for two weeks",
    "unable": "Unable to come",
    "window": "Outside the visit window",
    "other": "Other",
}


@dataclass(slots=True)
class History:
    """One participant: what is known of them, and each day they were due."""

    who: str
    sex: str
    age: int | None
    visits: dict[int, tuple[bool, str]] = field(default_factory=dict)
    samples: dict[int, bool] = field(default_factory=dict)  # day -> came

    @property
    def kept(self) -> list[int]:
        visits = [day for day, (came, _) in self.visits.items() if came]
        return visits + [day for day, came in self.samples.items() if came]

    @property
    def first_day(self) -> int:
        return min([0, *self.kept])

    @property
    def ends_on_day(self) -> int:
        return max([0, *self.kept]) + 1


def import_trial(
    folder: Path,
    *,
    viewer: Viewer,
    on: date,
    track: str,
    leader: str,
    minutes: int,
    dry_run: bool = False,
    progress: Progress = lambda stage, done: None,
) -> Outcome:
    """Import the histories found in a folder."""
    histories, left_out = read_histories(folder)
    plan = Plan(viewer, Ledger.of(viewer.program, SOURCE))
    plan_roster(_roster(histories, on, track), plan)
    places = list(_places(histories, on, track, leader, minutes))
    plan_attendance(places, plan)
    return carry_out(
        plan, about=SOURCE, rows=len(histories) + len(places), progress=progress,
        write=not dry_run and not plan.problems,
        notes=[
            f"{left_out} rows without a day and without a week were left out.",
            "What the samples showed was left out: Daybridge keeps no drug tests yet.",
        ],
    )  # fmt: skip


def read_histories(folder: Path) -> tuple[list[History], int]:
    """The participants of a folder, and how many visit rows say no day."""
    people = {row["who"]: _person(row) for row in _rows(folder, "demographics")}
    for row in _rows(folder, "weekly_patterns"):
        word = row["Phase_1"] + row["Phase_2"]
        for week, letter in enumerate(word, start=1):
            if letter in GAVE or letter == "o":
                people[row["who"]].samples[(week - 1) * 7] = letter in GAVE
    left_out = 0
    for row in _rows(folder, "visits"):
        left_out += not _take_visit(row, people[row["who"]])
    return list(people.values()), left_out


def _person(row: dict[str, str]) -> History:
    sex = {"Yes": "M", "No": "F"}.get(row["is_male"], "U")
    age = int(float(row["age"])) if row["age"] else None
    return History(row["who"], sex, age)


def _take_visit(row: dict[str, str], history: History) -> bool:
    """Keep a visit row; False when it cannot be put on a day."""
    what = row["what"]
    if what not in CAME | MISSED:
        return False
    if row["when"]:
        day = int(float(row["when"]))
    elif match := WEEK_OF_VISIT.match(row["visit"]):
        day = int(match[1]) * 7
    else:
        return False
    came = what in CAME
    if day not in history.visits or came:
        flags = row["reason"].split(";")
        said = next((REASONS[flag] for flag in flags if flag in REASONS), "")
        history.visits[day] = (came, "" if came else said)
    return True


def _roster(histories: list[History], on: date, track: str) -> Iterator[GoodRow]:
    for line, history in enumerate(histories, start=2):
        until = on + timedelta(days=history.ends_on_day)
        yield _good(
            line, ROSTER, external_id=history.who, first_name="Participant",
            last_name=history.who, sex=history.sex, track=track,
            admitted_on=on + timedelta(days=history.first_day), discharged_on=until,
            last_contact_on=until - timedelta(days=1), discharge_reason="7",
            record_number=f"CTN{history.who}",
        )  # fmt: skip


def _places(
    histories: list[History], on: date, track: str, leader: str, minutes: int
) -> Iterator[GoodRow]:
    shared = {"track": track, "leader": leader}
    for line, history in enumerate(histories, start=2):
        for day, (came, reason) in history.visits.items():
            yield _good(
                line, ATTENDANCE, external_id=history.who, title=VISIT,
                on=on + timedelta(days=day), starts_at=time(9), minutes=minutes,
                counts="yes", mark="attended" if came else "no_show",
                absence_reason=reason, **shared,
            )  # fmt: skip
        for day, came in history.samples.items():
            yield _good(
                line, ATTENDANCE, external_id=history.who, title=SAMPLE,
                on=on + timedelta(days=day), starts_at=time(8),
                minutes=SAMPLE_MINUTES, counts="no",
                mark="attended" if came else "no_show", **shared,
            )  # fmt: skip


def _good(line: int, fields: Any, **values: Any) -> GoodRow:
    known: Values = {each.name: None for each in fields}
    return GoodRow(line, {**known, **values})


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    found = sorted(folder.glob(f"*_{name}.csv"))
    if len(found) != 1:
        raise UnreadableFile(f"{folder} holds {len(found)} files *_{name}.csv, not 1.")
    with found[0].open(newline="", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)
