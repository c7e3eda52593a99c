"""What is opened or closed as one: an offering, or all offerings of a series."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Arrangement, Instance, Offering
from daybridge.rules.week_fit.model.board import Board

Placing = tuple[tuple[str, Arrangement], ...]  # each offering with how it is held


@dataclass(frozen=True)
class Unit:
    """Offerings that run together or not at all."""

    offerings: tuple[Offering, ...]

    @property
    def id(self) -> str:
        return self.offerings[0].id

    @cached_property
    def is_fixed(self) -> bool:
        return any(each.fixed for each in self.offerings)

    @cached_property
    def must_run(self) -> bool:
        return self.is_fixed or any(each.opened for each in self.offerings)


def units_of(instance: Instance) -> list[Unit]:
    """Every unit, in the order of the document."""
    found, seen = [], set()
    for offering in instance.offerings.values():
        if offering.series is None:
            found.append(Unit((offering,)))
        elif offering.series not in seen:
            seen.add(offering.series)
            found.append(Unit(instance.series[offering.series]))
    return found


def placings(board: Board, unit: Unit, *, days_once: bool = False) -> Iterator[Placing]:
    """Every way to hold a unit on the board, with the first room that is free.

    Which of several free rooms it is makes no difference to anyone but the search:
    the smallest that holds the group comes first, so that large rooms stay free. With
    `days_once` offerings that are alike have each set of days in one order only, which
    is the first of its orders; four of them on seven days have 24 of each.
    """
    for leader in dict.fromkeys(
        id for each in unit.offerings for id in leaders_of(each)
    ):
        starts = [_starts(board, offering, leader) for offering in unit.offerings]
        if len(unit.offerings) == 1:
            yield from (((unit.id, held),) for held in starts[0])
            continue
        times = {held.start % DAY for held in starts[0]}
        for time in sorted(times):
            at_time = [[h for h in held if h.start % DAY == time] for held in starts]
            follows = [
                days_once and _are_alike(unit, at_time, n) for n in range(len(at_time))
            ]
            yield from _on_different_days(unit, at_time, follows)


def starts_of(offering: Offering) -> tuple[int, ...]:
    """When it may begin."""
    return (offering.fixed.start,) if offering.fixed else offering.starts


def leaders_of(offering: Offering) -> tuple[str, ...]:
    """Who may lead it."""
    return (offering.fixed.leader,) if offering.fixed else offering.leaders


def _starts(board: Board, offering: Offering, leader: str) -> list[Arrangement]:
    """Every start with this leader, in a room that is free then."""
    person = board.instance.staff[leader]
    if offering.modality not in person.can_lead or leader not in leaders_of(offering):
        return []
    free = board.leader_starts(person, offering.minutes)
    found = []
    rooms = [
        (room, board.room_starts(room, offering.minutes))
        for room in rooms_of(board, offering)
    ]
    for start in starts_of(offering):
        bit = board.slots.span(start, start + 1)
        if not free & bit:
            continue
        if not offering.rooms:
            found.append(Arrangement(start, leader, None))
        elif room := next((room for room, open in rooms if open & bit), None):
            found.append(Arrangement(start, leader, room))
    return found


def rooms_of(board: Board, offering: Offering) -> list[str]:
    """The rooms it may be in, those first that hold it and little more."""
    if offering.fixed:
        return [] if offering.fixed.room is None else [offering.fixed.room]
    capacity = {room: board.instance.rooms[room].capacity for room in offering.rooms}
    return sorted(
        offering.rooms,
        key=lambda room: (
            capacity[room] <= offering.capacity,
            abs(capacity[room] - offering.capacity - 1),
        ),
    )


def _are_alike(unit: Unit, choices: list[list[Arrangement]], nth: int) -> bool:
    """Whether an offering and the one before it could change places unnoticed."""
    if nth == 0 or choices[nth] != choices[nth - 1]:
        return False
    here, before = unit.offerings[nth], unit.offerings[nth - 1]
    return (here.minutes, here.requires) == (before.minutes, before.requires)


def _on_different_days(
    unit: Unit,
    choices: list[list[Arrangement]],
    follows: list[bool],
    nth: int = 0,
    begin: int = 0,
    taken: frozenset[int] = frozenset(),
) -> Iterator[Placing]:
    """One arrangement for each offering of a series, no two on a day.

    Who follows another has a later choice than it, and `begin` is the first of them.
    """
    if nth == len(choices):
        yield ()
        return
    for place, held in enumerate(choices[nth]):
        day = held.start // DAY
        if day in taken or (follows[nth] and place < begin):
            continue
        for rest in _on_different_days(
            unit, choices, follows, nth + 1, place + 1, taken | {day}
        ):
            yield ((unit.offerings[nth].id, held), *rest)
