"""A week for many people to begin with, found in one program of them all by jumps.

The jumps find in seconds who can be served together, where solvers that begin with a
linear program have not read it in minutes. They know one aim only: how good the weeks
are is left to others, who begin with these.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.formulation import Formulation, all_free
from daybridge.rules.week_fit.model.glances import glances
from daybridge.rules.week_fit.model.greedy import enroll_all
from daybridge.rules.week_fit.model.outcome import plan_of, unserved
from daybridge.rules.week_fit.model.standing import as_planned
from daybridge.rules.week_fit.model.wish import Choice
from daybridge.rules.week_fit.plan import Plan
from daybridge.week_solver.apart import asked_apart

if TYPE_CHECKING:
    from daybridge.week_solver.engine import Search

ALL_AT_ONCE = 340  # clients: of more, each is looked at with some of their choice only
SHARE = 0.6  # of the time that is left, at most


def jump(search: "Search") -> None:
    """A better week than the best so far, if one is found; nothing is proved by it.

    Whom the jumps do not serve gets the best that is left, out of all there is.
    """
    instance, seconds = search.instance, search.left() * SHARE
    is_large = len(instance.clients) > ALL_AT_ONCE
    choices = glances(instance) if is_large else None
    ask = partial(week_by_jumps, instance, choices, seconds)
    plan = asked_apart(ask, seconds, search.patience)
    if plan is None:
        return
    board = as_planned(instance, plan)
    for client in unserved(board):
        board.withdraw(client.id)
    enroll_all(board)
    search.consider(board)


def week_by_jumps(
    instance: Instance, choices: Mapping[str, Choice] | None, seconds: float
) -> Plan | None:
    """The first week that is found; None when there was none in so many seconds."""
    from daybridge.week_solver.highs import jumped

    formulation = Formulation(Board(instance), all_free(instance, choices))
    values = jumped(formulation.program, formulation.served_weight(), seconds)
    return None if values is None else plan_of(formulation.decoded(values))
