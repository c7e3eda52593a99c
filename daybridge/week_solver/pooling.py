"""Design a week: its groups in pools, then everyone's week in them.

The pooled week is small enough to be solved whole, and its bounds are proved. Its
groups are kept; who is in them, and at which hours individual sessions are, is decided
in whole weeks. What that loses is the difference between a level and its bound.
"""

from functools import partial
from typing import TYPE_CHECKING

from daybridge.rules.week_fit.instance import Mode
from daybridge.rules.week_fit.model.pooled.rooms import timetabled
from daybridge.rules.week_fit.model.pooled.week import PooledWeek
from daybridge.week_solver.answer import Answer, Proof
from daybridge.week_solver.apart import asked_apart
from daybridge.week_solver.jumping import jump
from daybridge.week_solver.whole_weeks import in_whole_weeks

if TYPE_CHECKING:
    from daybridge.week_solver.engine import Search

SHARE = 0.55  # of the time that is left, for a question to the pools
MOST_AT_ONCE = 400  # clients in one pooled week; of more only the bound is asked
FOR_A_BOUND = 0.1  # of the time that is left, at most, for a bound of fractions
PROVED = (Proof.BEST, Proof.IMPOSSIBLE)
IN_WHOLE_WEEKS = 0.15  # of the time that is left, where parts are decided afterwards


def in_pools(search: "Search", *, is_solved_whole: bool) -> "Pools | None":
    """Better weeks than the best so far, and bounds of the first two levels.

    Where the week is solved whole afterwards and the first level is not proved yet, the
    pools are given back: they say more of the second once it is. What is not solved
    whole begins with a jump, unless a repair has to stay near what stands. Of a large
    clinic the pools say only what no week can beat, as if people could be divided.
    """
    pools = Pools(search, is_small=is_solved_whole)
    pools.bound(0)
    is_design = search.instance.mode is Mode.DESIGN
    if is_design and not is_solved_whole and not search.proved():
        jump(search)
    if len(search.instance.clients) > MOST_AT_ONCE:
        return None
    if not search.proved() and not pools.improve(0):
        return None
    if search.is_over():
        return None
    if is_solved_whole and not search.proved():
        return pools
    pools.improve(1)
    return None


class Pools:
    """The pooled week, as it is asked for one level after the other.

    Small ones are asked of HiGHS, which proves in a second or a few what takes CP-SAT
    several times as long, or a minute and more.
    """

    def __init__(self, search: "Search", *, is_small: bool) -> None:
        from daybridge.week_solver.cp_sat import CpSat

        self.search = search
        self.is_small = is_small
        self.week = PooledWeek(search.instance)
        self.solver = CpSat(self.week.program, patience=search.patience)
        self._found: dict[int, int] = {}  # every variable, as it was found last
        self._levels = (self.week.served_weight(), self.week.shortfall())

    def bound(self, level: int) -> None:
        """Say what no week can beat, not even one of people who could be divided."""
        from daybridge.week_solver.linear import relaxed_bound

        program, objective = self.week.program, self._levels[level]
        seconds = self.search.left() * FOR_A_BOUND
        bound = relaxed_bound(program, objective, seconds, self.search.patience)
        if bound is not None:
            self.search.tighten(level, bound)

    def improve(self, level: int) -> bool:
        """Ask for a level, of weeks that hold what is reached on those before.

        False when the next one has nothing to stand on.
        """
        if level > 0 and self.search.reached is not None:
            self.solver.hold(self._levels[level - 1], self.search.reached[level - 1])
            self.bound(level)
        answer = self._asked(level, self.search.left() * SHARE)
        if answer.proof is Proof.IMPOSSIBLE:
            self.search.is_impossible = self.search.best is None
            return False
        if answer.bound is not None:
            self.search.tighten(level, answer.bound)
        if answer.values is not None and not self.search.is_over():
            self._found = dict(enumerate(answer.values))
            runs = self.week.decoded(answer.values)
            timetable = timetabled(self.search.instance, runs)
            share = 1.0 if self.is_small else IN_WHOLE_WEEKS
            in_whole_weeks(self.search, timetable, is_given=False, share=share)
        return self.search.reached is not None

    def _asked(self, level: int, seconds: float) -> Answer:
        """Of small ones HiGHS is asked first; the first level must have an answer."""
        if not self.is_small:
            return self._improved(level, seconds)
        share = seconds / 2 if level == 0 else seconds
        proved = self._proved(level, share)
        if proved is None and level == 0:
            return self._improved(level, seconds - share)
        return proved or Answer(Proof.NONE, None, None)

    def _improved(self, level: int, seconds: float) -> Answer:
        return self.solver.best(self._levels[level], seconds, self._hint())

    def _proved(self, level: int, seconds: float) -> Answer | None:
        """The best values, or that there are none; None where that took longer."""
        from daybridge.week_solver.highs import proved

        ask = partial(proved, self.week.program, self._levels[level], seconds)
        answer = asked_apart(ask, seconds, self.search.patience)
        return answer if answer is not None and answer.proof in PROVED else None

    def _hint(self) -> dict[int, int]:
        """What was found in pools, or else the best week as one of theirs."""
        if self._found or self.search.best is None:
            return self._found
        return self.week.encoded(self.search.best)
