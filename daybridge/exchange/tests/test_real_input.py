"""Real public files become a caseload, and our pages agree with a plain count."""

import csv
import os
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from daybridge.access.viewer import Viewer, system_viewer
from daybridge.attendance.models import Attendance
from daybridge.config.env import ROOT
from daybridge.exchange.ctn0094 import import_trial
from daybridge.exchange.importing import import_file
from daybridge.exchange.mapping import PRESETS, read_mapping
from daybridge.intake.models import Episode
from daybridge.people.models import NameWord, Patient
from daybridge.reports.census import add_up, count_days, count_movements
from daybridge.reports.dose import weigh_weeks
from daybridge.reports.filters import Filters
from daybridge.reports.retention import retention_report, stays_by_cohort
from tests.cast import Clinic, hire, make_program

SHARED = Path(os.environ.get("DAYBRIDGE_SHARED", ROOT.parent / "shared")) / "data"
TEDS = SHARED / "teds" / "tedsa_2023_sample1000.csv"
TRIAL = SHARED / "ctn0094"
ADMITTED = "2023-01-02"
DAY_0 = date(2024, 1, 1)  # a Monday
TODAY = date(2026, 11, 24)

needs_shared_data = pytest.mark.skipif(
    not TEDS.exists(), reason="the public files are not here (set DAYBRIDGE_SHARED)"
)
pytestmark = [needs_shared_data, pytest.mark.django_db]


@pytest.fixture
def viewer() -> Viewer:
    clinic = make_program("Import clinic")
    hire(clinic, "Lena", "Orth", "counselor", email="lena@example.org")
    return system_viewer(clinic.program, datetime(2026, 11, 24, 15, tzinfo=UTC))


def import_teds(viewer: Viewer, **more: Any) -> Any:
    mapping = read_mapping(
        PRESETS / "teds-admissions.toml", track="Evening IOP", admitted_on=ADMITTED
    )
    return import_file(TEDS, mapping=mapping, viewer=viewer, **more)


def replay(viewer: Viewer, **more: Any) -> Any:
    return import_trial(
        TRIAL, viewer=viewer, on=DAY_0, track="Evening IOP",
        leader="lena@example.org", minutes=60, **more,
    )  # fmt: skip


def filters(first: date, last: date, viewer: Viewer) -> Filters:
    from daybridge.programs.models import Track

    tracks = dict(Track.objects.in_program(viewer.program).values_list("pk", "name"))
    return Filters(first, last, None, tracks, TODAY)


def teds_rows() -> list[dict[str, str]]:
    with TEDS.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["service_type"] == "Intensive Outpatient"]


# --- TEDS: 120 admissions -----------------------------------------------------------


def test_the_120_admissions_become_a_caseload(viewer):
    outcome = import_teds(viewer)

    assert outcome.problems == []
    assert outcome.new["patients"] == 120
    assert Patient.objects.in_program(viewer.program).count() == 120
    day = date(2023, 6, 1)
    census = count_days(viewer.program_id, filters(day, day, viewer))
    assert [days[day] for days in census.values()] == [120]


def test_their_facts_are_what_the_file_says(viewer):
    import_teds(viewer)
    rows = teds_rows()
    episodes = Episode.objects.in_program(viewer.program)

    sexes = Counter(
        Patient.objects.in_program(viewer.program).values_list("sex", flat=True)
    )
    assert sexes == Counter({"Male": "M", "Female": "F"}[row["sex"]] for row in rows)
    alcohol = sum(row["primary_substance"] == "Alcohol" for row in rows)
    assert episodes.filter(primary_substance="2").count() == alcohol
    court = sum(row["referral_source"].startswith("Criminal") for row in rows)
    assert episodes.filter(referral_source="7").count() == court
    medication = sum(row["medication_assisted_therapy"] == "Yes" for row in rows)
    facts = [episode.admission_facts for episode in episodes]
    assert sum(fact.get("METHUSE") == "1" for fact in facts) == medication
    assert all(fact["SERVICES"] == "6" for fact in facts)


def test_their_retention_is_whole_while_nobody_has_left(viewer):
    import_teds(viewer)

    report = retention_report(viewer, filters(date(2023, 1, 1), TODAY, viewer))

    assert [figure.value for figure in report.figures] == [None, 100.0, 100.0, 100.0]


def test_the_same_file_twice_changes_nothing(viewer):
    import_teds(viewer)
    before = list(Episode.objects.in_program(viewer.program).order_by("pk").values())

    again = import_teds(viewer)

    assert again.new == {}
    assert again.unchanged == 120
    after = list(Episode.objects.in_program(viewer.program).order_by("pk").values())
    assert after == before
    assert NameWord.objects.in_program(viewer.program).count() == 120


# --- CTN-0094: 60 histories ---------------------------------------------------------


