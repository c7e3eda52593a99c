"""A week for many people to begin with, found in one program of them all by jumps.

The jumps find in seconds who can be served together, where solvers that begin with a
linear program have not read it in minutes. They know one aim only: how good the weeks
are is left to others, who begin with these.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from daybridge.rules.week_fit.instance import Arrangement, Instance
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.formulation import Formulation, Free
from daybridge.rules.week_fit.model.glances import glances
from daybridge.rules.week_fit.model.greedy import enroll_all
from daybridge.rules.week_fit.model.outcome import unserved
from daybridge.rules.week_fit.model.units import units_of
from daybridge.rules.week_fit.model.wish import Choice
from daybridge.week_solver.apart import asked_apart

if TYPE_CHECKING:
    from daybridge.week_solver.engine import Search

ALL_AT_ONCE = 340  # clients: of more, each is looked at with some of their choice only
SHARE = 0.6  # of the time that is left, at most

Found = tuple[dict[str, Arrangement], dict[str, Given]]  # runs, and weeks by client


def jump(search: "Search") -> None:
    """A better week than the best so far, if one is found; nothing is proved by it.

    Whom the jumps do not serve gets the best that is left, out of all there is.
    """
    seconds = search.left() * SHARE
    ask = partial(week_by_jumps, search.instance, seconds)
    found = asked_apart(ask, seconds, search.patience)
    if found is None:
        return
    board = Board(search.instance)
    runs, weeks = found
    for id, held in runs.items():
        board.hold(id, held)
    for id, given in weeks.items():
        board.give(id, given)
    for client in unserved(board):
        board.withdraw(client.id)
    enroll_all(board)
    search.consider(board)


def week_by_jumps(instance: Instance, seconds: float) -> Found | None:
    """The first week that is found; None when there was none in so many seconds."""
    from daybridge.week_solver.highs import jumped

    clients = tuple(instance.clients.values())
    choices: Mapping[str, Choice] = {}
    if len(clients) > ALL_AT_ONCE:
        choices = glances(instance)
    free = Free(clients, tuple(units_of(instance)), choices)
    formulation = Formulation(Board(instance), free)
    values = jumped(formulation.program, formulation.served_weight(), seconds)
    if values is None:
        return None
    board = formulation.decoded(values)
    return board.runs, board.weeks
