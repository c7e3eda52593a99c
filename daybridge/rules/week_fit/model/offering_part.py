"""The part of the program that decides which groups run, when, by whom and where."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from daybridge.rules.week_fit.instance import Arrangement, Offering
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.program import Program, plus, times, total
from daybridge.rules.week_fit.model.shared_rows import one_time_of_day
from daybridge.rules.week_fit.model.shared_time import SharedTime
from daybridge.rules.week_fit.model.units import Unit, leaders_of, rooms_of, starts_of


@dataclass
class Holding:
    """The variables of one offering: who leads from which start, and in which room."""

    offering: Offering
    leads: dict[tuple[int, str], int] = field(default_factory=dict)
    rooms: dict[tuple[int, str], int] = field(default_factory=dict)
    attending: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def begins(self, start: int) -> dict[int, int]:
        """1 when it begins then."""
        return total(v for (each, _), v in self.leads.items() if each == start)

    @property
    def starts(self) -> list[int]:
        return sorted({start for start, _ in self.leads})


class OfferingPart:
    """Every offering that is free, and the seats of all."""

    def __init__(
        self, program: Program, board: Board, time: SharedTime, units: Iterable[Unit]
    ) -> None:
        self.program = program
        self.board = board
        self.time = time
        self.opens: dict[str, int] = {}
        self.units = {unit.id: unit for unit in units}
        self.holdings: dict[str, Holding] = {}
        self.standing: dict[str, list[int]] = defaultdict(list)
        for unit in self.units.values():
            self._open(unit)

    def attend(self, offering: str, start: int, variable: int) -> None:
        """Somebody who attends an offering as it begins then."""
        if offering in self.holdings:
            self.holdings[offering].attending[start].append(variable)
            begins = self.holdings[offering].begins(start)
            self.program.at_most(plus({variable: 1}, times(-1, begins)), 0)
        else:
            self.standing[offering].append(variable)

    def seat(self) -> None:
        """The rows of seats, once everyone is known who may attend."""
        for unit in self.units.values():
            for offering in unit.offerings:
                holding = self.holdings[offering.id]
                self._seats(holding)
                if not unit.must_run:
                    coming = [v for each in holding.attending.values() for v in each]
                    needed = {self.opens[unit.id]: -offering.min_clients}
                    self.program.at_least(plus(total(coming), needed), 0)
        for id in self.board.runs:
            self._seats_as_it_stands(self.board.instance.offerings[id])

    def changes(self) -> tuple[dict[int, int], int]:
        """Offerings that run today with another leader or room."""
        changed = []
        for holding in self.holdings.values():
            today = holding.offering.current
            if today is None:
                continue
            is_other = self.program.binary()
            changed.append(is_other)
            others = [v for (_, id), v in holding.leads.items() if id != today.leader]
            self.program.implies(others, is_other)
            if not holding.rooms:
                moved = list(holding.leads.values()) if today.room else []
            else:
                moved = [v for (_, id), v in holding.rooms.items() if id != today.room]
            self.program.implies(moved, is_other)
        return total(changed), 0

    def open_costs(self) -> tuple[dict[int, int], int]:
        return {
            self.opens[unit.id]: sum(each.open_cost for each in unit.offerings)
            for unit in self.units.values()
        }, 0

    def decoded(self, values: Sequence[int]) -> dict[str, Arrangement]:
        """How each offering that runs is held."""
        found = {}
        for id, holding in self.holdings.items():
            for (start, leader), variable in holding.leads.items():
                if values[variable]:
                    room = next(
                        (r for (_, r), v in holding.rooms.items() if values[v]), None
                    )
                    found[id] = Arrangement(start, leader, room)
        return found

    def encoded(self, board: Board) -> dict[int, int]:
        """The variables as a board has them."""
        found = {
            variable: int(unit in board.runs) for unit, variable in self.opens.items()
        }
        for id, holding in self.holdings.items():
            held = board.runs.get(id)
            for (start, leader), variable in holding.leads.items():
                found[variable] = int(
                    held is not None and (held.start, held.leader) == (start, leader)
                )
            for (start, room), variable in holding.rooms.items():
                found[variable] = int(
                    held is not None and (held.start, held.room) == (start, room)
                )
        return found

    def _open(self, unit: Unit) -> None:
        opened = self.opens[unit.id] = self.program.binary()
        if unit.must_run:
            self.program.fix(opened, 1)
        for offering in unit.offerings:
            holding = self.holdings[offering.id] = self._holding(offering)
            runs = total(holding.leads.values())
            self.program.equal(plus(runs, {opened: -1}), 0)
        if len(unit.offerings) > 1:
            leads = [self.holdings[each.id].leads for each in unit.offerings]
            one_time_of_day(self.program, leads)

    def _holding(self, offering: Offering) -> Holding:
        """A variable for each leader, and each room, from each start."""
        holding, minutes = Holding(offering), offering.minutes
        starts = starts_of(offering)
        rooms = {
            r: self.board.room_starts(r, minutes)
            for r in rooms_of(self.board, offering)
        }
        for id in leaders_of(offering):
            leader = self.board.instance.staff[id]
            if offering.modality not in leader.can_lead:
                continue
            free = self.board.leader_starts(leader, minutes)
            for start in starts:
                if free & self._bit(start):
                    variable = holding.leads[start, id] = self.program.binary()
                    self.time.lead(id, start, minutes, variable)
        for room, free in rooms.items():
            for start in holding.starts:
                if free & self._bit(start):
                    variable = holding.rooms[start, room] = self.program.binary()
                    self.time.hold(room, start, minutes, variable)
        if offering.rooms:
            for start in holding.starts:
                inside = total(v for (s, _), v in holding.rooms.items() if s == start)
                self.program.equal(plus(holding.begins(start), times(-1, inside)), 0)
        return holding

    def _bit(self, start: int) -> int:
        return self.board.slots.span(start, start + 1)

    def _seats(self, holding: Holding) -> None:
        """No more than seats in the room it is in, at the start it has."""
        capacity = holding.offering.capacity
        for start in holding.starts:
            coming = total(holding.attending[start])
            if holding.offering.rooms:
                seats = {
                    variable: -min(capacity, self._places(room))
                    for (each, room), variable in holding.rooms.items()
                    if each == start
                }
            else:
                seats = times(-capacity, holding.begins(start))
            self.program.at_most(plus(coming, seats), 0)

    def _places(self, room: str) -> int:
        """Places for clients: the leader takes one."""
        return max(0, self.board.instance.rooms[room].capacity - 1)

    def _seats_as_it_stands(self, offering: Offering) -> None:
        coming = total(self.standing[offering.id])
        self.program.at_most(coming, self.board.seats_left(offering))
        siblings = self.board.instance.series.get(offering.series or "", (offering,))
        if not any(each.opened or each.fixed for each in siblings):
            missing = offering.min_clients - len(self.board.rosters[offering.id])
            self.program.at_least(coming, missing)
