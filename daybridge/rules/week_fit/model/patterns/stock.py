"""What there is of everything that is scarce, and what of it each session takes.

Things are counted: seats of each offering, each slot of a leader (who changes over
after a session), contact minutes of a leader in a day and in the week, and for each
list of rooms how many of them are free in each slot. A session in one of a few rooms
counts against every longer list that holds these as well. What is counted so is
enough wherever the rooms of a list are open together, and never too strict.
"""

from collections.abc import Callable, Iterator
from functools import partial

from daybridge.rules.week_fit.instance import Client, Individual
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.options import Option

Thing = tuple[str, str | frozenset[str], int]  # kind, whose, and which slot or day
Takes = tuple[tuple[int, int], ...]  # thing by number, and how much of it
WEEK = -1  # in the place of a slot or a day


class Stock:
    """Everything scarce by number, as far as any session has asked for it."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.amounts: list[int] = []
        self._numbers: dict[Thing, int] = {}
        self._lists = {
            frozenset(session.rooms)
            for client in board.instance.clients.values()
            for session in client.individual
            if session.rooms
        }

    def taken_by(self, client: Client, option: Option) -> Takes:
        """What a session takes when a client attends it."""
        if not option.is_individual:
            return ((self._seats(option.id), 1),)
        session = next(each for each in client.individual if each.id == option.id)
        return (*self._of_leader(option), *self._of_rooms(session, option))

    def _seats(self, id: str) -> int:
        offering = self.board.instance.offerings[id]
        return self._number(
            ("seats", id, WEEK), lambda: self.board.seats_left(offering)
        )

    def _of_leader(self, option: Option) -> Iterator[tuple[int, int]]:
        leader = self.board.instance.staff[option.held.leader]
        for slot in self._slots(option.start, option.end + leader.changeover_minutes):
            yield self._number(("leader", leader.id, slot), lambda: 1), 1
        if leader.max_day_minutes is not None:
            yield self._contact(leader.id, option.day, leader.max_day_minutes, option)
        if leader.max_week_minutes is not None:
            yield self._contact(leader.id, WEEK, leader.max_week_minutes, option)

    def _contact(
        self, leader: str, day: int, limit: int, option: Option
    ) -> tuple[int, int]:
        led = self.board.minutes_led(leader, None if day == WEEK else day)
        return self._number(
            ("contact", leader, day), lambda: limit - led
        ), option.minutes

    def _of_rooms(
        self, session: Individual, option: Option
    ) -> Iterator[tuple[int, int]]:
        wanted = frozenset(session.rooms)
        for rooms in self._lists:
            if wanted and wanted <= rooms:
                for slot in self._slots(option.start, option.end):
                    free = partial(self._free, rooms, slot)
                    yield self._number(("rooms", rooms, slot), free), 1

    def _free(self, rooms: frozenset[str], slot: int) -> int:
        return sum(self.board.room_is_free(room) >> slot & 1 for room in rooms)

    def _slots(self, start: int, end: int) -> Iterator[int]:
        slots = self.board.slots
        for slot in range(start // slots.minutes, end // slots.minutes):
            yield slot % slots.count

    def _number(self, thing: Thing, amount: Callable[[], int]) -> int:
        """Its number; how much there is of it is asked once."""
        if thing not in self._numbers:
            self._numbers[thing] = len(self.amounts)
            self.amounts.append(amount())
        return self._numbers[thing]
