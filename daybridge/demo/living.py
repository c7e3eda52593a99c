"""Weeks in the demo: what has its time in people's lives, and hours of staff and rooms.

Nobody is busy while one of their own groups meets.
"""

from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.intake.models import Stay
from daybridge.programs.models import Room
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_painted import (
    DAY_SLOTS,
    NOTHING,
    Painting,
    Stroke,
    painting,
    slots_around,
    strokes_of,
)
from daybridge.schedule.models import (
    Enrollment,
    Group,
    Hours,
    HoursChange,
    HoursTime,
    Mark,
    ToldChange,
    ToldTime,
    ToldWeek,
)
from daybridge.schedule.open_places import weekly_meetings
from daybridge.schedule.weeks import monday_of

TOLD = 75  # of a hundred people in care
OTHER_ON_A_DATE = 35  # of a hundred who told
WORKDAYS = (0, 1, 2, 3, 4)
Life = tuple[tuple[Mark, tuple[int, ...], int, int], ...]  # days, and hours
LIVES: tuple[Life, ...] = (
    ((Mark.WORK, WORKDAYS, 8, 16),),
    ((Mark.WORK, WORKDAYS, 7, 15), (Mark.CHILDREN, WORKDAYS, 15, 16)),
    ((Mark.WORK, (0, 2, 4), 10, 15), (Mark.RATHER_NOT, (4,), 18, 22)),
    ((Mark.SCHOOL, (0, 1, 2, 3), 9, 13), (Mark.WORK, (5,), 10, 18)),
    ((Mark.CHILDREN, WORKDAYS, 14, 16), (Mark.WORSHIP, (6,), 9, 12)),
    ((Mark.PREFERRED, (0, 1, 2, 3), 17, 21), (Mark.COURT, (2,), 10, 12)),
    ((Mark.WORK, (1, 2, 3, 4, 5), 6, 14), (Mark.TRANSPORT, (6,), 0, 24)),
)
WAYS = (0, 15, 20, 30, 30, 45, 60)  # minutes
ROOM_HOURS = ((Mark.OPEN, (*WORKDAYS, 5, 6), 8, 22),)
SHIFT = ((Mark.OPEN, WORKDAYS, 9, 21), (Mark.OPEN, (5,), 9, 18))

LIMITS: tuple[dict[str, int], ...] = (  # of who leads
    {"max_contact_minutes_per_day": 360, "max_contact_minutes_per_week": 1500,
     "changeover_minutes": 15},
    {"max_contact_minutes_per_week": 1320},
    {},
    {"max_contact_minutes_per_day": 420, "changeover_minutes": 15},
)  # fmt: skip


def live(clinic: Clinic, draw: Draw) -> None:
    """Tell the weeks of people in care, of staff who lead, and of rooms."""
    patients = Stay.objects.in_program(clinic.program_id).filter(
        ended_on=None, episode__discharged_on=None
    )
    keys = patients.order_by("episode__patient_id").values_list(
        "episode__patient_id", flat=True
    )
    meets, leads = _own_groups(clinic)
    for place, patient_id in enumerate(keys):
        if not place or draw.percent(TOLD):
            _tell(clinic, draw, patient_id, meets[patient_id])
    for place, member in enumerate(clinic.with_role("counselor")):
        limits = LIMITS[place % len(LIMITS)]
        _open(clinic, draw, SHIFT, leads[member.id], staff_id=member.id, **limits)
    for room in Room.objects.in_program(clinic.program_id).order_by("name", "pk"):
        _open(clinic, draw, ROOM_HOURS, set(), room_id=room.pk)
    clinic.bulk.flush()


def _own_groups(clinic: Clinic) -> tuple[dict[UUID, set[int]], dict[UUID, set[int]]]:
    """The slots in which the groups meet that each person is in, and leads."""
    groups = Group.objects.in_program(clinic.program_id).filter(ends_on=None)
    slots = {group.pk: _slots_of(group) for group in groups}
    leads: dict[UUID, set[int]] = defaultdict(set)
    for group in groups:
        for leader in filter(None, (group.leader_id, group.co_leader_id)):
            leads[leader] |= slots[group.pk]
    meets: dict[UUID, set[int]] = defaultdict(set)
    places = Enrollment.objects.in_program(clinic.program_id).filter(ends_on=None)
    for patient_id, group_id in places.values_list("patient_id", "group_id"):
        meets[patient_id] |= slots.get(group_id, set())
    return meets, leads


def _slots_of(group: Group) -> set[int]:
    found: set[int] = set()
    for weekday, start, minutes in weekly_meetings(group):
        first = weekday * DAY + start
        found |= set(range(*slots_around(first, first + minutes)))
    return found


def _tell(clinic: Clinic, draw: Draw, patient_id: UUID, meets: set[int]) -> None:
    told_at = clinic.now - timedelta(days=draw.between(1, 40))
    week = draw.id(told_at)
    clinic.bulk.add(
        ToldWeek, id=week, program_id=clinic.program_id, patient_id=patient_id,
        created_at=told_at, told_at=told_at, version=1,
        travel_minutes=draw.one(WAYS), telehealth=draw.percent(30),
    )  # fmt: skip
    painted = painting(_strokes(draw.one(LIVES)))
    for stroke in strokes_of(_marked(painted, meets, NOTHING)):
        _add(clinic, draw, ToldTime, week, stroke, weekday=stroke.weekday)
    if draw.percent(OTHER_ON_A_DATE):
        day = draw.one(WORKDAYS)
        on = monday_of(clinic.today) + timedelta(weeks=draw.between(1, 4), days=day)
        stroke = Stroke(day * DAY_SLOTS + 36, day * DAY_SLOTS + 44, Mark.COURT)
        _add(clinic, draw, ToldChange, week, stroke, on=on)


def _open(
    clinic: Clinic, draw: Draw, hours: Life, leads: set[int], **owner: Any
) -> None:
    week = draw.id(clinic.now)
    clinic.bulk.add(
        Hours, id=week, program_id=clinic.program_id, created_at=clinic.now,
        version=1, **owner,
    )  # fmt: skip
    painted = painting(_strokes(hours))
    for stroke in strokes_of(_marked(painted, leads, Mark.OPEN)):
        _add(clinic, draw, HoursTime, week, stroke, weekday=stroke.weekday)
    if draw.percent(OTHER_ON_A_DATE):
        on = monday_of(clinic.today) + timedelta(weeks=draw.between(1, 6), days=4)
        away = Stroke(4 * DAY_SLOTS, 5 * DAY_SLOTS, Mark.NOTHING)
        _add(clinic, draw, HoursChange, week, away, on=on)


def _add(
    clinic: Clinic, draw: Draw, model: Any, week: UUID, stroke: Stroke, **when: Any
) -> None:
    clinic.bulk.add(
        model, id=draw.id(clinic.now), program_id=clinic.program_id,
        created_at=clinic.now, week_id=week, from_quarter=stroke.from_quarter,
        until_quarter=stroke.until_quarter, mark=str(stroke.mark), **when,
    )  # fmt: skip


def _marked(week: Painting, slots: set[int], mark: str) -> Painting:
    """A week with one mark in all of these slots."""
    return tuple(mark if slot in slots else kept for slot, kept in enumerate(week))


def _strokes(life: Life) -> list[Stroke]:
    return [
        Stroke(day * DAY_SLOTS + start * 4, day * DAY_SLOTS + end * 4, mark)
        for mark, days, start, end in life
        for day in days
    ]
