"""Design a week: its groups in pools, then everyone's week in them.

The pooled week is small enough to be solved whole, and its bounds are proved. Its
groups are kept; who is in them, and at which hours individual sessions are, is decided
in whole weeks. What that loses is the difference between a level and its bound.
"""

from functools import partial
from typing import TYPE_CHECKING

from daybridge.rules.week_fit.instance import Arrangement, Instance
from daybridge.rules.week_fit.model.board import Board, with_runs
from daybridge.rules.week_fit.model.greedy import enroll_all, greedy
from daybridge.rules.week_fit.model.parts import parts_of
from daybridge.rules.week_fit.model.pooled.rooms import timetabled
from daybridge.rules.week_fit.model.pooled.week import PooledWeek
from daybridge.rules.week_fit.model.program import Objective, Program
from daybridge.week_solver.answer import Answer, Proof
from daybridge.week_solver.apart import asked_apart
from daybridge.week_solver.patience import Patience
from daybridge.week_solver.whole_weeks import in_whole_weeks

if TYPE_CHECKING:
    from daybridge.week_solver.engine import Search

SHARE = 0.55  # of the time that is left, for a question to the pools
MOST_AT_ONCE = 400  # clients in one pooled week; more are laid out in parts
FOR_A_BOUND = 0.1  # of the time that is left, at most, for a bound of fractions
IN_PARTS = 0.5  # of the time that is left, for the timetables of all parts
PART = 170  # clients in each: larger ones are not laid out well in their time


def in_pools(search: "Search", *, is_solved_whole: bool) -> "Pools | None":
    """Better weeks than the best so far, and bounds of the first two levels.

    Where the week is solved whole afterwards and the first level is not proved yet, the
    pools are given back: they say more of the second once it is.
    A large clinic is laid out in parts, of which no bound follows for all of it: that
    is asked of all its pools at once, as if people could be divided.
    """
    if len(search.instance.clients) > MOST_AT_ONCE:
        _bounded_as_one(search)
        in_whole_weeks(search, _in_parts(search), is_given=False)
        return None
    pools = Pools(search, is_small=is_solved_whole)
    if not pools.improve(0) or search.is_over():
        return None
    if is_solved_whole and not search.proved():
        return pools
    pools.improve(1)
    return None


class Pools:
    """The pooled week, as it is asked for one level after the other.

    The second level of small ones is asked of HiGHS, which proves in seconds what
    CP-SAT often has not proved in a minute.
    """

    def __init__(self, search: "Search", *, is_small: bool) -> None:
        from daybridge.week_solver.cp_sat import CpSat

        self.search = search
        self.is_small = is_small
        self.week = PooledWeek(search.instance)
        self.solver = CpSat(self.week.program, patience=search.patience)
        self._hint = {} if search.best is None else self.week.encoded(search.best)
        self._levels = (self.week.served_weight(), self.week.shortfall())

    def improve(self, level: int) -> bool:
        """Ask for a level, of weeks that hold what is reached on those before.

        False when the next one has nothing to stand on.
        """
        objective = self._levels[level]
        if level > 0 and self.search.reached is not None:
            self.solver.hold(self._levels[level - 1], self.search.reached[level - 1])
        _bounded(self.search, self.week.program, level, objective)
        answer = self._asked(level, self.search.left() * SHARE)
        if answer.proof is Proof.IMPOSSIBLE:
            self.search.is_impossible = self.search.best is None
            return False
        if answer.bound is not None:
            self.search.tighten(level, answer.bound)
        if answer.values is not None and not self.search.is_over():
            self._hint = dict(enumerate(answer.values))
            runs = self.week.decoded(answer.values)
            timetable = timetabled(self.search.instance, runs)
            in_whole_weeks(self.search, timetable, is_given=False)
        return self.search.reached is not None

    def _asked(self, level: int, seconds: float) -> Answer:
        objective = self._levels[level]
        if level == 0 or not self.is_small:
            return self.solver.best(objective, seconds, self._hint)
        from daybridge.week_solver.linear import proved_by_highs

        ask = partial(proved_by_highs, self.week.program, objective, seconds)
        answer = asked_apart(ask, seconds, self.search.patience)
        return answer or Answer(Proof.NONE, None, None)


def _bounded_as_one(search: "Search") -> None:
    """Bound the first level of a clinic too large for one program of whole numbers."""
    week = PooledWeek(search.instance)
    _bounded(search, week.program, 0, week.served_weight())


def _bounded(
    search: "Search", program: Program, level: int, objective: Objective
) -> None:
    """Say what no week can beat, not even one of people who could be divided."""
    from daybridge.week_solver.linear import relaxed_bound

    seconds = search.left() * FOR_A_BOUND
    bound = relaxed_bound(program, objective, seconds, search.patience)
    if bound is not None:
        search.tighten(level, bound)


def _in_parts(search: "Search") -> Board:
    """A timetable of which each part is laid out in pools by itself."""
    instance = search.instance
    parts = parts_of(instance, -(-len(instance.clients) // PART))
    seconds = search.left() * IN_PARTS / len(parts)
    runs: dict[str, Arrangement] = {}
    for part in parts:
        runs |= _runs(part, seconds, search.patience)
    enrolled = with_runs(instance, runs)
    enroll_all(enrolled)
    search.consider(enrolled)
    return with_runs(instance, enrolled.runs)


def _runs(part: Instance, seconds: float, patience: Patience) -> dict[str, Arrangement]:
    """How the groups of a part run, at least as well as a coordinator would have it."""
    from daybridge.week_solver.cp_sat import CpSat

    week, first = PooledWeek(part), greedy(part)
    hint = week.encoded(first)
    answer = CpSat(week.program, patience=patience).best(
        week.served_weight(), seconds, hint
    )
    if answer.values is None:
        return first.runs
    return timetabled(part, week.decoded(answer.values)).runs
