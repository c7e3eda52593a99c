"""Reports count what the rooms hold: right, in few queries, and without small cells."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance
from daybridge.audit.models import AuditEvent
from daybridge.demo.tests.built import TODAY, all_of, build_demo
from daybridge.intake.models import DoseOrder, Episode, Stay
from daybridge.people.middleware import viewer_of
from daybridge.people.models import Staff
from daybridge.programs.models import Program
from daybridge.reports.census import census_report, count_days, count_movements
from daybridge.reports.dose import weigh_weeks, whole_weeks
from daybridge.reports.files import as_csv, safe
from daybridge.reports.filters import Filters
from daybridge.reports.parts import Figure, Report, Table, suppress
from daybridge.reports.retention import retention_report, stays_by_cohort
from daybridge.schedule.models import Session
from daybridge.ui.charts import Chart, Series

ZONE = ZoneInfo("America/New_York")
PAGES = ("/reports/census/", "/reports/dose/", "/reports/retention/")


@pytest.fixture(scope="module")
def built(rows_of_the_module: Any) -> None:
    rows_of_the_module(lambda: build_demo(patients=120))


@pytest.fixture
def demo(built: None, db: None) -> Program:
    return Program.objects.get()


def grace(role: str = "director") -> Any:
    return next(each for each in all_of(Staff).order_by("id") if role in each.roles)


def looking(role: str = "director") -> Viewer:
    return viewer_of(grace(role), at=datetime(2026, 11, 24, 15, tzinfo=UTC))


def period(first: date, last: date = TODAY, **more: Any) -> Filters:
    return Filters(first, last, None, {}, TODAY, **more)


def test_the_census_is_what_counting_by_hand_gives(demo):
    first = TODAY - timedelta(days=60)
    tracks = dict(all_of(Stay).values_list("track_id", "track__name"))
    counted = count_days(demo.pk, replace(period(first), tracks=tracks))

    for day in (first, TODAY - timedelta(days=17), TODAY):
        by_hand = Counter(
            stay.track_id
            for stay in all_of(Stay)
            if stay.started_on <= day and (stay.ended_on is None or stay.ended_on > day)
        )
        assert {t: days[day] for t, days in counted.items() if days[day]} == by_hand


def test_movements_are_what_counting_by_hand_gives(demo):
    first = TODAY - timedelta(days=100)
    moved = count_movements(demo.pk, period(first))
    episodes = list(all_of(Episode))

    out = [e for e in episodes if e.discharged_on and e.discharged_on >= first]
    assert moved.admissions == sum(e.admitted_on >= first for e in episodes)
    assert moved.by_reason == Counter(e.discharge_reason for e in out)
    assert sorted(moved.stay_days.elements()) == sorted(
        max(((e.last_contact_on or e.discharged_on) - e.admitted_on).days, 1)
        for e in out
    )


def weeks_by_hand(first: date, week_starts_on: int = 0) -> dict[date, tuple[int, ...]]:
    """Patients, minutes, days and weeks that met order and level, row by row."""
    weeks: dict[date, tuple[int, ...]] = {}
    orders = all_of(DoseOrder).select_related("stay__episode").order_by("starts_on")
    day = first + timedelta(days=(week_starts_on - first.weekday()) % 7)
    while day + timedelta(days=7) <= TODAY:
        sums = [0, 0, 0, 0, 0]
        held = {order.stay_id: order for order in orders if order.starts_on <= day}
        for order in held.values():
            stay = order.stay
            after = day + timedelta(days=7)
            if stay.started_on > day or (stay.ended_on and stay.ended_on < after):
                continue
            by_day: Counter[date] = Counter()
            for row in all_of(Attendance).filter(
                patient_id=stay.episode.patient_id, mark="attended"
            ):
                local = row.starts_at.astimezone(ZONE).date()
                if day <= local < after:
                    by_day[local] += row.minutes
            minutes = sum(by_day.values())
            days = sum(m >= 120 for m in by_day.values())
            sums[0] += 1
            sums[1] += minutes
            sums[2] += days
            sums[3] += minutes >= order.minutes_per_week and days >= order.days_per_week
            sums[4] += minutes >= 540 and days >= 3
        weeks[day] = tuple(sums)
        day += timedelta(days=7)
    return weeks


@pytest.mark.parametrize("week_starts_on", [0, 6])
def test_the_weekly_dose_is_what_counting_by_hand_gives(demo, week_starts_on):
    Program.objects.filter(pk=demo.pk).update(week_starts_on=week_starts_on)
    first = TODAY - timedelta(days=30)  # holds the end of daylight saving time

    weeks = weigh_weeks(looking(), period(first))

    assert {
        day: (w.patients, w.minutes, w.days, w.met_order, w.met_level)
        for day, w in weeks.items()
    } == weeks_by_hand(first, week_starts_on)
    assert sum(w.met_level for w in weeks.values()) > 0


def test_a_late_evening_belongs_to_the_day_people_lived_it(clinic, ruth, dana, viewer):
    """11:30 pm on Sunday in Philadelphia is Monday in UTC."""
    at = datetime(2026, 3, 15, 23, 30, tzinfo=ZONE)
    late = Session.objects.create(
        program=clinic.program, title="Late", track=clinic.track, modality="group",
        starts_at=at, ends_at=at + timedelta(minutes=130), leader=ruth,
    )  # fmt: skip
    Attendance.objects.create(
        program=clinic.program, session=late, patient=dana, starts_at=at,
        mark="attended", arrived_at=at, minutes=130,
    )  # fmt: skip
    Stay.objects.in_program(clinic.program)
    for stay in Stay.objects.in_program(clinic.program):
        stay.started_on = date(2026, 3, 1)
        stay.save()
        order = stay.dose_orders.get()
        order.starts_on = date(2026, 3, 1)
        order.save()
    filters = Filters(date(2026, 3, 9), date(2026, 3, 22), None, {}, date(2026, 3, 30))

    weeks = weigh_weeks(viewer(ruth), filters)

    assert weeks[date(2026, 3, 9)].minutes == 130
    assert weeks[date(2026, 3, 16)].minutes == 0


def test_an_unfinished_week_is_not_judged():
    filters = period(date(2026, 11, 16))

    assert whole_weeks(filters, 0) == [date(2026, 11, 16)]
    assert whole_weeks(filters, 6) == []


def test_retention_watches_everyone_admitted(demo):
    cohorts = stays_by_cohort(demo.pk, period(TODAY - timedelta(days=365)))

    people = sum(len(stays) for stays in cohorts.values())
    still = sum(not stay.left for stays in cohorts.values() for stay in stays)

    first = TODAY - timedelta(days=365)
    assert people == sum(e.admitted_on >= first for e in all_of(Episode))
    assert still == 24


@pytest.mark.parametrize("page", PAGES)
def test_every_number_can_be_opened(demo, sign_in, page):
    text = sign_in(grace()).get(page).content.decode()

    for word in ("Inputs", "Rule", "Source", "Version"):
        assert text.count(f"<dt>{word}</dt>") == 4
    for place in text.split('href="#behind-')[1:]:
        assert f'id="behind-{place.split(chr(34))[0]}"' in text


@pytest.mark.parametrize("page", PAGES)
def test_the_front_desk_and_nobody_find_no_report(demo, sign_in, client, page):
    absent = client.get("/nowhere/").content

    answer = sign_in(grace("front_desk")).get(page)

    assert (answer.status_code, answer.content) == (404, absent)
    assert client.get(page).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_many_people_do_not_mean_many_queries(demo, sign_in, page):
    browser = sign_in(grace())
    browser.get(page)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(page).status_code == 200

    assert len(queries) <= 8, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("query", [
    "?from=yesterday&to=&track=all", "?from=2026-11-24&to=2020-01-01",
    "?from=0001-01-01&to=9999-12-31", "?track=' OR 1=1 --",
])  # fmt: skip
@pytest.mark.parametrize("page", PAGES)
def test_an_address_that_makes_no_sense_still_answers(demo, sign_in, page, query):
    assert sign_in(grace()).get(page + query).status_code == 200


def test_a_counselor_reads_but_takes_no_file(demo, sign_in):
    counselor, director = sign_in(grace("counselor")), sign_in(grace())

    assert counselor.get("/reports/census/").status_code == 200
    assert counselor.get("/reports/census/file.csv").status_code == 404
    answer = director.get("/reports/census/file.csv")

    assert answer["Content-Type"].startswith("text/csv")
    first_line = next(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert first_line[0] == "Census"
    assert AuditEvent.objects.filter(action="reports.exported").count() == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_starts_a_formula(text):
    assert str(safe(text)).startswith("'")
    assert safe(-3) == -3


def few(**people: int) -> Report:
    table = Table("T", ("Reason", "People", "Percent"), [
        (name, count, 12.5) for name, count in people.items()
    ], frozenset({1}))  # fmt: skip
    figure = Figure("k", "Key", 4, "people", 4, "4 of 8", "rule", "source")
    chart = Chart("C", "Day", ["a", "b"], [Series("In care", [10, 11])])
    return Report("R", "", [figure], [table], chart)


def test_one_small_cell_takes_a_second_with_it():
    hidden = suppress(few(left=3, stayed=40, moved=12, none=0))

    shown = {row[0]: (row[1], row[2]) for row in hidden.tables[0].rows}
    assert shown["left"] == ("fewer than 11", "–")
    assert shown["moved"] == ("fewer than 11", "–")
    assert shown["stayed"] == (40, 12.5)
    assert shown["none"] == (0, 12.5)


def test_small_figures_and_points_are_hidden():
    hidden = suppress(few(left=30))

    assert hidden.figures[0].shown == "fewer than 11"
    assert "4" not in hidden.figures[0].inputs
    assert hidden.chart.series[0].numbers == [None, 11]
    assert ",4," not in as_csv(hidden, about="")


def test_who_reads_outcomes_only_sees_no_small_cell(demo, sign_in, monkeypatch):
    monkeypatch.setattr(
        "daybridge.reports.views.sees_no_small_cells", lambda viewer: True
    )

    text = sign_in(grace()).get("/reports/census/").content.decode()

    assert "fewer than 11" in text


def test_reach_to_the_record_decides_about_small_cells(demo):
    from daybridge.reports.parts import sees_no_small_cells

    assert not sees_no_small_cells(looking("counselor"))
    assert sees_no_small_cells(replace(looking(), roles=frozenset({Role.FRONT_DESK})))


def test_another_program_is_not_counted(demo, clinic, ruth, viewer):
    made = census_report(viewer(ruth), period(TODAY - timedelta(days=30)))
    own = retention_report(viewer(ruth), period(TODAY - timedelta(days=300)))

    assert made.figures[0].value in (0, 12)
    assert own.tables[0].rows[-1][1] <= 12
