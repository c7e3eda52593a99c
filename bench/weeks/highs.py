"""HiGHS on the same program of whole numbers, level by level: a second witness.

.venv/bin/python -m pip install highspy    for the benchmark only
"""

import time

import highspy  # type: ignore[import-not-found]
import numpy as np

from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.formulation import Formulation, Free
from daybridge.rules.week_fit.model.program import Objective, Program
from daybridge.rules.week_fit.model.units import units_of

SHARE = 0.6  # of the time that is left, for each level but the last
THREADS = 2


def best(instance: Instance, seconds: float) -> tuple[Board | None, list[float]]:
    """The best week that HiGHS finds, and its bounds."""
    until = time.monotonic() + seconds
    everyone = Free(tuple(instance.clients.values()), tuple(units_of(instance)))
    formulation = Formulation(Board(instance), everyone)
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
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", THREADS)
    solver.passModel(_loaded(program, objective))
    solver.run()
    found = solver.getInfo()
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    if found.primal_solution_status != feasible:
        return None, found.mip_dual_bound
    values = [round(each) for each in solver.getSolution().col_value]
    return values, found.mip_dual_bound


def _loaded(program: Program, objective: Objective) -> highspy.HighsLp:
    lp, infinity = highspy.HighsLp(), highspy.kHighsInf
    lp.num_col_, lp.num_row_ = len(program.bounds), len(program.rows)
    lp.col_lower_ = np.array([low for low, _ in program.bounds], dtype=float)
    lp.col_upper_ = np.array([high for _, high in program.bounds], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    costs = np.zeros(lp.num_col_)
    for variable, factor in objective.terms.items():
        costs[variable] = factor
    lp.col_cost_, lp.offset_ = costs, objective.constant
    sense, rows = highspy.ObjSense, program.rows
    lp.sense_ = sense.kMaximize if objective.is_upward else sense.kMinimize
    lp.row_lower_ = np.array([-infinity if r.low is None else r.low for r in rows])
    lp.row_upper_ = np.array([infinity if r.high is None else r.high for r in rows])
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.terms) for row in rows)])
    matrix.index_ = np.array([each for row in rows for each in row.terms])
    factors = [factor for row in rows for factor in row.terms.values()]
    matrix.value_ = np.array(factors, dtype=float)
    return lp
