"""HiGHS on the same program of whole numbers, level by level: a second witness."""

import time

import highspy

from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.formulation import Formulation, all_free
from daybridge.rules.week_fit.model.program import Objective, Program
from daybridge.week_solver.highs import solver_of

SHARE = 0.6  # of the time that is left, for each level but the last
THREADS = 2


def best(instance: Instance, seconds: float) -> tuple[Board | None, list[float]]:
    """The best week that HiGHS finds, and its bounds."""
    until = time.monotonic() + seconds
    formulation = Formulation(Board(instance), all_free(instance))
    board, bounds = None, []
    for level, make in enumerate(formulation.levels):
        objective, left = make(), until - time.monotonic()
        if left < 1:
            break
        values, bound = _solved(
            formulation.program, objective, left * (SHARE if level < 3 else 1)
        )
        if values is None:
            break
        board = formulation.decoded(values)
        bounds.append(bound)
        reached = objective.value(values) - objective.constant
        if objective.is_upward:
            formulation.program.at_least(objective.terms, reached)
        else:
            formulation.program.at_most(objective.terms, reached)
    return board, bounds


def _solved(
    program: Program, objective: Objective, seconds: float
) -> tuple[list[int] | None, float]:
    solver = solver_of(program, objective, seconds)
    solver.setOptionValue("threads", THREADS)
    solver.run()
    found = solver.getInfo()
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    if found.primal_solution_status != feasible:
        return None, found.mip_dual_bound
    values = [round(each) for each in solver.getSolution().col_value]
    return values, found.mip_dual_bound
