"""Each patient's week against the dose ordered, while it can still be saved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.intake.queries import DoseInForce, dose_orders_in_force
from daybridge.programs.models import DoseRule
from daybridge.rules.dose import WeekDose, weigh_week
from daybridge.rules.dose_rules import (
    DoseOrder,
    Population,
    Week,
    WeeklyDoseRule,
    week_of,
)
from daybridge.rules.time_in_care import Interval, credited_interval, minutes_covered
from daybridge.schedule.occurrences import instant


@dataclass(slots=True)
class _Days:
    """Intervals of one patient's week, by day."""

    came: dict[date, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    comes: dict[date, list[Interval]] = field(default_factory=lambda: defaultdict(list))


def week_doses(
    *, program: Any, viewer: Viewer, patient_ids: Iterable[UUID] | None, day: date,
    now: datetime,
) -> dict[UUID, WeekDose]:  # fmt: skip
    """Weigh the week around a day for many patients; three statements, however many.

    Only patients in care that the viewer may read; only clinical hours count.
    """
    patient_ids = None if patient_ids is None else list(patient_ids)
    week = week_of(day, week_starts_on=program.week_starts_on)
    ordered = dose_orders_in_force(viewer, day=day, patient_ids=patient_ids)
    rules = dose_rules_on(program, day)
    lived = _days_lived(program, viewer, list(ordered), week, now)
    today = now.astimezone(program.zone).date()
    return {
        patient_id: _weigh(week, lived[patient_id], dose, rules, today)
        for patient_id, dose in ordered.items()
        if dose.track_id in rules
    }


def dose_rules_on(program: Any, day: date) -> dict[UUID, WeeklyDoseRule]:
    """The weekly dose rule of each track, as it stands on a day."""
    rows = (
        DoseRule.objects.in_program(program)
        .in_force(day)
        .select_related("track")
        .order_by("starts_on")
    )
    return {row.track_id: _rule(row) for row in rows}


def _rule(row: DoseRule) -> WeeklyDoseRule:
    young = row.track.for_adolescents
    return WeeklyDoseRule(
        level=row.track.level_of_care,
        population=Population.ADOLESCENT if young else Population.ADULT,
        min_minutes_per_week=row.min_week_minutes,
        max_minutes_per_week=row.max_week_minutes,
        min_days_per_week=row.min_days,
        max_days_per_week=row.max_days,
        min_minutes_per_day=row.min_day_minutes,
        max_minutes_per_day=row.max_day_minutes,
        valid_from=row.starts_on,
        valid_to=row.ends_on,
        source=row.source,
    )


def _days_lived(
    program: Any, viewer: Viewer, patient_ids: list[UUID], week: Week, now: datetime
) -> Mapping[UUID, _Days]:
    """What came and what may still come, by patient and day; one statement."""
    start = instant(week.starts_on, time(), program.zone)
    end = instant(week.ends_on + timedelta(days=1), time(), program.zone)
    places = (
        Attendance.objects.visible_to(viewer)
        .on_roster()
        .filter(
            patient_id__in=patient_ids,
            starts_at__gte=start,
            starts_at__lt=end,
            session__cancelled_at=None,
            session__counts_to_clinical_hours=True,
            mark__in=(Mark.ATTENDED, Mark.EXPECTED),
        )
        .values_list(
            "patient_id", "session__starts_at", "session__ends_at", "mark",
            "arrived_at", "left_at",
        )
    )  # fmt: skip
    lived: dict[UUID, _Days] = defaultdict(_Days)
    for patient_id, starts_at, ends_at, mark, arrived_at, left_at in places:
        day = starts_at.astimezone(program.zone).date()
        session, days = Interval(starts_at, ends_at), lived[patient_id]
        came = None
        if mark == Mark.ATTENDED:
            came = credited_interval(
                arrived_at=arrived_at, left_at=left_at, session=session, now=now
            )
        if came is not None:
            days.came[day].append(came)
        comes = _still_to_come(session, left_at, now)
        if comes is not None:
            days.comes[day].append(comes)
    return lived


def _still_to_come(
    session: Interval, left_at: datetime | None, now: datetime
) -> Interval | None:
    """The part of a session ahead of now; nothing once the patient left."""
    if left_at is not None or session.end_at <= now:
        return None
    return Interval(max(session.start_at, now), session.end_at)


def _weigh(
    week: Week, days: _Days, dose: DoseInForce, rules: Mapping[UUID, WeeklyDoseRule],
    today: date,
) -> WeekDose:  # fmt: skip
    came = {day: minutes_covered(spans) for day, spans in days.came.items()}
    both = {
        day: minutes_covered([*days.came.get(day, ()), *spans])
        for day, spans in days.comes.items()
    }
    return weigh_week(
        week=week,
        delivered=came,
        still_planned={day: total - came.get(day, 0) for day, total in both.items()},
        order=DoseOrder(dose.minutes_per_week, dose.days_per_week),
        rule=rules[dose.track_id],
        today=today,
    )
