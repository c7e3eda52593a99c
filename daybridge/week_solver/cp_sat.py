"""CP-SAT of OR-Tools as the solver of a program of whole numbers."""

from collections.abc import Mapping

from ortools.sat.python import cp_model

from daybridge.rules.week_fit.model.program import Objective, Program, Terms
from daybridge.week_solver.answer import Answer, Proof, Values, rounded
from daybridge.week_solver.patience import Patience

WORKERS = 8  # more than cores on purpose: strategies that differ prove sooner

PROOFS = {
    cp_model.OPTIMAL: Proof.BEST,
    cp_model.FEASIBLE: Proof.SOME,
    cp_model.INFEASIBLE: Proof.IMPOSSIBLE,
}


class CpSat:
    """A program as it was loaded, which may grow from one question to the next."""

    def __init__(
        self,
        program: Program,
        workers: int = WORKERS,
        patience: Patience | None = None,
    ) -> None:
        self.program = program
        self.workers = workers
        self.patience = patience or Patience()
        self.model = cp_model.CpModel()
        self.variables: list[cp_model.IntVar] = []
        self._one = self.model.new_constant(1)
        self._rows = 0

    def best(
        self,
        objective: Objective,
        seconds: float,
        hint: Mapping[int, int],
    ) -> Answer:
        """The best values found in so many seconds, beginning at a hint.

        Nothing is looked for when nobody waits any more.
        """
        if self.patience.is_over:
            return Answer(Proof.NONE, None, None)
        self._load()
        aim = self._sum(objective.terms) + objective.constant
        if objective.is_upward:
            self.model.maximize(aim)
        else:
            self.model.minimize(aim)
        solver = self._solver(seconds)
        proof = self._run(solver, hint)
        bound = None
        if proof is not Proof.IMPOSSIBLE:
            bound = rounded(solver.best_objective_bound, objective)
        return Answer(proof, self._values(solver, proof), bound)

    def completed(self, values: Mapping[int, int], seconds: float) -> Values | None:
        """Values for all variables when some are given; None if they break a row."""
        self._load()
        self.model.clear_objective()
        solver = self._solver(seconds)
        solver.parameters.fix_variables_to_their_hinted_value = True
        return self._values(solver, self._run(solver, values))

    def hold(self, objective: Objective, value: int) -> None:
        """From now on, nothing worse than this."""
        if objective.is_upward:
            self.program.at_least(objective.terms, value - objective.constant)
        else:
            self.program.at_most(objective.terms, value - objective.constant)

    def stop_at(self, objective: Objective, bound: int) -> None:
        """Look for nothing better than what is proved already."""
        if objective.is_upward:
            self.program.at_most(objective.terms, bound - objective.constant)
        else:
            self.program.at_least(objective.terms, bound - objective.constant)

    def _load(self) -> None:
        """Give the solver what it has not seen yet."""
        bounds = self.program.bounds
        for low, high in bounds[len(self.variables) :]:
            self.variables.append(self.model.new_int_var(low, high, ""))
        for row in self.program.rows[self._rows :]:
            terms = self._sum(row.terms)
            low = cp_model.INT_MIN if row.low is None else row.low
            high = cp_model.INT_MAX if row.high is None else row.high
            self.model.add_linear_constraint(terms, low, high)
        self._rows = len(self.program.rows)

    def _sum(self, terms: Terms) -> cp_model.LinearExprT:
        """A sum, which may be of nothing at all."""
        variables = [self.variables[each] for each in terms]
        factors = list(terms.values())
        return cp_model.LinearExpr.weighted_sum([*variables, self._one], [*factors, 0])

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = self.workers
        solver.parameters.catch_sigint_signal = False
        return solver

    def _run(self, solver: cp_model.CpSolver, hint: Mapping[int, int]) -> Proof:
        self.model.clear_hints()
        for variable, value in hint.items():
            self.model.add_hint(self.variables[variable], value)
        status = self.patience.beside(
            lambda: solver.solve(self.model), stop=solver.stop_search
        )
        return PROOFS.get(status, Proof.NONE)

    def _values(self, solver: cp_model.CpSolver, proof: Proof) -> Values | None:
        if proof not in (Proof.BEST, Proof.SOME):
            return None
        return [solver.value(variable) for variable in self.variables]
