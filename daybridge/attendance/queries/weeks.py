"""Each patient's week against the dose ordered, while it can still be saved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.intake.queries import dose_orders_in_force
from daybridge.programs.queries import dose_rules_on
from daybridge.rules.dose import WeekDose, weigh_week
from daybridge.rules.dose_rules import (
    DoseOrder,
    Week,
    WeeklyDoseRule,
    week_of,
)
from daybridge.rules.time_in_care import Interval, credited_interval, minutes_covered
from daybridge.schedule.occurrences import midnights

Span = tuple[datetime, datetime]


class Ordered(Protocol):
    """What a week is weighed against: intake's answer, or the like of it."""

    @property
    def track_id(self) -> UUID: ...
    @property
    def minutes_per_week(self) -> int: ...
    @property
    def days_per_week(self) -> int: ...


@dataclass(frozen=True, slots=True)
class WeeksRead:
    """Many patients' weeks: what they amount to, and when each is taken."""

    doses: dict[UUID, WeekDose]
    taken: Mapping[UUID, Sequence[Span]]  # every place, missed ones too


@dataclass(slots=True)
class _Days:
    """Intervals of one patient's week, by day."""

    came: dict[date, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    comes: dict[date, list[Interval]] = field(default_factory=lambda: defaultdict(list))
    taken: list[Span] = field(default_factory=list)


def week_doses(
    *, program: Any, viewer: Viewer, patient_ids: Iterable[UUID] | None, day: date,
    now: datetime,
) -> dict[UUID, WeekDose]:  # fmt: skip
    """Weigh the week around a day for many patients; three statements, however many.

    Only patients in care that the viewer may read; only clinical hours count.
    """
    patient_ids = None if patient_ids is None else list(patient_ids)
    ordered = dose_orders_in_force(viewer, day=day, patient_ids=patient_ids)
    return read_weeks(
        program=program, viewer=viewer, ordered=ordered, day=day, now=now
    ).doses


def read_weeks(
    *, program: Any, viewer: Viewer, ordered: Mapping[UUID, Ordered], day: date,
    now: datetime,
) -> WeeksRead:  # fmt: skip
    """Weigh the week around a day against orders already known; two statements."""
    week = week_of(day, week_starts_on=program.week_starts_on)
    rules = dose_rules_on(program, day)
    lived = _days_lived(program, viewer, list(ordered), week, now)
    today = program.day_of(now)
    doses = {
        patient_id: _weigh(week, lived[patient_id], dose, rules, today)
        for patient_id, dose in ordered.items()
        if dose.track_id in rules
    }
    return WeeksRead(doses, {key: days.taken for key, days in lived.items()})


def _days_lived(
    program: Any, viewer: Viewer, patient_ids: list[UUID], week: Week, now: datetime
) -> Mapping[UUID, _Days]:
    """What came, what may still come and what is taken, by patient; one statement."""
    start, end = midnights(week.starts_on, week.ends_on, program.zone)
    places = (
        Attendance.objects.visible_to(viewer)
        .on_roster()
        .filter(
            patient_id__in=patient_ids,
            starts_at__gte=start,
            starts_at__lt=end,
            session__cancelled_at=None,
        )
        .values_list(
            "patient_id", "session__starts_at", "session__ends_at",
            "session__counts_to_clinical_hours", "mark", "arrived_at", "left_at",
        )
    )  # fmt: skip
    lived: dict[UUID, _Days] = defaultdict(_Days)
    for patient_id, starts_at, ends_at, counts, mark, arrived_at, left_at in places:
        days = lived[patient_id]
        days.taken.append((starts_at, ends_at))
        if counts and mark in (Mark.ATTENDED, Mark.EXPECTED):
            day = program.day_of(starts_at)
            times = (arrived_at, left_at)
            _live(days, day, Interval(starts_at, ends_at), mark, times, now)
    return lived


def _live(
    days: _Days, day: date, session: Interval, mark: str,
    times: tuple[datetime | None, datetime | None], now: datetime,
) -> None:  # fmt: skip
    """Put one place into the day: the part that came, and the part still ahead."""
    arrived_at, left_at = times
    came = None
    if mark == Mark.ATTENDED:
        came = credited_interval(
            arrived_at=arrived_at, left_at=left_at, session=session, now=now
        )
    comes = _still_to_come(session, left_at, now)
    if came is not None:
        days.came[day].append(came)
    if comes is not None:
        days.comes[day].append(comes)


def _still_to_come(
    session: Interval, left_at: datetime | None, now: datetime
) -> Interval | None:
    """The part of a session ahead of now; nothing once the patient left."""
    if left_at is not None or session.end_at <= now:
        return None
    return Interval(max(session.start_at, now), session.end_at)


def _weigh(
    week: Week, days: _Days, dose: Ordered, rules: Mapping[UUID, WeeklyDoseRule],
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
