"""HiGHS: proofs of small programs, and something to begin with in large ones.

It cannot be stopped in the middle, so it is asked in a process of its own (`apart`).
"""

import threading
from queue import SimpleQueue

import highspy
import numpy as np
from numpy.typing import ArrayLike

from daybridge.rules.week_fit.model.program import Objective, Program
from daybridge.week_solver.answer import Answer, Proof, Values, rounded

PROOFS = {
    highspy.HighsModelStatus.kOptimal: Proof.BEST,
    highspy.HighsModelStatus.kInfeasible: Proof.IMPOSSIBLE,
}


def proved(program: Program, objective: Objective, seconds: float) -> Answer:
    """The best values that were found in so many seconds, and what none can beat."""
    solver = solver_of(program, objective, seconds)
    solver.run()
    status, found = solver.getModelStatus(), solver.getInfo()
    if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(PROOFS.get(status, Proof.NONE), None, None)
    proof = PROOFS.get(status, Proof.SOME)
    bound = rounded(found.mip_dual_bound, objective)
    return Answer(proof, _whole(solver.getSolution().col_value), bound)


def jumped(program: Program, objective: Objective, seconds: float) -> Values | None:
    """The first values that are worth more than nothing at all; None without any.

    They come from a search that jumps: one variable after the other goes where the rows
    that are broken weigh least, and rows that stay broken weigh more and more
    (Luteberget and Sartor, Feasibility Jump, 2023). It needs no linear program, and is
    over before HiGHS begins with one, which is not waited for. Presolve would take
    longer than the jumps.
    """
    solver = solver_of(program, objective, seconds)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("threads", 1)
    found: SimpleQueue[Values | None] = SimpleQueue()

    def improved(event: highspy.HighsCallbackEvent) -> None:
        values = _whole(event.data_out.mip_solution)
        if objective.value(values) > objective.constant:
            found.put(values)

    def run() -> None:
        solver.run()
        found.put(None)

    solver.cbMipImprovingSolution.subscribe(improved)
    threading.Thread(target=run, daemon=True).start()
    return found.get()


def _loaded(program: Program, objective: Objective) -> highspy.HighsLp:
    """A program as HiGHS takes it, its rows in one matrix."""
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
    sizes = np.fromiter((len(row.terms) for row in rows), np.int32, len(rows))
    matrix, all_of = lp.a_matrix_, int(sizes.sum())
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.concatenate([[0], np.cumsum(sizes)])
    variables = (each for row in rows for each in row.terms)
    factors = (each for row in rows for each in row.terms.values())
    matrix.index_ = np.fromiter(variables, np.int32, all_of)
    matrix.value_ = np.fromiter(factors, float, all_of)
    return lp


def solver_of(program: Program, objective: Objective, seconds: float) -> highspy.Highs:
    """HiGHS with a program, to be asked for so many seconds."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", max(0.01, seconds))
    solver.passModel(_loaded(program, objective))
    return solver


def _whole(values: ArrayLike) -> Values:
    found: Values = np.rint(values).astype(int).tolist()
    return found
