"""The sessions that somebody could attend in a week as it stands."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import (
    Arrangement,
    Client,
    Individual,
    Modality,
    Offering,
)
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.slots import Slots

QUARTER = 15  # minutes, in which discomfort is counted


@dataclass(frozen=True, slots=True)
class Option:
    """One session that fits into somebody's life, and what it costs them."""

    id: str
    is_individual: bool
    held: Arrangement
    minutes: int
    modality: Modality
    series: str | None
    changes: int  # against today; what stays as it is counts -1
    discomfort: int

    @property
    def start(self) -> int:
        return self.held.start

    @property
    def end(self) -> int:
        return self.held.start + self.minutes

    @property
    def day(self) -> int:
        return self.held.start // DAY


class Life:
    """When somebody is free, as slots; the way there and back is part of being busy."""

    def __init__(self, client: Client, slots: Slots) -> None:
        self.client = client
        self.slots = slots
        busy = slots.windows(client.busy)
        self._free_online = slots.all & ~busy
        self._starts: dict[tuple[int, bool], int] = {}
        self._discomfort: dict[tuple[int, int], int] = {}
        self._free_on_site = slots.all & ~slots.widened(busy, client.travel_minutes)

    def starts(self, minutes: int, *, on_site: bool) -> int:
        """Where a session of so many minutes could begin for them."""
        if not on_site and not self.client.telehealth:
            return 0
        key = (minutes, on_site)
        if key not in self._starts:
            free = self._free_on_site if on_site else self._free_online
            self._starts[key] = self.slots.starts(free, minutes)
        return self._starts[key]

    def can_attend(self, offering: Offering, held: Arrangement) -> bool:
        """Whether tags, telehealth and a busy life allow it."""
        if not offering.requires <= self.client.tags:
            return False
        starts = self.starts(offering.minutes, on_site=held.room is not None)
        return bool(starts & self.slots.span(held.start, held.start + 1))

    def discomfort(self, start: int, minutes: int) -> int:
        """What somebody would rather keep free and a session takes."""
        key = (start, minutes)
        if key not in self._discomfort:
            self._discomfort[key] = self._avoided(start, start + minutes)
        return self._discomfort[key]

    def _avoided(self, start: int, end: int) -> int:
        total = 0
        for avoid in self.client.avoid:
            met = min(end, avoid.window.end) - max(start, avoid.window.start)
            if met > 0:
                total += avoid.cost_per_15 * -(-met // QUARTER)
        return total


def group_options(board: Board, life: Life) -> list[Option]:
    """The offerings that run, have a seat left and fit; a series as a whole."""
    fitting = [
        group_option(life, offering, held)
        for id, held in board.runs.items()
        for offering in [board.instance.offerings[id]]
        if board.seats_left(offering) > 0 and life.can_attend(offering, held)
    ]
    whole = _whole_series(board, fitting)
    return [each for each in fitting if each.series is None or each.series in whole]


def _whole_series(board: Board, options: list[Option]) -> set[str]:
    """The series of which every session fits, each on a day of its own."""
    days: dict[str, list[int]] = defaultdict(list)
    for option in options:
        if option.series is not None:
            days[option.series].append(option.day)
    return {
        name
        for name, found in days.items()
        if len(set(found)) == len(board.instance.series[name])
    }


def group_option(life: Life, offering: Offering, held: Arrangement) -> Option:
    """An offering as it is held, as a part of somebody's week."""
    return Option(
        id=offering.id,
        is_individual=False,
        held=held,
        minutes=offering.minutes,
        modality=offering.modality,
        series=offering.series,
        changes=_joining(life.client, offering, held),
        discomfort=life.discomfort(held.start, offering.minutes),
    )


def _joining(client: Client, offering: Offering, held: Arrangement) -> int:
    if client.current is None:
        return 0
    if offering.id not in client.current.offerings:
        return 1
    has_moved = offering.current is not None and offering.current.start != held.start
    return 0 if has_moved else -1


def individual_options(board: Board, life: Life) -> list[Option]:
    """Every start and leader for each individual session, each with a room."""
    return [
        option
        for session in life.client.individual
        for option in _of_session(board, life, session)
    ]


def starts_by_leader(board: Board, life: Life, session: Individual) -> dict[str, int]:
    """The slots at which each leader could begin an individual session."""
    possible = _possible(board, life, session, _rooms(board, session))
    return {id: _led(board, session, id, possible) for id in session.leaders}


def rooms_for(
    board: Board, life: Life, session: Individual, start: int, leader: str
) -> list[str | None]:
    """Where an individual session could be then with this leader; none: nowhere."""
    bit = board.slots.span(start, start + 1)
    rooms = _rooms(board, session)
    possible = _possible(board, life, session, rooms)
    if leader not in session.leaders or not bit & _led(
        board, session, leader, possible
    ):
        return []
    return [room for room, free in rooms if free & bit] if session.rooms else [None]


def _of_session(board: Board, life: Life, session: Individual) -> Iterator[Option]:
    rooms = _rooms(board, session)
    possible = _possible(board, life, session, rooms)
    for id in session.leaders:
        for start in board.slots.minutes_of(_led(board, session, id, possible)):
            bit = board.slots.span(start, start + 1)
            room = next((room for room, free in rooms if free & bit), None)
            yield individual_option(life, session, Arrangement(start, id, room))


def _rooms(board: Board, session: Individual) -> list[tuple[str, int]]:
    """The rooms that are large enough, and where a session could begin in each."""
    return [
        (room, board.room_starts(room, session.minutes))
        for room in session.rooms
        if board.instance.rooms[room].capacity >= session.people
    ]


def _possible(
    board: Board, life: Life, session: Individual, rooms: list[tuple[str, int]]
) -> int:
    """Where it could begin for the client, for the family and in some room."""
    possible = life.starts(session.minutes, on_site=bool(session.rooms))
    if session.rooms:
        possible &= _any([starts for _, starts in rooms])
    if session.with_windows is not None:
        windows = board.slots.windows(session.with_windows)
        possible &= board.slots.starts(windows, session.minutes)
    return possible


def _led(board: Board, session: Individual, id: str, possible: int) -> int:
    """Where one leader could begin it."""
    leader = board.instance.staff[id]
    if session.modality not in leader.can_lead:
        return 0
    return possible & board.leader_starts(leader, session.minutes)


def _any(masks: list[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def individual_option(life: Life, session: Individual, held: Arrangement) -> Option:
    """An individual session as it is held, as a part of somebody's week."""
    changes, current = 0, life.client.current
    if current is not None and session.id in current.individual:
        today = current.individual[session.id]
        changes = -((today.start, today.leader) == (held.start, held.leader))
    return Option(
        id=session.id,
        is_individual=True,
        held=held,
        minutes=session.minutes,
        modality=session.modality,
        series=None,
        changes=changes,
        discomfort=life.discomfort(held.start, session.minutes),
    )
