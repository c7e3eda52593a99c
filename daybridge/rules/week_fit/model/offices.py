"""Rooms that are alike and only for individual sessions, counted together.

With so many sessions at any moment as there are such rooms, going through the sessions
in order and taking any room that is free always works out (intervals on a line). That
saves a variable for each room and start. Where a room is part of what must not change
(placing a newcomer moves nobody), rooms are named one by one instead.
"""

from collections import defaultdict
from collections.abc import Iterable

from daybridge.rules.week_fit.instance import Arrangement, Individual, Instance, Mode
from daybridge.rules.week_fit.model.board import Board, Given

Session = tuple[str, str]  # a client and one of their individual sessions
Wanted = tuple[int, int, Session, list[str]]  # start, minutes, whose, in which rooms


class Offices:
    """The rooms that can be counted together; perhaps none."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.rooms = _alike(board.instance)

    def serve(self, session: Individual) -> bool:
        """Whether a session may be in any of them, and nowhere else."""
        return bool(self.rooms) and self.rooms == set(session.rooms)

    def free_at(self, moment: int) -> int:
        """How many of them are free at a moment, as the board stands."""
        bit = self.board.slots.span(moment, moment + 1)
        step = self.board.slots.minutes
        return sum(
            bool(self.board.room_starts(room, step) & bit) for room in self.rooms
        )

    def starts(self) -> set[int]:
        """When sessions that stand on the board begin in them."""
        return {
            held.start
            for client, given in self.board.weeks.items()
            for _, _, held in self._inside(client, given)
        }

    def shared_out(self, weeks: dict[str, Given]) -> dict[str, Given]:
        """The weeks with a room for each session in these offices."""
        in_any = sorted(self.rooms)
        rooms = in_turn(
            sorted(
                (held.start, minutes, (client, id), in_any)
                for client, given in weeks.items()
                for id, minutes, held in self._inside(client, given)
            )
        )
        return {
            client: Given(
                given.offerings,
                {
                    id: Arrangement(
                        held.start, held.leader, rooms.get((client, id), held.room)
                    )
                    for id, held in given.individual.items()
                },
            )
            for client, given in weeks.items()
        }

    def _inside(self, client: str, given: Given) -> list[tuple[str, int, Arrangement]]:
        return [
            (session.id, session.minutes, given.individual[session.id])
            for session in self.board.instance.clients[client].individual
            if session.id in given.individual and self.serve(session)
        ]


def in_turn(wanted: Iterable[Wanted]) -> dict[Session, str]:
    """A room for each session that finds one left; the earliest come first.

    Each comes with the rooms that are open to it, those to be taken first in front.
    """
    free_from: dict[str, int] = defaultdict(int)
    found: dict[Session, str] = {}
    for start, minutes, session, rooms in wanted:
        room = next((room for room in rooms if free_from[room] <= start), None)
        if room is not None:
            free_from[room] = start + minutes
            found[session] = room
    return found


def _alike(instance: Instance) -> set[str]:
    """The rooms that every individual session in a room may use, if they are alike."""
    if instance.mode is Mode.PLACE:
        return set()
    sessions = [s for client in instance.clients.values() for s in client.individual]
    wanted = [set(session.rooms) for session in sessions if session.rooms]
    if not wanted or any(rooms != wanted[0] for rooms in wanted):
        return set()
    rooms = [instance.rooms[id] for id in wanted[0]]
    of_groups = {id for o in instance.offerings.values() for id in o.rooms}
    of_groups |= {
        o.fixed.room for o in instance.offerings.values() if o.fixed and o.fixed.room
    }
    people = max(session.people for session in sessions)
    is_alike = (
        not of_groups & wanted[0]
        and all(room.open == rooms[0].open for room in rooms)
        and all(room.capacity >= people for room in rooms)
    )
    return wanted[0] if is_alike else set()
