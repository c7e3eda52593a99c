"""Fit a week: a careful first answer, then better ones, level by level, with bounds.

The first answer is the greedy coordinator's, or for a repair also the week that stands.
The solver begins there, so whatever happens afterwards the answer is at least as good.
Every week that is kept has passed the checker.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.instance import Instance, Mode
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.formulation import Formulation, Free, all_free
from daybridge.rules.week_fit.model.greedy import greedy
from daybridge.rules.week_fit.model.outcome import (
    key,
    levels_of,
    plan_of,
    values,
)
from daybridge.rules.week_fit.model.standing import (
    as_it_stands,
    as_planned,
    kept,
    placed,
)
from daybridge.rules.week_fit.plan import Plan, Status, Values
from daybridge.week_solver.answer import Proof
from daybridge.week_solver.patience import Patience, ended_by_ctrl_c
from daybridge.week_solver.repairing import change_least

if TYPE_CHECKING:
    from daybridge.week_solver.cp_sat import CpSat
    from daybridge.week_solver.pooling import Pools

SHARES = (0.6, 0.8, 0.6, 1.0)  # of the time that is left, for each level
MOST_AT_ONCE = 40  # clients in one program; more are improved part by part
PART_SECONDS = 12.0  # for the solver, on each of these
PROMPT_SECONDS = 10.0  # of a repair, in which only the smallest change is looked for

Watch = Callable[[Plan], bool]  # sees the best plan so far; False ends the search


def unwatched(plan: Plan) -> bool:
    """Nobody is looking: go on."""
    return True


def solve(
    instance: Instance,
    seconds: float,
    watch: Watch = unwatched,
    start: Plan | None = None,
) -> Plan:
    """The best plan that is found in so many seconds; `watch` is asked every second.

    It is no worse than the week to start from. Ctrl-C ends it with the best so far.
    """
    search = Search(instance, seconds, watch)
    if start is not None:
        search.consider(as_planned(instance, start))
    with ended_by_ctrl_c(search.patience):
        _answer(search)
    return search.plan()


def _answer(search: "Search") -> None:
    """What can be said without the solver, and then ever better weeks."""
    if search.instance.mode is Mode.REPAIR:
        change_least(search)
        if search.is_prompt_enough() or search.is_stopped():
            return
    for board in _first_answers(search.instance):
        search.consider(board)
    if search.is_proved_already():
        return
    pools = None
    if search.instance.mode is not Mode.PLACE:
        pools = _laid_out(search)
    if search.is_over():
        return
    if not _is_large(search.instance) or search.best is None:
        search.level_by_level(pools)
    else:
        search.part_by_part()


def _laid_out(search: "Search") -> "Pools | None":
    """The week as a whole: in the timetable that is given, or with one of pools.

    Pools that have more to say once the first level is proved are given back.
    """
    from daybridge.week_solver.pooling import in_pools
    from daybridge.week_solver.whole_weeks import given_timetable, in_whole_weeks

    timetable = given_timetable(search.instance)
    if timetable is not None:
        in_whole_weeks(search, timetable, is_given=True)
        return None
    return in_pools(search, is_solved_whole=not _is_large(search.instance))


def _first_answers(instance: Instance) -> Iterator[Board]:
    """What can be said before any solver is asked."""
    if instance.mode is Mode.PLACE:
        yield placed(instance)
        return
    yield greedy(instance)
    if any(client.current for client in instance.clients.values()):
        yield kept(instance)


def _is_large(instance: Instance) -> bool:
    """Whether there is too much to decide for one program."""
    return len(_free(instance).clients) > MOST_AT_ONCE


def _free(instance: Instance) -> Free:
    """What the mode lets us decide."""
    if instance.mode is Mode.PLACE:
        return Free(tuple(instance.clients[id] for id in instance.place), ())
    return all_free(instance)


class Search:
    """The best week so far, and what no week can beat."""

    def __init__(
        self, instance: Instance, seconds: float, watch: Watch = unwatched
    ) -> None:
        self.instance = instance
        self.started = time.monotonic()
        self.seconds = seconds
        self.best: Board | None = None
        self.best_plan: Plan | None = None
        self.reached: Values | None = None
        self.bounds = [sum(c.weight for c in instance.clients.values()), 0, 0, 0]
        self.is_impossible = False
        self.last_look = 0.0  # seconds that it took to look at a week that was found
        self.beyond = 0.0  # seconds that a part took at most beyond those it was given
        self.patience = Patience(lambda: watch(self.plan()))

    def consider(self, board: Board) -> None:
        """Keep a week that is better than the best so far, if it breaks no rule."""
        began = time.monotonic()
        plan = plan_of(board)
        found = plan.values
        if self.reached is not None and key(found) >= key(self.reached):
            return
        if not check(self.instance, plan).broken:
            self.best, self.best_plan, self.reached = board, plan, found
        self.last_look = time.monotonic() - began

    def is_proved_already(self) -> bool:
        """One person is placed exactly without a solver."""
        is_one = self.instance.mode is Mode.PLACE and len(self.instance.place) <= 1
        if not is_one or self.reached is None:
            return False
        self.bounds = list(self.reached)
        return True

    def is_prompt_enough(self) -> bool:
        """A large repair that was given seconds only ends with the smallest change."""
        is_prompt = self.seconds <= PROMPT_SECONDS and _is_large(self.instance)
        return is_prompt and self.best is not None

    def is_stopped(self) -> bool:
        """Nobody waits any more, and there is something to give them."""
        return self.patience.is_over and self.best is not None

    def level_by_level(self, pools: "Pools | None" = None) -> None:
        """Ask the solver for each level, holding what was reached on those before.

        Pools that wait are asked for the second one before it.
        """
        from daybridge.week_solver.cp_sat import CpSat

        board = self._standing()
        formulation = Formulation(board, _free(self.instance))
        apart = values(board, without=formulation.clients)
        solver = CpSat(formulation.program, patience=self.patience)
        hint = self._hint(solver, formulation)
        for level, make in enumerate(formulation.levels):
            objective = make()
            if level == 1 and pools is not None:
                pools.improve(1)
                hint = self._hint(solver, formulation)
            if self.proved() <= level:
                solver.stop_at(objective, self.bounds[level] - apart[level])
                answer = solver.best(objective, self._share(level), hint)
                self.is_impossible = answer.proof is Proof.IMPOSSIBLE and not self.best
                if answer.values is None or answer.bound is None:
                    return
                self.consider(formulation.decoded(answer.values))
                self.tighten(level, max(0, answer.bound + apart[level]))
                hint = dict(enumerate(answer.values))
            if self.is_over() or self.reached is None:
                return
            solver.hold(objective, self.reached[level] - apart[level])

    def part_by_part(self) -> None:
        """Decide a part of the week anew again and again, while there is time."""
        chance = random.Random(0)  # noqa: S311 - which part is next, no secret
        while self.best is not None and not self.is_over():
            is_easier = self.proved() >= 3 or (
                self.proved() >= 2 and chance.random() < 1 / 2
            )
            part = self._easier if is_easier else self._better
            seconds = min(PART_SECONDS, self.left() - self.beyond)
            if seconds <= 0:
                return
            began = time.monotonic()
            part(self.best, chance, seconds)
            self.beyond = max(self.beyond, time.monotonic() - began - seconds)

    def _better(self, best: Board, chance: random.Random, seconds: float) -> None:
        """Decide a part anew for the first three levels."""
        from daybridge.week_solver.cp_sat import CpSat
        from daybridge.week_solver.neighborhoods import a_part

        formulation = Formulation(*a_part(best, chance))
        solver = CpSat(formulation.program, patience=self.patience)
        hint, objective = formulation.encoded(best), formulation.levels_as_one()
        answer = solver.best(objective, seconds, hint)
        if answer.values is not None:
            self.consider(formulation.decoded(answer.values))

    def _easier(self, best: Board, chance: random.Random, seconds: float) -> None:
        """Make some weeks easier to live with, at no cost to the first three levels."""
        from daybridge.week_solver.cp_sat import CpSat
        from daybridge.week_solver.neighborhoods import some_people

        formulation = Formulation(*some_people(best, chance))
        solver = CpSat(formulation.program, patience=self.patience)
        above = formulation.levels_as_one()
        today = solver.completed(formulation.encoded(best), seconds)
        if today is None:
            return
        solver.hold(above, above.value(today))
        hint = dict(enumerate(today))
        answer = solver.best(formulation.discomfort(), seconds, hint)
        if answer.values is not None:
            self.consider(formulation.decoded(answer.values))

    def plan(self) -> Plan:
        """The best plan, or what is known without one."""
        seconds = time.monotonic() - self.started
        if self.best_plan is None or self.reached is None:
            if not self.is_impossible and self.instance.mode is not Mode.PLACE:
                return Plan(Status.UNKNOWN, seconds=seconds)
            from daybridge.week_solver.conflicts import conflicts_of

            found = conflicts_of(self.instance)
            return Plan(Status.INFEASIBLE, seconds=seconds, conflicts=found)
        is_proved = tuple(self.bounds) == self.reached
        status = Status.OPTIMAL if is_proved else Status.FEASIBLE
        levels = levels_of(self.reached, self.bounds)
        return replace(self.best_plan, status=status, levels=levels, seconds=seconds)

    def left(self) -> float:
        """Seconds to look for more, so that it can still be looked at in time."""
        return self.seconds - self.last_look - (time.monotonic() - self.started)

    def is_over(self) -> bool:
        """Whether nobody waits for more, or nothing is left to prove."""
        is_out = self.patience.is_over or self.left() < 1
        return is_out or self.proved() == len(self.bounds)

    def proved(self) -> int:
        """How many levels, from the first, cannot be better."""
        if self.reached is None:
            return 0
        pairs = zip(self.reached, self.bounds, strict=True)
        return next((n for n, (own, bound) in enumerate(pairs) if own != bound), 4)

    def tighten(self, level: int, bound: int) -> None:
        """Note what no week can beat, given the levels before."""
        tighter = min if level == 0 else max
        self.bounds[level] = tighter(self.bounds[level], bound)

    def _standing(self) -> Board:
        """What nobody may decide: all but the newcomers when they are placed."""
        if self.instance.mode is Mode.PLACE:
            return as_it_stands(self.instance)
        return Board(self.instance)

    def _hint(self, solver: "CpSat", formulation: Formulation) -> dict[int, int]:
        """Every variable as the best week has it."""
        if self.best is None:
            return {}
        known = formulation.encoded(self.best)
        complete = solver.completed(known, self.left() / 4)
        return known if complete is None else dict(enumerate(complete))

    def _share(self, level: int) -> float:
        return self.left() * SHARES[level]
