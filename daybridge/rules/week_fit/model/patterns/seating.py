"""From the patterns that were chosen to a week on the board, with a room for each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from daybridge.rules.week_fit.instance import Arrangement, Individual
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.greedy import enroll_all
from daybridge.rules.week_fit.model.patterns.offers import Pattern

Session = tuple[str, str]  # client and individual session


def seated(timetable: Board, chosen: Iterable[Pattern]) -> Board:
    """The timetable with these weeks; who finds no room gets the best of the rest."""
    board = timetable.copy()
    patterns = list(chosen)
    rooms = _rooms(timetable, patterns)
    for pattern in patterns:
        given = _with_rooms(pattern, rooms)
        if given is not None and (given.offerings or given.individual):
            board.give(pattern.client.id, given)
    enroll_all(board)
    return board


def _rooms(timetable: Board, patterns: Iterable[Pattern]) -> dict[Session, str | None]:
    """A room for each session, the earliest first, where one is left."""
    held = sorted(
        (held.start, pattern.client.id, session.id, session)
        for pattern in patterns
        for session in pattern.client.individual
        if (held := pattern.given.individual.get(session.id)) is not None
    )
    taken: dict[str, int] = defaultdict(int)
    found: dict[Session, str | None] = {}
    for start, client, id, session in held:
        if not session.rooms:
            found[client, id] = None
            continue
        span = timetable.slots.span(start, start + session.minutes)
        for room in _large_enough(timetable, session):
            if not span & ~timetable.room_is_free(room) and not span & taken[room]:
                taken[room] |= span
                found[client, id] = room
                break
    return found


def _large_enough(timetable: Board, session: Individual) -> list[str]:
    rooms = timetable.instance.rooms
    return [room for room in session.rooms if rooms[room].capacity >= session.people]


def _with_rooms(pattern: Pattern, rooms: dict[Session, str | None]) -> Given | None:
    individual: dict[str, Arrangement] = {}
    for id, held in pattern.given.individual.items():
        if (pattern.client.id, id) not in rooms:
            return None
        individual[id] = replace(held, room=rooms[pattern.client.id, id])
    return Given(pattern.given.offerings, individual)
