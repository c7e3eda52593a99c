"""When somebody can come, somebody can lead and a room is open, for fitting a week.

Everything is asked of many at once, in a number of queries that does not grow.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from daybridge.intake.models import Inquiry
from daybridge.intake.times import told_of
from daybridge.rules.first_week import Meeting
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_fit.instance import Avoid
from daybridge.rules.week_painted import (
    WEEK_SLOTS,
    Stroke,
    avoided,
    painting,
    slots_around,
    windows,
)
from daybridge.schedule.models import (
    FamilyTime,
    Hours,
    HoursChange,
    HoursTime,
    Mark,
    ToldChange,
    ToldTime,
    ToldWeek,
)
from daybridge.schedule.models.windows import BUSY
from daybridge.schedule.values import ContactLimits

Strokes = dict[UUID, list[Stroke]]
DAYS_OF_A_WEEK = 7
NO_LIMITS = ContactLimits()
ANY_TIME = painting([Stroke(0, WEEK_SLOTS, Mark.OPEN)])


@dataclass(frozen=True, slots=True)
class Life:
    """What a week must leave room for."""

    busy: tuple[Window, ...] = ()  # cannot
    avoid: tuple[Avoid, ...] = ()  # would rather not
    travel_minutes: int = 0  # each way
    telehealth: bool = False  # may attend from home
    family: tuple[Window, ...] = ()  # when theirs can come; none: whenever they can


def lives(
    *, program: Any, patients: Collection[UUID], week: date | None
) -> dict[UUID, Life]:
    """The life of each patient (by key) in the week of a Monday; None: any week.

    Who has told nothing has an empty one. What they could not when they first asked
    counts until they tell their week.
    """
    told = ToldWeek.objects.in_program(program).filter(patient__in=patients)
    weeks = {row.patient_id: row for row in told}
    first_said = told_by_inquiry(
        program=program, patients=[key for key in patients if key not in weeks]
    )
    times = ToldTime.objects.in_program(program)
    dated = ToldChange.objects.in_program(program)
    weekly = _weekly(times, "week__patient_id", patients)
    changed = _dated(dated, "week__patient_id", patients, week)
    family = _weekly(
        FamilyTime.objects.in_program(program), "week__patient_id", patients
    )
    return {
        key: _life(
            weeks.get(key),
            [*first_said.get(key, ()), *weekly.get(key, ()), *changed.get(key, ())],
            family.get(key, ()),
        )
        for key in patients
    }


def told_by_inquiry(
    *, program: Any, patients: Collection[UUID]
) -> dict[UUID, list[Stroke]]:
    """When each cannot come by what was said as somebody last asked for them."""
    asked = Inquiry.objects.in_program(program).filter(patient__in=patients)
    newest_last = asked.order_by("first_contact_at", "pk")
    return {
        patient: [_around(meeting) for meeting in told_of(times or []).cannot]
        for patient, times in newest_last.values_list("patient_id", "times_wanted")
    }


def shifts(
    *, program: Any, staff: Collection[UUID], week: date | None
) -> dict[UUID, tuple[Window, ...]]:
    """When each of them (by key) works in the week of a Monday; no hours: any time."""
    return _open(program, "staff", staff, week)


def room_hours(
    *, program: Any, rooms: Collection[UUID], week: date | None
) -> dict[UUID, tuple[Window, ...]]:
    """When each room (by key) is open in the week of a Monday; no hours: any time."""
    return _open(program, "room", rooms, week)


def contact_limits(
    *, program: Any, staff: Collection[UUID]
) -> dict[UUID, ContactLimits]:
    """What each of them (by key) leads at most; one query."""
    rows = Hours.objects.in_program(program).filter(staff__in=staff)
    told = {row.staff_id: ContactLimits.of(row) for row in rows}
    return {key: told.get(key, NO_LIMITS) for key in staff}


def _life(
    told: ToldWeek | None, strokes: Iterable[Stroke], family: Iterable[Stroke]
) -> Life:
    week = painting(strokes)
    if told is None:
        return Life(windows(week, BUSY))
    return Life(
        busy=windows(week, BUSY),
        avoid=avoided(week),
        travel_minutes=told.travel_minutes,
        telehealth=told.telehealth,
        family=windows(painting(family), {Mark.FAMILY}),
    )


def _open(
    program: Any, owner: str, keys: Collection[UUID], week: date | None
) -> dict[UUID, tuple[Window, ...]]:
    times = HoursTime.objects.in_program(program)
    dated = HoursChange.objects.in_program(program)
    weekly = _weekly(times, f"week__{owner}_id", keys)
    changed = _dated(dated, f"week__{owner}_id", keys, week)
    return {key: _when_open(weekly.get(key), changed.get(key, ())) for key in keys}


def _when_open(
    weekly: Iterable[Stroke] | None, changed: Iterable[Stroke]
) -> tuple[Window, ...]:
    ordinary = painting(weekly) if weekly else ANY_TIME
    return windows(painting(changed, on=ordinary), {Mark.OPEN})


def _weekly(times: Any, owner: str, keys: Collection[UUID]) -> Strokes:
    """What is at times of every week, by owner."""
    found: Strokes = defaultdict(list)
    for time in times.filter(**{f"{owner}__in": keys}).annotate(owner=F(owner)):
        found[time.owner].append(time.stroke_on(time.weekday))
    return found


def _dated(
    changes: Any, owner: str, keys: Collection[UUID], week: date | None
) -> Strokes:
    """What changes in the week of a Monday, by owner; later ones lie above."""
    found: Strokes = defaultdict(list)
    if week is None:
        return found
    days = (week, week + timedelta(days=DAYS_OF_A_WEEK - 1))
    rows = changes.filter(**{f"{owner}__in": keys}, on__range=days).order_by("pk")
    for change in rows.annotate(owner=F(owner)):
        found[change.owner].append(change.stroke_on(change.on.weekday()))
    return found


def _around(meeting: Meeting) -> Stroke:
    """A time that was said on the phone, in whole quarters."""
    midnight = meeting.weekday * DAY
    start, end = slots_around(
        midnight + meeting.starts_at_minute,
        midnight + meeting.starts_at_minute + meeting.minutes,
    )
    return Stroke(start, end, Mark.OTHER)
