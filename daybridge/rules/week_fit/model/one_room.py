"""Groups that meet several times a week stay in one room, where the week has one.

The contract lets each meeting of a series have a room of its own, and a search takes
any that is free. People who come three evenings a week should find their group behind
the same door, so the rooms of a week that was found are dealt out once more: times,
leaders and who attends stay as they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from daybridge.rules.week_fit.instance import Arrangement, Instance
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.outcome import (
    is_held_otherwise,
    levels_of,
    values,
)
from daybridge.rules.week_fit.model.standing import as_planned
from daybridge.rules.week_fit.model.units import Unit, units_of
from daybridge.rules.week_fit.plan import ANSWERED, Plan, Status

LOOKS = 20_000  # ways tried, after which the best so far is taken
Cost = tuple[int, int]  # groups in several rooms, then meetings elsewhere than today
Runs = Mapping[str, Arrangement]


def in_one_room(instance: Instance, plan: Plan) -> Plan:
    """The plan with as few groups in several rooms as can be, and few rooms changed.

    It serves the same people at the same times. What it changes may cost changes
    against today's week; then it is no longer called the best at every level.
    """
    if plan.status not in ANSWERED:
        return plan
    board = as_planned(instance, plan)
    runs = _Deal(board).best()
    if runs == board.runs:
        return plan
    reached = values(board.copy(runs))
    is_as_good = reached == tuple(level.value for level in plan.levels)
    return replace(
        plan,
        status=plan.status if is_as_good else Status.FEASIBLE,
        levels=levels_of(reached, [level.bound for level in plan.levels]),
        offerings={
            id: replace(held, arrangement=runs.get(id))
            for id, held in plan.offerings.items()
        },
    )


def _individual_sessions(board: Board) -> Board:
    """A week of nothing else, which stay in their rooms."""
    alone = Board(board.instance)
    for client, given in board.weeks.items():
        alone.give(client, replace(given, offerings=frozenset()))
    return alone


@dataclass(frozen=True, slots=True)
class _Way:
    """A room for each meeting of a unit, and the time that takes of each."""

    runs: Runs
    cost: Cost
    takes: Mapping[str, int]  # by room, slots


class _Deal:
    """A search through the rooms of all that runs; who has no choice comes first."""

    def __init__(self, board: Board) -> None:
        self.board, self.looks = board, 0
        alone = _individual_sessions(board)
        self.free = {id: alone.room_is_free(id) for id in board.instance.rooms}
        running = [unit for unit in units_of(board.instance) if unit.id in board.runs]
        self.ways = sorted(map(self._ways, running), key=len)
        self.rest = self._least_of_the_rest()
        self.best_runs: Runs = dict(board.runs)
        self.best_cost = _total(self._as_it_is(unit).cost for unit in running)

    def best(self) -> Runs:
        """How each offering is held in the best week that was found."""
        self._look(0, {}, (0, 0))
        return self.best_runs

    def _look(self, nth: int, runs: Runs, cost: Cost) -> None:
        if self.looks > LOOKS or _total([cost, self.rest[nth]]) >= self.best_cost:
            return
        if nth == len(self.ways):
            self.best_runs, self.best_cost = runs, cost
            return
        for way in self.ways[nth]:
            self.looks += 1
            if all(
                self.free[room] & slots == slots for room, slots in way.takes.items()
            ):
                self._take(way)
                self._look(nth + 1, {**runs, **way.runs}, _total([cost, way.cost]))
                self._take(way)

    def _take(self, way: _Way) -> None:
        """Take the time of the rooms, or give it back."""
        for room, slots in way.takes.items():
            self.free[room] ^= slots

    def _ways(self, unit: Unit) -> Sequence[_Way]:
        ways = [self._as_it_is(unit)]
        if not unit.is_fixed:
            ways += self._each_in_one(unit)
        return sorted(ways, key=lambda way: way.cost)

    def _as_it_is(self, unit: Unit) -> _Way:
        runs = self.board.runs
        return self._way(unit, {each.id: runs[each.id] for each in unit.offerings})

    def _each_in_one(self, unit: Unit) -> Iterator[_Way]:
        runs = {each.id: self.board.runs[each.id] for each in unit.offerings}
        common = set.intersection(*(set(each.rooms) for each in unit.offerings))
        people = max(len(self.board.rosters[id]) for id in runs)
        for room in sorted(common):
            held = {id: replace(run, room=room) for id, run in runs.items()}
            if held != runs and people < self.board.instance.rooms[room].capacity:
                yield self._way(unit, held)

    def _way(self, unit: Unit, runs: Runs) -> _Way:
        takes: dict[str, int] = {}
        for offering in unit.offerings:
            run = runs[offering.id]
            if run.room is not None:
                end = run.start + offering.minutes
                slots = self.board.slots.span(run.start, end)
                takes[run.room] = takes.get(run.room, 0) | slots
        elsewhere = sum(
            is_held_otherwise(each, runs[each.id]) for each in unit.offerings
        )
        is_split = len({run.room for run in runs.values()}) > 1
        return _Way(runs, (int(is_split), elsewhere), takes)

    def _least_of_the_rest(self) -> list[Cost]:
        """From each unit on, what the rest costs at least."""
        rest: list[Cost] = [(0, 0)]
        for ways in reversed(self.ways):
            rest.append(_total([rest[-1], ways[0].cost]))
        return rest[::-1]


def _total(costs: Iterable[Cost]) -> Cost:
    splits, changes = 0, 0
    for split, change in costs:
        splits, changes = splits + split, changes + change
    return splits, changes
