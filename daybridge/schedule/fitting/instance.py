"""The clinic's week as an instance of `rules.week_fit`, and the groups behind its ids.

Ids are keys without names, so that the document (`rules.week_fit.writing_instance`)
names nobody. A group that meets on several days is a series: one id for each day.

Every field that placing needs is filled, individual and family sessions too. Left for a
design: more `starts`, `leaders` and `rooms` than today's, `min_clients`, `open_cost`,
weights of those who wait. Left for a repair: what is ill or shut, taken from `shifts`
and `open`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from math import gcd
from typing import Any
from uuid import UUID

from daybridge.rules.week_fit import instance as week_fit
from daybridge.rules.week_fit.clock import DAY, DAYS, EVERY_DAY, Window, merged
from daybridge.schedule.fitting.dose import dose_of
from daybridge.schedule.fitting.facts import Facts, facts_of, meeting_windows
from daybridge.schedule.fitting.individual_instance import (
    hours_held,
    individual_of,
    placed_hours,
)
from daybridge.schedule.fitting.leaders import Leading, standing
from daybridge.schedule.fitting.windows import (
    GRID,
    and_standing,
    in_steps,
    on_grid,
    without,
)
from daybridge.schedule.hours import Life
from daybridge.schedule.models import Group

EARLIEST, LATEST = 8 * 60, 20 * 60  # for an hour with somebody who told no hours


@dataclass(frozen=True)
class ClinicWeek:
    """The week of a clinic from a day on, to be fitted."""

    facts: Facts
    instance: week_fit.Instance

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The group behind each offering."""
        return {id: group for group in self.facts.groups for id in offering_ids(group)}


def clinic_week(
    program: Any,
    *,
    day: date,
    at: datetime,
    place: Sequence[UUID] = (),
) -> ClinicWeek:
    """The ordinary week from a day on, in which some are to be placed."""
    facts = facts_of(program, day=day, at=at)
    current = _current(facts)
    placed = [*facts.groups, *placed_hours(facts)]
    grid = gcd(GRID, *(n for g in placed for n in _times(g)))
    nights = nights_beside()
    instance = week_fit.Instance(
        mode=week_fit.Mode.PLACE,
        site=str(program.pk),
        time_zone=program.time_zone,
        grid_minutes=grid,
        rooms={str(room.pk): _room(room, facts) for room in facts.rooms},
        staff={
            str(row.pk): not_at(nights, row, facts, leader) if place else leader
            for row in facts.staff
            for leader in [leader_of(row, facts, grid, standing_groups=placed)]
        },
        offerings={
            offering.id: offering
            for group in facts.groups
            for offering in _offerings(group, facts)
        },
        clients={
            str(key): _client(key, facts, current.get(key), grid) for key in facts.lives
        },
        place=tuple(str(key) for key in place),
    )
    return ClinicWeek(facts, instance)


def offering_ids(group: Group) -> list[str]:
    """One for each day on which a group meets."""
    return [f"{group.pk}/{DAYS[w.start // DAY]}" for w in meeting_windows(group)]


def _times(group: Group) -> Iterable[int]:
    return (group.minutes, *(window.start for window in meeting_windows(group)))


def _room(room: Any, facts: Facts) -> week_fit.Room:
    taken = [each for each in facts.taken if each.room == room.pk]
    standing = [*facts.groups, *placed_hours(facts)]
    held = [group for group in standing if group.room_id == room.pk]
    left = without(facts.room_hours[room.pk], (each.window for each in taken))
    return week_fit.Room(str(room.pk), room.capacity, and_standing(left, held))


def leader_of(
    row: Any, facts: Facts, grid: int, *, standing_groups: Iterable[Group]
) -> week_fit.Leader:
    """Who leads groups may lead any of them, as the page of a group has it.

    They may go on leading these groups of theirs, whatever their limits say.
    """
    leading = Leading(
        id=str(row.pk),
        hours=facts.shifts[row.pk],
        limits=facts.limits[row.pk],
        taken=[each.window for each in facts.taken if row.pk in each.staff],
        shortest=min((group.minutes for group in facts.groups), default=0),
    )
    placed = [*facts.groups, *placed_hours(facts)]
    own = [group for group in placed if group.leader_id == row.pk]
    known = leading.leader(grid=grid)
    held = [w for g in standing_groups if g in own for w in meeting_windows(g)]
    return standing(
        replace(known, shifts=and_standing(known.shifts, own)), map(on_grid, held)
    )


