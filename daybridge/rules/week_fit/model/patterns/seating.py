"""From the patterns that were chosen to a week on the board, with a room for each."""

from collections.abc import Iterable
from dataclasses import replace

from daybridge.rules.week_fit.instance import Arrangement, Individual
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.greedy import enroll_all
from daybridge.rules.week_fit.model.offices import Session, in_turn
from daybridge.rules.week_fit.model.patterns.offers import Pattern


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
    """A room for each session that finds one, and none by telehealth."""
    held = sorted(
        (held.start, (pattern.client.id, session.id), session)
        for pattern in patterns
        for session in pattern.client.individual
        if (held := pattern.given.individual.get(session.id)) is not None
    )
    rooms = in_turn(
        (start, session.minutes, key, _open_to(timetable, session, start))
        for start, key, session in held
    )
    online = {key: None for _, key, session in held if not session.rooms}
    return rooms | online


def _open_to(timetable: Board, session: Individual, start: int) -> list[str]:
    """The rooms that are large enough, and free at that time as the board stands."""
    span = timetable.slots.span(start, start + session.minutes)
    rooms = timetable.instance.rooms
    return [
        room
        for room in session.rooms
        if rooms[room].capacity >= session.people
        and not span & ~timetable.room_is_free(room)
    ]


def _with_rooms(pattern: Pattern, rooms: dict[Session, str | None]) -> Given | None:
    individual: dict[str, Arrangement] = {}
    for id, held in pattern.given.individual.items():
        if (pattern.client.id, id) not in rooms:
            return None
        individual[id] = replace(held, room=rooms[pattern.client.id, id])
    return Given(pattern.given.offerings, individual)
