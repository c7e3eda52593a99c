"""Build the whole clinic, cohort by cohort, with bounded memory and progress.

One transaction: a build that is interrupted leaves nothing behind.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from daybridge.access.service import loading
from daybridge.demo.asking import ask_to_come
from daybridge.demo.assessing import assess_everyone
from daybridge.demo.bulk import roomy_cache
from daybridge.demo.caseload import InCare, admit, chain
from daybridge.demo.charts import write_up
from daybridge.demo.clinic import Clinic, Unit, open_clinic, open_unit
from daybridge.demo.coming import come_in
from daybridge.demo.consenting import consent
from daybridge.demo.counseling import (
    book_hours,
    order_sessions_alone,
    tell_of_families,
)
from daybridge.demo.drafting import draft_weeks
from daybridge.demo.draw import Draw
from daybridge.demo.front import open_front_door
from daybridge.demo.groups import COHORTS, Cohort, Running, run_cohort
from daybridge.demo.histories import expected_at
from daybridge.demo.living import live
from daybridge.demo.long_chart import lengthen
from daybridge.demo.opening_evenings import open_evenings
from daybridge.demo.paying import pay
from daybridge.demo.reminding import remind_ahead
from daybridge.demo.repairing import announce_absences
from daybridge.demo.reviewing import review_again
from daybridge.demo.sharing import share_on
from daybridge.demo.subscribing import subscribe
from daybridge.demo.teaching import close_on_holidays, teach
from daybridge.demo.telling import tell
from daybridge.intake.models import Episode
from daybridge.programs.models import Program

CURRENT_SHARE = 5  # one patient in five is in care now
PLACES = 12  # in a group
Progress = Callable[[int], None]  # told of patients done


@dataclass(frozen=True, slots=True)
class Built:
    """What came of it."""

    program_id: UUID
    patients: int
    rows: int


class AlreadyThere(RuntimeError):
    """There is a program already; the demo goes only into an empty database."""


def build(
    *,
    seed: int,
    patients: int,
    today: date,
    progress: Progress,
    long_chart: int = 0,
) -> Built:
    """Write the clinic; deterministic for a seed, a number of patients and a day.

    `long_chart` gives the first patient that many earlier encounters, for measuring.
    """
    if Program.objects.exists():
        raise AlreadyThere
    because = "the demo clinic is made in bulk"
    with roomy_cache(), _without_collector(), loading(because=because):
        clinic = open_clinic(seed=seed, today=today)
        open_front_door(clinic, Draw(f"{seed} front"))
        teach(clinic)
        close_on_holidays(clinic)
        numbers = count(1)
        for place, (unit, cohort, label, sizes) in enumerate(_plan(clinic, patients)):
            draw = Draw(f"{seed} cohort {place}")
            people = _fill(clinic, draw, unit, cohort, label, sizes, numbers)
            if place == 0 and long_chart:
                lengthen(clinic, Draw(f"{seed} long"), unit, people[0], long_chart)
            progress(sum(1 + former for former in sizes))
        ask_to_come(clinic, Draw(f"{seed} asking"), numbers)
        clinic.bulk.flush()
        come_in(clinic, Draw(f"{seed} coming"))
        assess_everyone(clinic, Draw(f"{seed} assessing"))
        share_on(consent(clinic, Draw(f"{seed} consenting")))
        pay(clinic, Draw(f"{seed} paying"))
        review_again(clinic, Draw(f"{seed} reviewing"))
        subscribe(clinic, Draw(f"{seed} subscribing"))
        open_evenings(clinic, Draw(f"{seed} evenings"))
        book_hours(clinic, Draw(f"{seed} counseling"))
        live(clinic, Draw(f"{seed} living"))
        tell_of_families(clinic, Draw(f"{seed} families"))
        order_sessions_alone(clinic)
        draft_weeks(clinic, Draw(f"{seed} drafting"))
        tell(clinic, Draw(f"{seed} telling"))
        announce_absences(clinic, Draw(f"{seed} repairing"), Draw(f"{seed} leave"))
        remind_ahead(clinic, Draw(f"{seed} reminding"))
        clinic.trail.close()
    return Built(clinic.program_id, patients, clinic.bulk.written)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rows make no cycles; looking for some would take a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _plan(
    clinic: Clinic, patients: int
) -> Iterator[tuple[Unit, Cohort, str, list[int]]]:
    """Cohorts with, for each of their places, how many held it before."""
    current = max(1, round(patients / CURRENT_SHARE))
    former, extra = divmod(patients - current, current)
    sizes = [former + (place < extra) for place in range(current)]
    for number, start in enumerate(range(0, current, PLACES)):
        unit_number = number // len(COHORTS) + 1
        cohort = COHORTS[number % len(COHORTS)]
        if number % len(COHORTS) == 0:
            unit = open_unit(clinic, unit_number)
        label = "" if unit_number == 1 else f" {unit_number}"
        yield unit, cohort, label, sizes[start : start + PLACES]


def _fill(
    clinic: Clinic,
    draw: Draw,
    unit: Unit,
    cohort: Cohort,
    label: str,
    sizes: list[int],
    numbers: Iterator[int],
) -> list[InCare]:
    """Write one cohort: its groups, its people, and everything that happened."""
    groups = run_cohort(clinic, unit, cohort, label)
    people: list[InCare] = []
    episodes: list[dict[str, Any]] = []
    for former in sizes:
        for span in chain(draw, clinic.today, former):
            who, episode = admit(
                clinic, draw, cohort, groups, unit.tracks[cohort.track], span,
                next(numbers),
            )  # fmt: skip
            people.append(who)
            episodes.append(episode)
    _choose_slipping(people)
    for running in groups:
        _live_through(clinic, draw, running, people)
    for who, episode in zip(people, episodes, strict=True):
        clinic.bulk.add(Episode, last_contact_on=who.last_came_on, **episode)
    return people


def _live_through(
    clinic: Clinic, draw: Draw, running: Running, people: list[InCare]
) -> None:
    for held in running.sessions:
        places = [expected_at(clinic, draw, who, held) for who in people]
        if held.on < clinic.today:
            write_up(clinic, draw, held, [place for place in places if place])


def _choose_slipping(people: list[InCare]) -> None:
    """One patient who has been coming for a while stays away this week."""
    for who in people:
        if who.span.ended_on is None and who.span.reason == "":
            who.is_slipping = True
            return