def nights_beside(sessions: Iterable[week_fit.Offering] = ()) -> list[Window]:
    """Of each day what lies before and after work, unless these begin or end then."""
    first, last = EARLIEST, LATEST
    for each in sessions:
        hours = [start % DAY for start in each.starts]
        first = min([first, *hours])
        last = max([last, *(hour + each.minutes for hour in hours)])
    nights = (
        night
        for day in EVERY_DAY
        for night in (
            Window(day.start, day.start + first),
            Window(day.start + last, day.end),
        )
    )
    return [night for night in nights if night.start < night.end]


def not_at(
    nights: Iterable[Window], row: Any, facts: Facts, leader: week_fit.Leader
) -> week_fit.Leader:
    """For an hour of somebody's own: nobody who told no hours is asked at night."""
    if facts.shifts[row.pk] != EVERY_DAY:
        return leader
    placed = [*facts.groups, *placed_hours(facts)]
    own = [group for group in placed if group.leader_id == row.pk]
    return replace(leader, shifts=and_standing(without(leader.shifts, nights), own))


def _offerings(group: Group, facts: Facts) -> list[week_fit.Offering]:
    ids, windows = offering_ids(group), meeting_windows(group)
    leader = str(group.leader_id)
    room = str(group.room_id) if group.room_id else None
    return [
        week_fit.Offering(
            id=id,
            modality=week_fit.Modality(group.modality),
            minutes=group.minutes,
            capacity=_capacity(group, facts),
            leaders=(leader,),
            rooms=(room,) if room else (),
            starts=(window.start,),
            requires=frozenset({str(group.track_id)}),
            series=str(group.pk) if len(ids) > 1 else None,
            current=week_fit.Arrangement(window.start, leader, room),
        )
        for id, window in zip(ids, windows, strict=True)
    ]


def _capacity(group: Group, facts: Facts) -> int:
    """Its members and the seats that are left, on the fullest evening and in the room.

    The room's are counted by the engine, which knows of one leader only.
    """
    members = len(facts.members.get(group.pk, ()))
    left = min(group.capacity - members, facts.seats.get(group.pk, group.capacity))
    return members + max(left, 0)


def _client(
    key: UUID, facts: Facts, current: week_fit.Enrolled | None, grid: int
) -> week_fit.Client:
    life, order = facts.lives[key], facts.orders.get(key)
    dose = week_fit.Dose()
    if order is not None:
        dose = dose_of(
            order,
            facts.rules.get(order.track_id),
            longest_minutes=max((group.minutes for group in facts.groups), default=0),
            own_minutes=sum(each.minutes for each in facts.own.of(key)),
        )
    return week_fit.Client(
        id=str(key),
        dose=dose,
        busy=_busy(key, life, facts),
        avoid=life.avoid,
        tags=frozenset({str(order.track_id)} if order else ()),
        travel_minutes=in_steps(life.travel_minutes, grid),
        telehealth=life.telehealth,
        individual=individual_of(facts, key),
        current=current,
    )


def _busy(key: UUID, life: Life, facts: Facts) -> tuple[Window, ...]:
    taken = [on_grid(t.window) for t in facts.taken if key in t.patients]
    return merged([*life.busy, *taken])


def _current(facts: Facts) -> dict[UUID, week_fit.Enrolled]:
    """Where each has a place that does not end, by patient."""
    held: dict[UUID, tuple[str, ...]] = {}
    for group in facts.groups:
        for row in facts.members.get(group.pk, ()):
            if row.ends_on is None:
                known = held.get(row.patient_id, ())
                held[row.patient_id] = (*known, *offering_ids(group))
    hours = hours_held(facts)
    return {
        key: week_fit.Enrolled(held.get(key, ()), hours.get(key, {}))
        for key in sorted({*held, *hours})
    }
