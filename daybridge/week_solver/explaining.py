"""Why somebody is not served: the smallest change that would serve them."""

from collections.abc import Container
from dataclasses import replace

from daybridge.rules.week_fit.instance import Instance, Mode
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.obstacles import Obstacle
from daybridge.rules.week_fit.model.relaxing import Relaxation
from daybridge.rules.week_fit.model.standing import as_planned, current_week, given_in
from daybridge.rules.week_fit.plan import ANSWERED, Code, Plan, Reason, State
from daybridge.week_solver.answer import Proof

SECONDS = 5.0  # for one client


def explained(
    instance: Instance, plan: Plan, only: Container[str] | None = None
) -> Plan:
    """The plan with its reasons, for everyone who is not served or some of them."""
    if plan.status not in ANSWERED:
        return plan
    board = as_planned(instance, plan)
    weeks = dict(plan.clients)
    for id, week in plan.clients.items():
        if week.state is not State.SERVED and (only is None or id in only):
            weeks[id] = replace(week, why=_why(board, id))
    return replace(plan, clients=weeks)


def asked_about(instance: Instance, plan: Plan) -> set[str]:
    """Whose reasons an answer owes: a newcomer does not wait for those of the others.

    All of a design, who is placed, and whose week a repair changes.
    """
    if instance.mode is Mode.PLACE:
        return set(instance.place)
    if instance.mode is Mode.DESIGN:
        return set(instance.clients)
    return {
        id
        for id, client in instance.clients.items()
        if id in plan.clients and given_in(plan.clients[id]) != current_week(client)
    }


def _why(board: Board, client: str) -> tuple[Reason, ...]:
    from daybridge.week_solver.cp_sat import CpSat

    given = board.withdraw(client)
    relaxation = Relaxation(board, board.instance.clients[client])
    board.give(client, given)
    answer = CpSat(relaxation.program, workers=1).best(relaxation.fewest(), SECONDS, {})
    if answer.proof is Proof.IMPOSSIBLE:
        return (Obstacle(Code.DOSE, ()).reason,)
    if answer.values is None:
        return ()
    return tuple(each.reason for each in relaxation.decoded(answer.values))
