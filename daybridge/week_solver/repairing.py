"""Repair: what must change at least, and a week that changes hardly more.

First a small program says how few changes the absence costs whatever is done
(`fewest_changes`), and how groups are held with no more. Everyone who can keep today's
week keeps it; those who cannot are fitted anew, each exactly. Where that took more
changes than the bound, they are decided together with those who may be in their way.
Where that is still more, it is asked how few changes serve as many
(`changes_to_serve`), and those who would have to move for it are decided as well. At
first they move for nothing; in the next round they have to find a place themselves.

The first seconds of a repair go no further: at seven in the morning nobody wants
another timetable for one more place. Whoever gives it more time gets the wider search.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from daybridge.rules.week_fit.instance import Client, Instance
from daybridge.rules.week_fit.model.board import NOTHING, Board
from daybridge.rules.week_fit.model.changes_to_serve import ChangesToServe, Costs
from daybridge.rules.week_fit.model.fewest_changes import FewestChanges
from daybridge.rules.week_fit.model.formulation import Formulation, Free
from daybridge.rules.week_fit.model.greedy import by_weight
from daybridge.rules.week_fit.model.outcome import values
from daybridge.rules.week_fit.model.standing import ALL_ANEW, current_week, kept
from daybridge.week_solver.answer import Proof, Values
from daybridge.week_solver.patience import Patience

if TYPE_CHECKING:
    from daybridge.week_solver.engine import Search

COUNTING_SECONDS = 5.0  # at most, for the bound
TOGETHER_SECONDS = 4.0  # at most, for those who are decided together
MOST_TOGETHER = 24  # clients
ROUNDS = 3  # of questions for the bound
SPARE = 1  # changes more than the bound
CHANGES = 2  # the third level


def change_least(search: "Search") -> None:
    """Begin a repair with the week in which all stays that can."""
    seconds = min(COUNTING_SECONDS, search.left())
    board, fewest = least_changed(search.instance, seconds, search.patience)
    search.tighten(CHANGES, fewest)
    search.consider(board)
    _decide_together(search, ())
    moved: set[str] = set()
    costs: Costs = {}
    for _ in range(ROUNDS):
        if search.reached is None or _is_near(search) or search.patience.is_over:
            return
        served, _, changes, _ = search.reached
        most = changes - SPARE - 1
        asked = ChangesToServe(search.instance, served, most, moved, costs)
        values = _asked(search, asked)
        if values is None:
            return
        moved |= asked.leaving(values)
        _decide_together(search, asked.concerned(values))


def least_changed(
    instance: Instance,
    seconds: float = COUNTING_SECONDS,
    patience: Patience | None = None,
) -> tuple[Board, int]:
    """A week in which all stays that can, and the changes that no repair can save."""
    from daybridge.week_solver.cp_sat import CpSat

    fewest = FewestChanges(instance)
    solver = CpSat(fewest.program, patience=patience)
    answer = solver.best(fewest.objective(), seconds, {})
    runs = ALL_ANEW if answer.values is None else fewest.runs(answer.values)
    return kept(instance, runs), answer.bound or 0


def _is_near(search: "Search") -> bool:
    """Whether hardly a change could be saved, or there is no week to save one in."""
    if search.reached is None:
        return True
    return search.reached[CHANGES] <= search.bounds[CHANGES] + SPARE


def _decide_together(search: "Search", concerned: Collection[str]) -> None:
    """Look for fewer changes in the weeks of those who were touched, or might be."""
    from daybridge.week_solver.cp_sat import CpSat

    if search.best is None or search.reached is None or _is_near(search):
        return
    people = _touched(search.best, concerned)
    left = search.best.copy()
    for client in people:
        left.withdraw(client.id)
    formulation = Formulation(left, Free(people, ()))
    apart = values(left, without=formulation.clients)
    solver = CpSat(formulation.program, patience=search.patience)
    solver.hold(formulation.served_weight(), search.reached[0] - apart[0])
    solver.hold(formulation.shortfall(), search.reached[1] - apart[1])
    seconds = min(TOGETHER_SECONDS, search.left())
    hint = formulation.encoded(search.best)
    answer = solver.best(formulation.changes(), seconds, hint)
    if answer.values is not None:
        search.consider(formulation.decoded(answer.values))


def _asked(search: "Search", asked: ChangesToServe) -> Values | None:
    """The bound that a program proves, and its values if it has any."""
    from daybridge.week_solver.cp_sat import CpSat

    solver = CpSat(asked.program, patience=search.patience)
    solver.hold(asked.objective(), asked.most)
    seconds = min(COUNTING_SECONDS, search.left())
    answer = solver.best(asked.objective(), seconds, {})
    if answer.proof is Proof.IMPOSSIBLE:
        search.tighten(CHANGES, asked.most + 1)
    elif answer.bound is not None:
        search.tighten(CHANGES, min(answer.bound, asked.most + 1))
    return answer.values


def _touched(board: Board, concerned: Collection[str]) -> tuple[Client, ...]:
    """Who has another week than today, who is concerned, and who is in the way."""
    people = by_weight(board.instance.clients.values())
    weeks = {client.id: board.weeks.get(client.id, NOTHING) for client in people}
    touched = [
        client
        for client in people
        if client.id in concerned or weeks[client.id] != current_week(client)
    ]
    wanted = {id for c in touched for each in c.individual for id in each.leaders}
    near = [
        client
        for client in people
        if client not in touched
        and any(e.leader in wanted for e in weeks[client.id].individual.values())
    ]
    return tuple([*touched, *near][:MOST_TOGETHER])
