"""A week in which something happened, as an instance of `rules.week_fit`.

Only the sessions that are touched are to be arranged; all others take the time of their
people, leaders and rooms. So nobody else is moved for a repair.

Decided: a session may begin at its own hour, at an hour at which one of the program's
        sessions begins that week, or up to two hours earlier or later; on a day of the
        same program week that is not closed, and no sooner than people can hear of it.
        It is led by its co-leader before others, then by who leads groups of its kind.
        An individual session stays with its counselor, a family session within the
        times at which the family can come.
        Who is expected at a session today can come to it as it is: they have a place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import gcd
from uuid import UUID

from daybridge.programs.models import ONE_TO_ONE, Modality
from daybridge.rules.dose_rules import week_of
from daybridge.rules.week_fit import instance as week_fit
from daybridge.rules.week_fit.clock import DAY, EVERY_DAY, Window, merged
from daybridge.schedule.fitting.leaders import Leading, standing
from daybridge.schedule.fitting.windows import GRID, in_steps, on_grid, without
from daybridge.schedule.meetings import site_of
from daybridge.schedule.models import Session
from daybridge.schedule.occurrences import instant
from daybridge.schedule.repairing.facts import DatedFacts

NOTICE = timedelta(hours=2)  # nobody hears of an earlier start in time
NEARBY = range(-120, 121, 30)  # minutes from the session's own hour


@dataclass(frozen=True)
class BrokenWeek:
    """The touched sessions by their id in the instance, and what is around them."""

    facts: DatedFacts
    sessions: Mapping[str, Session]
    instance: week_fit.Instance

    def moment_of(self, start: int) -> datetime:
        """A minute of the week on the calendar."""
        day = self.facts.monday + timedelta(days=start // DAY)
        wall = time(*divmod(start % DAY, 60))
        return instant(day, wall, self.facts.program.zone)


def broken_week(facts: DatedFacts) -> BrokenWeek:
    """The problem: how to hold each touched session."""
    sessions = {str(row.pk): row for row in facts.touched}
    windows = [facts.window_of(row) for row in facts.touched]
    grid = gcd(GRID, *(n for w in windows for n in (w.start, w.end)))
    instance = week_fit.Instance(
        mode=week_fit.Mode.REPAIR,
        site=str(facts.program.pk),
        time_zone=facts.program.time_zone,
        grid_minutes=grid,
        rooms={str(row.pk): _room(row.pk, row.capacity, facts) for row in facts.rooms},
        staff={str(row.pk): _leader(row.pk, facts, grid) for row in facts.staff},
        offerings={id: _offering(row, facts, grid) for id, row in sessions.items()},
        clients={str(key): _client(key, facts, grid) for key in sorted(facts.lives)},
    )
    return BrokenWeek(facts, sessions, instance)


def by_telehealth(instance: week_fit.Instance, ids: Iterable[str]) -> week_fit.Instance:
    """The same, with these sessions held without a room."""
    online = {id: replace(instance.offerings[id], rooms=()) for id in ids}
    return replace(instance, offerings={**instance.offerings, **online})


def _room(key: UUID, capacity: int, facts: DatedFacts) -> week_fit.Room:
    taken = [each.window for each in facts.taken if each.room == key]
    held = [facts.window_of(row) for row in facts.touched if row.room_id == key]
    left = merged([*without(facts.room_hours[key], taken), *map(on_grid, held)])
    site = next(row.site_id for row in facts.rooms if row.pk == key)
    repair = facts.repair
    is_closed = key == repair.room_id or repair.closes(site)
    return week_fit.Room(str(key), capacity, _but_for_loss(left, facts, is_closed))


def _leader(key: UUID, facts: DatedFacts, grid: int) -> week_fit.Leader:
    """Limits are kept on the days that are touched; on others, where enough is left."""
    windows = [facts.window_of(row) for row in facts.touched]
    leading = Leading(
        id=str(key),
        hours=facts.shifts[key],
        limits=facts.limits[key],
        taken=[each.window for each in facts.taken if key in each.staff],
        shortest=min((w.end - w.start for w in windows), default=0),
    )
    known = leading.leader(grid=grid, days={w.start // DAY for w in windows})
    held = [
        on_grid(facts.window_of(row)) for row in facts.touched if row.leader_id == key
    ]
    left = merged([*known.shifts, *held])
    is_away = key == facts.repair.staff_id
    return standing(replace(known, shifts=_but_for_loss(left, facts, is_away)), held)


def _but_for_loss(
    windows: tuple[Window, ...], facts: DatedFacts, is_lost: bool
) -> tuple[Window, ...]:
    if not is_lost:
        return windows
    return without(windows, [facts.lost_time])


def _offering(row: Session, facts: DatedFacts, grid: int) -> week_fit.Offering:
    window = facts.window_of(row)
    room = str(row.room_id) if row.room_id else None
    return week_fit.Offering(
        id=str(row.pk),
        modality=_modality(row),
        minutes=window.end - window.start,
        capacity=row.capacity,
        leaders=tuple(map(str, _leaders(row, facts))),
        rooms=tuple(map(str, _rooms(row, facts))),
        starts=tuple(_starts(row, window, facts, grid)),
        current=week_fit.Arrangement(window.start, str(row.leader_id), room),
    )


def _modality(row: Session) -> week_fit.Modality:
    """In a repair every session is arranged alike; the engine asks no dose by kind."""
    if row.modality in ONE_TO_ONE:
        return week_fit.Modality.FAMILY
    return week_fit.Modality(row.modality)


def _leaders(row: Session, facts: DatedFacts) -> list[UUID]:
    """Who leads it, then the co-leader, then who leads such groups, then others.

    Of whom credentials are on file, only those whom these allow to lead it.
    """
    own = [row.leader_id]
    if row.modality in ONE_TO_ONE:
        return own
    if row.co_leader_id and row.leader_id == facts.repair.staff_id:
        own.append(row.co_leader_id)
    alike = {each.leader_id for each in facts.touched if each.modality == row.modality}
    others = [each.pk for each in facts.staff if each.pk not in own]
    others.sort(key=lambda key: key not in alike)
    others = own[1:] + others
    return own[:1] + [key for key in others if not facts.why_not_lead(key, row)]


def _rooms(row: Session, facts: DatedFacts) -> list[UUID]:
    """Its own, then those of its site that hold its people, the smallest first."""
    if row.room is None:
        return []
    people = len(facts.rosters.get(row.pk, ())) + 1 + (row.co_leader_id is not None)
    others = [
        room
        for room in facts.rooms
        if room.site_id == row.room.site_id
        and room.capacity >= people
        and room.pk != row.room_id
    ]
    others.sort(key=lambda room: room.capacity)
    return [row.room.pk, *(room.pk for room in others)]


def _starts(row: Session, window: Window, facts: DatedFacts, grid: int) -> list[int]:
    """When it may begin, its own time first."""
    minutes, own = window.end - window.start, window.start
    hour = own % DAY
    hours = facts.hours_of_day | {hour + step for step in NEARBY}
    starts = {
        day * DAY + minute
        for day in _days(row, facts)
        for minute in hours
        if 0 <= minute <= DAY - minutes and minute % grid == 0
    }
    soonest = facts.minute_of(facts.at + NOTICE)
    blocked = _co_leader_busy(row, facts)
    family = _family(row, facts)
    free = [
        start
        for start in starts
        if start >= soonest
        and not any(start < b.end and b.start < start + minutes for b in blocked)
        and Window(start, start + minutes).lies_in(family)
    ]
    return [own, *sorted(set(free) - {own})]


def _family(row: Session, facts: DatedFacts) -> tuple[Window, ...]:
    """When the family of whoever is expected can come to a family session."""
    if row.modality != Modality.CONJOINT:
        return EVERY_DAY
    rosters, lives = facts.rosters.get(row.pk, ()), facts.lives
    told = [lives[key].family for key in rosters if lives[key].family]
    return told[0] if told else EVERY_DAY


def _days(row: Session, facts: DatedFacts) -> Iterable[int]:
    """Days (0 is Monday) of its program week on which its site is open."""
    program = facts.program
    day = program.day_of(row.starts_at)
    week = week_of(day, week_starts_on=program.week_starts_on)
    shut = facts.closed.get(None, frozenset()) | facts.closed.get(
        site_of(row), frozenset()
    )
    days: list[tuple[int, date]] = [
        (n, facts.monday + timedelta(days=n)) for n in range(7)
    ]
    return [
        n for n, on in days if week.starts_on <= on <= week.ends_on and on not in shut
    ]


def _co_leader_busy(row: Session, facts: DatedFacts) -> list[Window]:
    """When whoever helps to lead it leads something else."""
    if row.co_leader_id is None or row.co_leader_id == facts.repair.staff_id:
        return []
    return [each.window for each in facts.taken if row.co_leader_id in each.staff]


def _client(key: UUID, facts: DatedFacts, grid: int) -> week_fit.Client:
    """Somebody with what they attend of the touched sessions; that is their dose."""
    life = facts.lives[key]
    own = [row for row in facts.touched if key in facts.rosters.get(row.pk, ())]
    windows = [facts.window_of(row) for row in own]
    way = in_steps(life.travel_minutes, grid)
    places = [Window(max(w.start - way, 0), w.end + way) for w in windows]
    elsewhere = [on_grid(each.window) for each in facts.taken if key in each.patients]
    busy = without(merged([*life.busy, *elsewhere]), places)
    minutes = sum(window.end - window.start for window in windows)
    return week_fit.Client(
        id=str(key),
        dose=week_fit.Dose(minutes=week_fit.Bounds(least=minutes)),
        busy=busy,
        avoid=life.avoid,
        travel_minutes=way,
        telehealth=life.telehealth or any(row.room_id is None for row in own),
        current=week_fit.Enrolled(tuple(str(row.pk) for row in own), {}),
    )