def trial_rows(name: str) -> list[dict[str, str]]:
    with (TRIAL / f"sample60_{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def counted_by_hand() -> dict[str, Any]:
    """Visits and samples of each participant, from the files alone."""
    visits: dict[str, dict[int, bool]] = defaultdict(dict)
    for row in trial_rows("visits"):
        if row["what"] not in ("visit", "final", "no visit", "MISSING"):
            continue
        if row["when"]:
            day = int(float(row["when"]))
        elif row["visit"].startswith("WK") and row["visit"][2:].isdigit():
            day = int(row["visit"][2:]) * 7
        else:
            continue
        came = row["what"] in ("visit", "final")
        visits[row["who"]][day] = visits[row["who"]].get(day, False) or came
    samples: dict[str, dict[int, bool]] = defaultdict(dict)
    for row in trial_rows("weekly_patterns"):
        for week, letter in enumerate(row["Phase_1"] + row["Phase_2"]):
            if letter != "_":
                samples[row["who"]][week * 7] = letter != "o"
    people = [row["who"] for row in trial_rows("demographics")]
    return {"people": people, "visits": visits, "samples": samples}


def stays_by_hand() -> dict[str, tuple[date, date]]:
    known = counted_by_hand()
    stays = {}
    for who in known["people"]:
        came = [day for day, kept in known["visits"][who].items() if kept]
        came += [day for day, kept in known["samples"][who].items() if kept]
        first, last = min([0, *came]), max([0, *came])
        stays[who] = (
            DAY_0 + timedelta(days=first), DAY_0 + timedelta(days=last + 1)
        )  # fmt: skip
    return stays


def test_the_60_histories_are_replayed_place_by_place(viewer):
    outcome = replay(viewer)
    known = counted_by_hand()

    assert outcome.problems == []
    assert outcome.new["patients"] == 60
    places = Attendance.objects.in_program(viewer.program).select_related("patient")
    for title, name in (("Trial visit", "visits"), ("Weekly sample", "samples")):
        ours = {
            (row.patient.legal_last_name, (row.starts_at.date() - DAY_0).days): (
                row.mark == "attended"
            )
            for row in places.filter(session__title=title)
        }
        theirs = {
            (who, day): came
            for who, days in known[name].items()
            for day, came in days.items()
        }
        assert ours == theirs


def test_the_census_of_the_trial_is_right_on_every_day(viewer):
    replay(viewer)
    first, last = date(2023, 12, 1), date(2024, 9, 30)
    census = count_days(viewer.program_id, filters(first, last, viewer))
    total = add_up(census.values(), filters(first, last, viewer))

    for day, people in total.items():
        assert people == sum(
            came <= day < max(left, came + timedelta(days=1))
            for came, left in stays_by_hand().values()
        )
    assert max(total.values()) == 60


def test_admissions_discharges_and_stays_are_right(viewer):
    replay(viewer)
    stays = stays_by_hand().values()

    moved = count_movements(viewer.program_id, filters(date(2023, 1, 1), TODAY, viewer))

    assert (moved.admissions, moved.discharges) == (60, 60)
    assert moved.by_reason == Counter({"7": 60})
    assert sorted(moved.stay_days.elements()) == sorted(
        max((left - came).days - 1, 1) for came, left in stays
    )


@pytest.mark.parametrize("week_starts_on", [0, 2])
def test_the_weekly_dose_of_the_trial_is_right(viewer, week_starts_on):
    program = viewer.program
    program.week_starts_on = week_starts_on
    program.save()
    replay(viewer)
    first, last = date(2023, 12, 4), date(2024, 6, 30)
    visits, stays = counted_by_hand()["visits"], stays_by_hand()

    weeks = weigh_weeks(viewer, filters(first, last, viewer))

    assert len(weeks) > 25
    for week, found in weeks.items():
        after = week + timedelta(days=7)
        patients = minutes = 0
        for who, (came, left) in stays.items():
            if came <= week and left >= after:
                patients += 1
                minutes += 60 * sum(
                    kept and week <= DAY_0 + timedelta(days=day) < after
                    for day, kept in visits[who].items()
                )
        assert (found.patients, found.minutes) == (patients, minutes)
        assert found.days == 0  # an hour is no day of care at level 2.1
    assert sum(week.minutes for week in weeks.values()) > 0


def test_retention_is_the_share_still_coming(viewer):
    replay(viewer)
    lengths = [(left - came).days for came, left in stays_by_hand().values()]
    chosen = filters(date(2023, 1, 1), TODAY, viewer)

    report = retention_report(viewer, chosen)

    shown = {figure.key: figure.value for figure in report.figures}
    for day in (30, 60, 90):
        by_hand = round(100 * sum(days > day for days in lengths) / 60, 1)
        assert shown[f"day-{day}"] == by_hand
    in_order = sorted(lengths)
    assert shown["median"] == in_order[29]
    cohorts = stays_by_cohort(viewer.program_id, chosen)
    assert sum(len(stays) for stays in cohorts.values()) == 60


def test_a_second_replay_changes_nothing(viewer):
    first = replay(viewer)
    again = replay(viewer)

    assert first.new["attendances"] > 1_500
    assert again.new == {}


def test_the_pages_of_a_signed_in_director_show_these_numbers(viewer, sign_in):
    import_teds(viewer)
    director = hire(Clinic(viewer.program, None, None, None), "Gita", "Rao", "director")

    page = (
        sign_in(director)
        .get("/reports/census/?from=2023-01-01&to=2023-12-31")
        .content.decode()
    )

    assert ">120<" in page
