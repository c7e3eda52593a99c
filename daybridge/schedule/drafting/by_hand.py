"""A draft that somebody changes: one group at a time, and everyone is seated anew.

Decided: what is put somewhere by hand stays there, if asked, whatever the engine finds.
         A group that is closed by hand has no hour at which it may begin. Whoever is
         given more by hand than their limits say may lead that much in this draft; who
         told no hours may lead a group at any, though nobody asks them for an
         individual session at night.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from daybridge.rules.week_fit.clock import DAY, EVERY_DAY, Window, merged
from daybridge.rules.week_fit.instance import (
    Arrangement,
    Instance,
    Leader,
    Modality,
    Offering,
)
from daybridge.rules.week_fit.model.board import with_runs
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.standing import arranged
from daybridge.rules.week_fit.plan import Plan
from daybridge.schedule.drafting.figures import own_hours
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.problem import COST_OF, FEWEST
from daybridge.schedule.drafting.publishing import group_key
from daybridge.schedule.fitting.instance import nights_beside
from daybridge.schedule.fitting.leaders import standing, too_much, unlimited
from daybridge.schedule.hours import shifts
from daybridge.schedule.values import ContactLimits

Runs = Mapping[str, Arrangement]


@dataclass(frozen=True, slots=True)
class Put:
    """Where a group is put: one day for each of its meetings, one hour for all."""

    days: tuple[int, ...]
    minute: int  # of the day
    leader: str
    room: str | None
    stays: bool  # the engine leaves it alone

    def arrangements(self) -> list[Arrangement]:
        return [
            Arrangement(day * DAY + self.minute, self.leader, self.room)
            for day in sorted(self.days)
        ]


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group that is not there today."""

    name: str
    track: Any
    modality: str
    minutes: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The question and the week of a draft that was changed."""

    instance: Instance
    plan: Plan
    extra_groups: dict[str, str]


def put(found: Found, key: str, where: Put) -> Changed:
    """Put a group somewhere, or open it there."""
    meetings = meetings_of(found, key)
    held = {
        offering.id: run
        for offering, run in zip(meetings, where.arrangements(), strict=True)
    }
    instance = _with(found.instance, [_put(o, held[o.id], where) for o in meetings])
    return _seated(found, instance, {**runs_of(found), **held})


def over_limits(found: Found, key: str, minutes: int, where: Put) -> list[str]:
    """What a leader would lead too much of, or too close together."""
    leader = found.instance.staff[where.leader]
    limits = ContactLimits(
        leader.max_day_minutes, leader.max_week_minutes, leader.changeover_minutes
    )
    new = [held.window(minutes) for held in where.arrangements()]
    others = {id: run for id, run in runs_of(found).items() if group_key(id) != key}
    held = _led(found.instance, others, leader.id) + _alone(found, leader.id)
    return too_much(limits, [*held, *new])


def close(found: Found, key: str) -> Changed:
    """Let a group not run."""
    shut = [replace(o, starts=(), fixed=None) for o in meetings_of(found, key)]
    gone = {offering.id for offering in shut}
    runs = {id: run for id, run in runs_of(found).items() if id not in gone}
    return _seated(found, _with(found.instance, shut), runs)


def add(found: Found, new: NewGroup, where: Put) -> Changed:
    """Open a group that is not there today."""
    key = _free_key(found)
    offering = Offering(
        id=key, modality=Modality(new.modality), minutes=new.minutes,
        capacity=new.capacity, leaders=(), rooms=(), starts=(),
        requires=frozenset({str(new.track.pk)}), min_clients=FEWEST,
        open_cost=new.minutes // COST_OF,
    )  # fmt: skip
    [held] = where.arrangements()
    instance = _with(found.instance, [_put(offering, held, where)])
    names = {**found.draft.extra_groups, key: new.name}
    return _seated(found, instance, {**runs_of(found), key: held}, names)


def meetings_of(found: Found, key: str) -> Sequence[Offering]:
    """The meetings of a group, in the order in which they are in the week shown."""
    offerings = [o for o in found.instance.offerings.values() if group_key(o.id) == key]
    runs = runs_of(found)

    def place(offering: Offering) -> int:
        run = runs.get(offering.id) or offering.current
        return run.start if run else 0

    return sorted(offerings, key=place)


def runs_of(found: Found) -> Runs:
    """What runs in the week of a draft, and how."""
    return {
        id: held.arrangement
        for id, held in found.week.offerings.items()
        if held.arrangement is not None
    }


def _with(instance: Instance, offerings: Sequence[Offering]) -> Instance:
    changed = {offering.id: offering for offering in offerings}
    return replace(instance, offerings={**instance.offerings, **changed})


def _put(offering: Offering, held: Arrangement, where: Put) -> Offering:
    """An offering that may be there, and is to be if it stays."""
    rooms = offering.rooms
    if held.room is not None and held.room not in rooms:
        rooms = (*rooms, held.room)
    return replace(
        offering,
        starts=tuple(sorted({*offering.starts, held.start})),
        leaders=tuple(dict.fromkeys((*offering.leaders, held.leader))),
        rooms=rooms,
        fixed=held if where.stays else None,
    )


def _seated(
    found: Found, instance: Instance, runs: Runs, names: dict[str, str] | None = None
) -> Changed:
    staff = {
        id: _led_by(leader, _led(instance, runs, id), _alone(found, id))
        for id, leader in instance.staff.items()
    }
    instance = replace(instance, staff=staff)
    plan = plan_of(arranged(instance, runs))
    return Changed(instance, plan, names or dict(found.draft.extra_groups))


def _led_by(
    leader: Leader, groups: Sequence[Window], alone: Sequence[Window]
) -> Leader:
    """Who may lead all of this; the groups at these very times."""
    at_work = replace(leader, shifts=merged([*leader.shifts, *groups]))
    return standing(at_work, [*groups, *alone])


def _led(instance: Instance, runs: Runs, leader: str) -> list[Window]:
    """When somebody leads groups in a week."""
    offerings = instance.offerings
    return [
        run.window(offerings[id].minutes)
        for id, run in runs.items()
        if run.leader == leader
    ]


def _alone(found: Found, leader: str) -> list[Window]:
    """When somebody leads individual and family sessions in the week of a draft."""
    return [
        held.window(session.minutes)
        for session, held in own_hours(found.instance, found.week)
        if held.leader == leader
    ]


def _at_work(found: Found, leader: str) -> Leader:
    """Somebody without limits, also at night if they told no hours."""
    known, program = unlimited(found.instance.staff[leader]), found.draft.program
    told = shifts(program=program, staff=[UUID(leader)], week=None)[UUID(leader)]
    if told != EVERY_DAY:
        return known
    nights = nights_beside(found.instance.offerings.values())
    return replace(known, shifts=merged([*known.shifts, *nights]))


def _free_key(found: Found) -> str:
    number = len(found.draft.extra_groups) + 1
    while f"extra-{number}" in found.instance.offerings:
        number += 1
    return f"extra-{number}"


def in_the_way(found: Found, key: str, minutes: int, where: Put) -> Iterator[str]:
    """“leader” and “room”: which of them is not free there."""
    runs = runs_of(found).items()
    others = {id: run for id, run in runs if group_key(id) != key}
    board = with_runs(found.instance, others)
    free = board.leader_starts(_at_work(found, where.leader), minutes)
    for held in where.arrangements():
        bit = board.slots.span(held.start, held.start + 1)
        if not free & bit:
            yield "leader"
        if held.room is not None and not board.room_starts(held.room, minutes) & bit:
            yield "room"
