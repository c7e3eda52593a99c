"""The groups of a draft beside those of today: moved, new, closed or as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Arrangement, Offering
from daybridge.rules.week_fit.plan import Held
from daybridge.schedule.drafting.figures import seats
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.models import Draft, Group
from daybridge.schedule.wording import hour_words


class Fate(StrEnum):
    """What becomes of a session."""

    NEW = "New"
    MOVED = "Moved"
    OTHERWISE = "Other leader or room"
    CLOSED = "Closed"
    KEPT = "As today"


@dataclass(frozen=True, slots=True)
class Line:
    """One weekly session in the draft."""

    name: str
    fate: Fate
    when: str
    was: str  # when it is today, if it moves or closes
    leader: str
    room: str
    people: int
    seats: int


def timetable(found: Found) -> list[Line]:
    """Every session that runs or ran, in the order of the week; three queries."""
    names, program = group_names(found.draft), found.draft.program_id
    staff = {str(row.pk): row.display_name for row in Staff.objects.in_program(program)}
    rooms = {str(row.pk): str(row) for row in Room.objects.in_program(program)}
    lines = [
        (_place(offering, held), _line(found, offering, held, names, staff, rooms))
        for held in found.week.offerings.values()
        for offering in [found.instance.offerings[held.id]]
        if held.arrangement is not None or offering.current is not None
    ]
    return [line for _, line in sorted(lines, key=lambda each: each[0])]


def group_names(draft: Draft) -> Mapping[str, str]:
    """What the group of each offering is called; one query."""
    groups = Group.objects.in_program(draft.program_id)
    known = {str(key): name for key, name in groups.values_list("pk", "name")}
    ids: Any = (each["id"] for each in draft.instance["offerings"])
    return {id: known.get(id.partition("/")[0], "A group") for id in ids} | dict(
        draft.extra_groups
    )


def when_words(start: int) -> str:
    """“Monday 5:30 pm”"""
    return f"{DAY_NAMES[start // DAY]} {hour_words(start % DAY)}"


def fate(offering: Offering, run: Arrangement | None) -> Fate:
    """How the session of a draft compares with today's."""
    current = offering.current
    if run is None:
        return Fate.CLOSED
    if current is None:
        return Fate.NEW
    if run.start != current.start:
        return Fate.MOVED
    return Fate.KEPT if run == current else Fate.OTHERWISE


def _place(offering: Offering, held: Held) -> tuple[int, str]:
    run = held.arrangement or offering.current
    return (run.start if run else 0, offering.id)


def _line(
    found: Found,
    offering: Offering,
    held: Held,
    names: Mapping[str, str],
    staff: Mapping[str, str],
    rooms: Mapping[str, str],
) -> Line:
    run, what = held.arrangement, fate(offering, held.arrangement)
    shown = run or offering.current
    assert shown is not None
    is_elsewhen = what in (Fate.MOVED, Fate.CLOSED) and offering.current is not None
    return Line(
        name=names[offering.id],
        fate=what,
        when=when_words(run.start) if run else "",
        was=when_words(offering.current.start)
        if is_elsewhen and offering.current
        else "",
        leader=staff.get(shown.leader, ""),
        room=rooms.get(shown.room, "") if shown.room else "Telehealth",
        people=len(held.clients),
        seats=seats(found.instance, offering, shown),
    )
