"""How much treatment each patient-week delivered, against the order and the level.

Source: `rules.dose_rules` (ASAM level 2.1: at least 9 hours on 3 days a week).
Units:  credited minutes of sessions that count to clinical hours, by local day.
Decided:
- A patient-week is a whole week of the program inside one level-of-care stay; the first
  and last part of a stay are left out, because nobody could fill them.
- A day counts as a day of care from the track's shortest day on; the minutes of a
  shorter day still count to the week.
- A week without any attendance is a patient-week of nothing.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, Sum

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance
from daybridge.intake.models import DoseOrder
from daybridge.programs.models import DoseRule
from daybridge.reports.days import day_number, midnight
from daybridge.reports.filters import Filters
from daybridge.reports.parts import Figure, Report, Table
from daybridge.reports.reminders import reminders_table
from daybridge.rules.dose_rules import week_of
from daybridge.ui.charts import Chart, Series

WEEK = timedelta(days=7)
SOURCE = "ASAM level 2.1 as each track's dose rule holds it"


@dataclass(frozen=True, slots=True)
class Need:
    """What a week must hold, and the shortest day that counts."""

    minutes: int
    days: int
    day_minutes: int


@dataclass(frozen=True, slots=True)
class StayDose:
    """One stay with its orders, oldest first."""

    patient_id: UUID
    track_id: UUID
    started_on: date
    ended_on: date | None
    orders: tuple[tuple[date, int, int], ...]  # from, minutes, days

    def holds(self, week: date) -> bool:
        """Whether the whole week lies inside the stay."""
        return self.started_on <= week and (
            self.ended_on is None or self.ended_on >= week + WEEK
        )

    def order_on(self, day: date) -> tuple[int, int] | None:
        """Minutes and days ordered for a week that starts on a day."""
        place = bisect_right([order[0] for order in self.orders], day)
        return self.orders[place - 1][1:] if place else None


@dataclass(slots=True)
class WeekSum:
    """All patient-weeks of one week, added up."""

    patients: int = 0
    minutes: int = 0
    days: int = 0
    ordered_minutes: int = 0
    met_order: int = 0
    met_level: int = 0

    def add(self, minutes: int, days: int, order: tuple[int, int], need: Need) -> None:
        self.patients += 1
        self.minutes += minutes
        self.days += days
        self.ordered_minutes += order[0]
        self.met_order += minutes >= order[0] and days >= order[1]
        self.met_level += minutes >= need.minutes and days >= need.days


def dose_report(viewer: Viewer, filters: Filters) -> Report:
    """Delivered minutes and days per patient-week, against order and level."""
    weeks = weigh_weeks(viewer, filters)
    total = WeekSum()
    for week in weeks.values():
        for name in WeekSum.__slots__:
            setattr(total, name, getattr(total, name) + getattr(week, name))
    return Report(
        title="Weekly dose",
        lede="What each week of care delivered, against what was ordered.",
        figures=_figures(total, len(weeks), filters),
        chart=_chart(weeks),
        tables=[_table(weeks), reminders_table(viewer, filters)],
        notes=[
            "Whole weeks inside a stay only. Weeks start on "
            f"{next(iter(weeks)):%A}." if weeks else "No whole week in this period."
        ],
    )  # fmt: skip


def weigh_weeks(viewer: Viewer, filters: Filters) -> dict[date, WeekSum]:
    """Each whole week of the period that is over, with its patient-weeks added up."""
    weeks = whole_weeks(filters, viewer.program.week_starts_on)
    if not weeks:
        return {}
    needs = _needs(viewer.program_id, weeks[-1])
    stays = list(_stays(viewer.program_id, filters, weeks))
    came = _delivered(
        viewer, weeks, {stay.patient_id: stay.track_id for stay in stays}, needs
    )
    sums = {week: WeekSum() for week in weeks}
    for stay in stays:
        need = needs.get(stay.track_id, Need(540, 3, 120))
        for week in weeks:
            order = stay.order_on(week)
            if stay.holds(week) and order:
                minutes, days = came.get((stay.patient_id, week), (0, 0))
                sums[week].add(minutes, days, order, need)
    return sums


def whole_weeks(filters: Filters, week_starts_on: int) -> list[date]:
    """First days of the program's weeks that lie in the period and are over."""
    start = week_of(filters.first, week_starts_on=week_starts_on).starts_on
    weeks = []
    while start + WEEK <= min(filters.last + timedelta(days=1), filters.today):
        if start >= filters.first:
            weeks.append(start)
        start += WEEK
    return weeks


def _needs(program_id: UUID, day: date) -> dict[UUID, Need]:
    rules = DoseRule.objects.in_program(program_id).in_force(day)
    return {
        rule.track_id: Need(rule.min_week_minutes, rule.min_days, rule.min_day_minutes)
        for rule in reversed(rules)
    }


