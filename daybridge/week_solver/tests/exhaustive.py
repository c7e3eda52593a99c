"""Whether anybody could serve somebody, asked of a solver that knows no day by day."""

from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.formulation import Formulation, Free
from daybridge.week_solver.answer import Proof
from daybridge.week_solver.cp_sat import CpSat

SECONDS = 30.0  # far more than the program of one client takes


def could_be_served(board: Board, id: str) -> bool:
    """Whether some week on the board serves a client who has none yet."""
    client = board.instance.clients[id]
    formulation = Formulation(board, Free((client,), ()))
    answer = CpSat(formulation.program).best(formulation.served_weight(), SECONDS, {})
    assert answer.proof is Proof.BEST
    return answer.bound != 0
