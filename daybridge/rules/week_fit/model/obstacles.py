"""What stands against a session in somebody's week, named so that a person can act."""

from collections.abc import Iterator
from dataclasses import dataclass

from daybridge.rules.week_fit.clock import WEEK, Window, say_end, say_time
from daybridge.rules.week_fit.instance import Arrangement, Client, Individual, Offering
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.options import Life, Option
from daybridge.rules.week_fit.model.units import leaders_of, rooms_of, starts_of
from daybridge.rules.week_fit.plan import Code, Reason
from daybridge.rules.wording import listed

Against = frozenset["Obstacle"]
NOTHING: Against = frozenset()

TEXTS = {
    Code.DOSE: "No choice of what could ever run meets the dose.",
    Code.NO_TIME: "{} would have to be free.",
    Code.TRAVEL: "There would have to be no way to travel, or a shorter one.",
    Code.TAG: "The tag {} would be needed.",
    Code.FULL: "{} would need one more place.",
    Code.NO_LEADER: "{} would need a leader who has time.",
    Code.NO_ROOM: "{} would need a room that is free.",
    Code.GAP: "Longer idle time between two sessions of a day would be needed.",
    Code.SERIES: "The series {} would have to be attended in part.",
    Code.OPEN_MORE: "{} would have to run.",
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that would have to be otherwise."""

    code: Code
    ids: tuple[str, ...]
    people: int = 0  # whom a group that does not run would need at least

    @property
    def reason(self) -> Reason:
        """The same in words."""
        text = TEXTS[self.code].format(listed(self.ids))
        if self.people > 1:
            text = f"{text[:-1]}, with {self.people} people at least."
        return Reason(self.code, text, self.ids)


class Obstacles:
    """What stands against sessions on a board."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._lives: list[Life] = []

    def of_running(self, offering: Offering) -> Against:
        """A place, when all are taken."""
        if self.board.seats_left(offering) > 0:
            return NOTHING
        return _one(Code.FULL, offering.id)

    def of_closed(
        self, offering: Offering, client: Client
    ) -> list[tuple[Arrangement, Against]]:
        """Every start of an offering that does not run, at which enough could come.

        It is no advice to open a group for which there are too few people with time,
        tags and minutes left in their dose, whoever else would have to change.
        """
        siblings = self.board.instance.series.get(offering.series or "", (offering,))
        ids = tuple(each.id for each in siblings)
        least = max(each.min_clients for each in siblings)
        opened = frozenset({Obstacle(Code.OPEN_MORE, ids, least)})
        leading, inside = self._leading(offering), self._inside(offering)
        room = next(iter(rooms_of(self.board, offering)), None)
        found = []
        for start in starts_of(offering):
            if not self._enough_could_come(offering, start, client):
                continue
            against = opened | self._missing(offering.id, start, leading, inside)
            found.append((Arrangement(start, "", room), against))
        return found

    def of_tags(self, client: Client, offering: Offering) -> Against:
        return frozenset(
            Obstacle(Code.TAG, (tag,)) for tag in offering.requires - client.tags
        )

    def of_starts(self, session: Individual) -> Iterator[tuple[int, Against]]:
        """Every start of an individual session at which the family could come."""
        slots, minutes = self.board.slots, session.minutes
        possible = slots.starts(slots.all, minutes)
        if session.with_windows is not None:
            possible = slots.starts(slots.windows(session.with_windows), minutes)
        leading = 0
        for id in session.leaders:
            leader = self.board.instance.staff[id]
            if session.modality in leader.can_lead:
                leading |= self.board.leader_starts(leader, minutes)
        inside = 0 if session.rooms else slots.all
        for room in session.rooms:
            if self.board.instance.rooms[room].capacity >= session.people:
                inside |= self.board.room_starts(room, minutes)
        for start in slots.minutes_of(possible):
            yield start, self._missing(session.id, start, leading, inside)

    def of_life(self, client: Client, option: Option) -> list[Against]:
        """Busy windows that a session meets; of its way, either they or the way."""
        met = _windows(client, option.start, option.end)
        if option.held.room is None or not client.travel_minutes:
            return [met]
        travel = client.travel_minutes
        on_way = _windows(client, option.start - travel, option.end + travel)
        if on_way == met:
            return [met]
        return [on_way, met | _one(Code.TRAVEL)]

    def _enough_could_come(
        self, offering: Offering, start: int, client: Client
    ) -> bool:
        """Whether there are people enough for it then, this client among them."""
        others = offering.min_clients - 1
        if others <= 0:
            return True
        held = Arrangement(start, "", next(iter(offering.rooms), None))
        if not self._lives:
            clients, slots = self.board.instance.clients, self.board.slots
            self._lives = [Life(each, slots) for each in clients.values()]
        could = sum(
            life.client.id != client.id
            and offering.minutes <= (life.client.dose.minutes.most or WEEK)
            and life.can_attend(offering, held)
            for life in self._lives
        )
        return could >= others

    def _leading(self, offering: Offering) -> int:
        found = 0
        for id in leaders_of(offering):
            leader = self.board.instance.staff[id]
            if offering.modality in leader.can_lead:
                found |= self.board.leader_starts(leader, offering.minutes)
        return found

    def _inside(self, offering: Offering) -> int:
        found = 0 if offering.rooms else self.board.slots.all
        for room in rooms_of(self.board, offering):
            found |= self.board.room_starts(room, offering.minutes)
        return found

    def _missing(self, id: str, start: int, leading: int, inside: int) -> Against:
        """The leader or the room that a session would need then."""
        bit = self.board.slots.span(start, start + 1)
        leader = NOTHING if leading & bit else _one(Code.NO_LEADER, id)
        room = NOTHING if inside & bit else _one(Code.NO_ROOM, id)
        return leader | room


def _one(code: Code, *ids: str) -> Against:
    return frozenset({Obstacle(code, ids)})


def _windows(client: Client, start: int, end: int) -> Against:
    """The busy windows that meet a time, which may reach around the week."""
    return frozenset(
        Obstacle(Code.NO_TIME, (_named(window),))
        for window in client.busy
        if any(
            window.start < end + shift and start + shift < window.end
            for shift in (-WEEK, 0, WEEK)
        )
    )


def _named(window: Window) -> str:
    return f"{say_time(window.start)}–{say_end(window.end)[4:]}"
