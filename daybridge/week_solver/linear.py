"""The linear solvers of OR-Tools: GLOP for mixtures of patterns, SCIP for a choice.

PDLP is for the prices of a large program: at 1,000 clients it has in 20 seconds what
GLOP has in 270, and what its rounding loses is no matter to a bound of whole numbers.
"""

from collections.abc import Callable, Mapping, Sequence

from ortools.linear_solver import pywraplp

from daybridge.rules.week_fit.model import duality
from daybridge.rules.week_fit.model.patterns.choice import Prices
from daybridge.rules.week_fit.model.patterns.offers import UNIT, Pattern, Values
from daybridge.rules.week_fit.model.program import Objective, Program
from daybridge.week_solver.answer import Answer, Proof, rounded
from daybridge.week_solver.patience import Patience

LEAST = 1e-6  # of a pattern: less is rounding

OURS = "misc/catchctrlc = FALSE\n"  # whoever waits hears of it, and stops SCIP

PROOFS = {
    pywraplp.Solver.OPTIMAL: Proof.BEST,
    pywraplp.Solver.FEASIBLE: Proof.SOME,
    pywraplp.Solver.INFEASIBLE: Proof.IMPOSSIBLE,
}


class Mixture:
    """The patterns known so far, each client's mixed to one whole at most.

    It says the price of everything scarce at the best mixture, and may grow.
    """

    def __init__(self, amounts: Sequence[int], clients: Sequence[str]) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        up_to = -self.solver.infinity()
        self.things = [self.solver.Constraint(up_to, amount) for amount in amounts]
        self.clients = {id: self.solver.Constraint(up_to, 1) for id in clients}
        self.served = self.solver.Constraint(0, self.solver.infinity())
        self.aim = self.solver.Objective()
        self.aim.SetMaximization()
        self.is_second = False
        self.value = 0.0  # of the best mixture
        self.mixed: list[Pattern] = []  # in it: a few more than there are clients
        self._columns: list[tuple[pywraplp.Variable, Pattern]] = []

    def add(self, pattern: Pattern) -> None:
        """One more pattern to mix."""
        column = self.solver.NumVar(0, self.solver.infinity(), "")
        for thing, amount in pattern.takes.items():
            self.things[thing].SetCoefficient(column, amount)
        self.clients[pattern.client.id].SetCoefficient(column, 1)
        self.served.SetCoefficient(column, pattern.served)
        self._columns.append((column, pattern))
        self._count(column, pattern)

    def serve_at_least(self, weight: int) -> None:
        """From now on, the second level: what is spared, with so much served."""
        self.is_second = True
        self.served.SetLb(weight)
        for column, pattern in self._columns:
            self._count(column, pattern)

    def prices(self) -> Prices | None:
        """At the best mixture; None when there is none."""
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        self.value = self.aim.Value()
        self.mixed = [
            p for column, p in self._columns if column.solution_value() > LEAST
        ]
        served = _units(-self.served.dual_value()) if self.is_second else UNIT
        return Prices(
            Values(served, UNIT if self.is_second else 0),
            [_units(each.dual_value()) for each in self.things],
            [_units(each.dual_value()) for each in self.clients.values()],
        )

    def _count(self, column: pywraplp.Variable, pattern: Pattern) -> None:
        gain = pattern.spared if self.is_second else pattern.served
        self.aim.SetCoefficient(column, gain)


def _units(price: float) -> int:
    """A price as a whole number of units, which is never below nothing."""
    return max(0, int(price * UNIT))


def relaxed_bound(
    program: Program, objective: Objective, seconds: float, patience: Patience
) -> int | None:
    """What no values can beat, of a program whose numbers need not be whole.

    None where the prices were not found in so many seconds.
    """
    solver = pywraplp.Solver.CreateSolver("PDLP")
    variables = _load(solver, program, solver.NumVar)
    status = _solved(solver, variables, objective, seconds, patience)
    if status != pywraplp.Solver.OPTIMAL:
        return None
    unit = duality.UNIT if objective.is_upward else -duality.UNIT
    prices = [int(row.dual_value() * unit) for row in solver.constraints()]
    return duality.proved_bound(program, objective, prices)


def _load(
    solver: pywraplp.Solver, program: Program, make: Callable[..., pywraplp.Variable]
) -> list[pywraplp.Variable]:
    """Give a solver the variables of a program, made so, and its rows."""
    variables = [make(low, high, "") for low, high in program.bounds]
    endless = solver.infinity()
    for row in program.rows:
        made = solver.Constraint(
            -endless if row.low is None else row.low,
            endless if row.high is None else row.high,
        )
        for variable, factor in row.terms.items():
            made.SetCoefficient(variables[variable], factor)
    return variables


def _solved(
    solver: pywraplp.Solver,
    variables: Sequence[pywraplp.Variable],
    objective: Objective,
    seconds: float,
    patience: Patience,
) -> int:
    """Look for so many seconds, while somebody waits; what the solver says of it."""
    if patience.is_over:
        return int(pywraplp.Solver.NOT_SOLVED)
    _aimed(solver, variables, objective, seconds)
    status: int = patience.beside(solver.Solve, stop=solver.InterruptSolve)
    return status


def _aimed(
    solver: pywraplp.Solver,
    variables: Sequence[pywraplp.Variable],
    objective: Objective,
    seconds: float,
) -> None:
    """Tell a solver what to look for, and for how long."""
    aim = solver.Objective()
    aim.Clear()
    for variable, factor in objective.terms.items():
        aim.SetCoefficient(variables[variable], factor)
    aim.SetOffset(objective.constant)
    aim.SetOptimizationDirection(objective.is_upward)
    solver.SetTimeLimit(max(1, int(seconds * 1000)))


def _answer(
    solver: pywraplp.Solver,
    variables: Sequence[pywraplp.Variable],
    objective: Objective,
    status: int,
) -> Answer:
    proof = PROOFS.get(status, Proof.NONE)
    if proof not in (Proof.BEST, Proof.SOME):
        return Answer(proof, None, None)
    values = [round(each.solution_value()) for each in variables]
    return Answer(proof, values, rounded(solver.Objective().BestBound(), objective))


class Scip:
    """A program of whole numbers whose linear program is nearly whole already.

    There SCIP finds in seconds what CP-SAT looks for in vain: it rounds what the linear
    program says and decides the rest anew.
    """

    def __init__(self, program: Program, patience: Patience) -> None:
        self.patience = patience
        self.solver = pywraplp.Solver.CreateSolver("SCIP")
        self.solver.SetSolverSpecificParametersAsString(OURS)
        self.variables = _load(self.solver, program, self.solver.IntVar)

    def best(
        self, objective: Objective, seconds: float, hint: Mapping[int, int]
    ) -> Answer:
        """The best values found in so many seconds, beginning at a hint."""
        self.solver.SetHint(
            [self.variables[variable] for variable in hint], list(hint.values())
        )
        status = _solved(self.solver, self.variables, objective, seconds, self.patience)
        return _answer(self.solver, self.variables, objective, status)