def _stays(program_id: UUID, filters: Filters, weeks: list[date]) -> Iterator[StayDose]:
    orders = (
        DoseOrder.objects.in_program(program_id)
        .filter(**filters.limit("stay__track_id"), stay__started_on__lte=weeks[-1])
        .filter(Q(stay__ended_on=None) | Q(stay__ended_on__gte=weeks[0] + WEEK))
        .order_by("stay_id", "starts_on")
        .values_list(
            "stay_id", "stay__episode__patient_id", "stay__track_id",
            "stay__started_on", "stay__ended_on",
            "starts_on", "minutes_per_week", "days_per_week",
        )
    )  # fmt: skip
    of_stay: dict[UUID, list[tuple[date, int, int]]] = defaultdict(list)
    heads = {}
    for stay_id, patient_id, track_id, began, ended, from_day, minutes, days in orders:
        heads[stay_id] = (patient_id, track_id, began, ended)
        of_stay[stay_id].append((from_day, minutes, days))
    for stay_id, head in heads.items():
        yield StayDose(*head, tuple(of_stay[stay_id]))


def _delivered(
    viewer: Viewer,
    weeks: list[date],
    tracks: dict[UUID, UUID],
    needs: dict[UUID, Need],
) -> dict[tuple[UUID, date], tuple[int, int]]:
    """Minutes and days of care by patient and week."""
    zone, first, count = viewer.program.zone, weeks[0], len(weeks) * 7
    rows = (
        Attendance.objects.in_program(viewer.program_id)
        .attended()
        .filter(
            starts_at__gte=midnight(first, zone),
            starts_at__lt=midnight(first + timedelta(days=count), zone),
            removed_at=None,
            session__counts_to_clinical_hours=True,
            session__cancelled_at=None,
        )
        .annotate(day=day_number("starts_at", first=first, days=count, zone=zone))
        .values_list("patient_id", "day")
        .annotate(total=Sum("minutes"))
        .order_by()
    )
    came: dict[tuple[UUID, date], tuple[int, int]] = {}
    for patient_id, day, minutes in rows.iterator():
        need = needs.get(tracks.get(patient_id, patient_id), Need(540, 3, 120))
        key = (patient_id, weeks[day // 7])
        had = came.get(key, (0, 0))
        came[key] = (had[0] + minutes, had[1] + (minutes >= need.day_minutes))
    return came


def _hours(minutes: float) -> float:
    return round(minutes / 60, 1)


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _figures(total: WeekSum, weeks: int, filters: Filters) -> list[Figure]:
    inputs = (
        f"{total.patients:,} whole patient-weeks in {weeks} weeks, "
        f"{total.minutes:,} minutes credited. {filters.track}."
    )
    average = _hours(total.minutes / total.patients) if total.patients else None
    days = round(total.days / total.patients, 1) if total.patients else None
    people = total.patients
    return [
        Figure(
            "level", "Weeks at 9 hours and 3 days",
            _percent(total.met_level, people), "%", total.met_level or people,
            f"{total.met_level:,} of {inputs}",
            "Credited minutes and days of care reach the track's weekly minimum; "
            "a day counts from the track's shortest day on.", SOURCE,
        ),
        Figure(
            "order", "Weeks at the ordered dose", _percent(total.met_order, people),
            "%", total.met_order or people, f"{total.met_order:,} of {inputs}",
            "Credited minutes and days of care reach the dose order in force when the "
            "week starts.", "Dose orders of each stay",
        ),
        Figure(
            "hours", "Hours a week", average, "hours", people, inputs,
            "Credited minutes divided by patient-weeks; minutes run from arrival to "
            "departure inside the session.", "Daybridge rules.time_in_care",
        ),
        Figure(
            "days", "Days a week", days, "days", people, inputs,
            "Days of care divided by patient-weeks.", "Daybridge rules.dose",
        ),
    ]  # fmt: skip


def _chart(weeks: dict[date, WeekSum]) -> Chart:
    known = list(weeks.values())
    return Chart(
        title="Share of patient-weeks that reached the dose",
        axis="Week of",
        labels=[f"{week:%b %-d}" for week in weeks],
        series=[
            Series(
                "9 h and 3 days", [_percent(w.met_level, w.patients) for w in known]
            ),
            Series("Ordered dose", [_percent(w.met_order, w.patients) for w in known]),
        ],
        unit="%",
        source=SOURCE,
    )


def _table(weeks: dict[date, WeekSum]) -> Table:
    return Table(
        "By week",
        (
            "Week of", "Patients", "Hours ordered", "Hours delivered",
            "Hours a patient", "Days a patient", "At 9 h and 3 days",
            "At the ordered dose",
        ),
        [
            (
                f"{week:%b %-d, %Y}", s.patients, _hours(s.ordered_minutes),
                _hours(s.minutes),
                _hours(s.minutes / s.patients) if s.patients else None,
                round(s.days / s.patients, 1) if s.patients else None,
                s.met_level, s.met_order,
            )
            for week, s in weeks.items()
        ],
        frozenset({1, 6, 7}),
    )  # fmt: skip
