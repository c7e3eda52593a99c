"""The part of a pooled week that decides which groups run, when and by whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from daybridge.rules.week_fit.instance import Offering
from daybridge.rules.week_fit.model.board import NOTHING, Board
from daybridge.rules.week_fit.model.pooled.kinds import Pool, kinds
from daybridge.rules.week_fit.model.pooled.shared import PooledTime, RoomClass
from daybridge.rules.week_fit.model.program import Program, plus, times, total
from daybridge.rules.week_fit.model.shared_rows import one_time_of_day
from daybridge.rules.week_fit.model.units import (
    Unit,
    leaders_of,
    rooms_of,
    starts_of,
    units_of,
)

Run = tuple[int, str, RoomClass]  # start, leader, one of these rooms (none: telehealth)


class PooledTimetable:
    """Every offering at each start with each leader, and the places that makes."""

    def __init__(self, program: Program, board: Board, time: PooledTime) -> None:
        self.program = program
        self.board = board
        self.time = time
        self.units = units_of(board.instance)
        self.opens: dict[str, int] = {}
        self.leads: dict[str, dict[tuple[int, str], int]] = {}
        self.rooms: dict[str, dict[tuple[int, RoomClass], dict[int, int]]] = {}
        self.pools: dict[Pool, list[Offering]] = defaultdict(list)
        self._classes = _room_classes(board)
        self._kind = kinds(board)
        for unit in self.units:
            self._open(unit)

    def open_costs(self) -> dict[int, int]:
        return {
            self.opens[unit.id]: sum(each.open_cost for each in unit.offerings)
            for unit in self.units
        }

    def begins(self, offering: str, start: int) -> dict[int, int]:
        """1 when it begins then."""
        return total(
            v for (each, _), v in self.leads[offering].items() if each == start
        )

    def running_in(self, pool: Pool) -> dict[int, int]:
        """How many groups of a kind begin then."""
        return plus(*(self.begins(each.id, pool.start) for each in self.pools[pool]))

    def seat(self, attending: Mapping[Pool, Sequence[int]]) -> None:
        """No more than places, and enough in those groups that may close."""
        closable = {e.id for u in self.units if not u.must_run for e in u.offerings}
        for pool, offerings in self.pools.items():
            coming = total(attending.get(pool, ()))
            seats = plus(*(self._seats(each, pool.start) for each in offerings))
            self.program.at_most(plus(coming, times(-1, seats)), 0)
            needed = plus(
                *(
                    times(each.min_clients, self.begins(each.id, pool.start))
                    for each in offerings
                    if each.id in closable
                )
            )
            self.program.at_least(plus(coming, times(-1, needed)), 0)

    def decoded(self, values: Sequence[int]) -> dict[str, Run]:
        """How each offering that runs is held."""
        found: dict[str, Run] = {}
        for id, ways in self.leads.items():
            for (start, leader), variable in ways.items():
                if values[variable]:
                    found[id] = (start, leader, self._room_at(id, start, values))
        return found

    def encoded(self, board: Board) -> dict[int, int]:
        """The variables as a board has them."""
        found = {
            variable: int(unit in board.runs) for unit, variable in self.opens.items()
        }
        for id, ways in self.leads.items():
            held = board.runs.get(id)
            for way, variable in ways.items():
                found[variable] = int(
                    held is not None and (held.start, held.leader) == way
                )
        return found

    def joined(self, board: Board, client: str) -> set[Pool]:
        """The pools in which somebody has a place on a board."""
        given = board.weeks.get(client, NOTHING)
        offerings = self.board.instance.offerings
        return {
            Pool(self._kind(offerings[id]), board.runs[id].start)
            for id in given.offerings
        }

    def _room_at(self, offering: str, start: int, values: Sequence[int]) -> RoomClass:
        return next(
            (
                rooms
                for (each, rooms), inside in self.rooms[offering].items()
                if each == start and any(values[variable] for variable in inside)
            ),
            (),
        )

    def _open(self, unit: Unit) -> None:
        opened = self.opens[unit.id] = self.program.binary()
        if unit.must_run:
            self.program.fix(opened, 1)
        for offering in unit.offerings:
            self._lead(offering)
            self._hold(offering)
            runs = total(self.leads[offering.id].values())
            self.program.equal(plus(runs, {opened: -1}), 0)
        if len(unit.offerings) > 1:
            leads = [self.leads[offering.id] for offering in unit.offerings]
            one_time_of_day(self.program, leads)

    def _lead(self, offering: Offering) -> None:
        """A variable for each start and leader."""
        ways = self.leads[offering.id] = {}
        in_rooms = self._starts_in_rooms(offering)
        for id in leaders_of(offering):
            leader = self.board.instance.staff[id]
            if offering.modality not in leader.can_lead:
                continue
            free = self.board.leader_starts(leader, offering.minutes) & in_rooms
            for start in starts_of(offering):
                if free & self.board.slots.span(start, start + 1):
                    variable = ways[start, id] = self.program.binary()
                    self.time.lead(id, start, offering.minutes, variable)
        for start in sorted({start for start, _ in ways}):
            self.pools[Pool(self._kind(offering), start)].append(offering)

    def _starts_in_rooms(self, offering: Offering) -> int:
        rooms = rooms_of(self.board, offering)
        if not rooms:
            return self.board.slots.all
        found = 0
        for room in rooms:
            found |= self.board.room_starts(room, offering.minutes)
        return found

    def _hold(self, offering: Offering) -> None:
        """Which class of rooms it takes; where there is one class, nothing is asked."""
        inside = self.rooms[offering.id] = {}
        classes = sorted({self._classes[r] for r in rooms_of(self.board, offering)})
        for start in sorted({start for start, _ in self.leads[offering.id]}):
            begins = self.begins(offering.id, start)
            open_then = [c for c in classes if self._is_open(c, offering, start)]
            for rooms in open_then:
                terms = begins if len(open_then) == 1 else {self.program.binary(): 1}
                inside[start, rooms] = terms
                for variable in terms:
                    self.time.hold(rooms, start, offering.minutes, variable)
            if len(open_then) > 1:
                chosen = plus(*(inside[start, rooms] for rooms in open_then))
                self.program.equal(plus(chosen, times(-1, begins)), 0)

    def _is_open(self, rooms: RoomClass, offering: Offering, start: int) -> bool:
        free = self.board.room_starts(rooms[0], offering.minutes)
        return bool(free & self.board.slots.span(start, start + 1))

    def _seats(self, offering: Offering, start: int) -> dict[int, int]:
        """Places at a start, in the room it takes then."""
        if not rooms_of(self.board, offering):
            return times(offering.capacity, self.begins(offering.id, start))
        return plus(
            *(
                times(min(offering.capacity, self._places(rooms)), inside)
                for (each, rooms), inside in self.rooms[offering.id].items()
                if each == start
            )
        )

    def _places(self, rooms: RoomClass) -> int:
        """Places for clients: the leader takes one."""
        return max(0, self.board.instance.rooms[rooms[0]].capacity - 1)


def _room_classes(board: Board) -> dict[str, RoomClass]:
    """Rooms that are alike in size and hours and may hold the same groups."""
    serving: dict[str, list[str]] = defaultdict(list)
    for offering in board.instance.offerings.values():
        for room in rooms_of(board, offering):
            serving[room].append(offering.id)
    alike: dict[object, list[str]] = defaultdict(list)
    for id, offerings in serving.items():
        held = board.instance.rooms[id]
        alike[held.capacity, held.open, tuple(offerings)].append(id)
    return {id: tuple(ids) for ids in alike.values() for id in ids}
