"""Repair: what must change at least, and a week that changes hardly more.

First a small program says how few changes the absence costs whatever is done
(`fewest_changes`), and how groups are held with no more. Everyone who can keep today's
week keeps it; those who cannot are fitted anew, each exactly. Where that took more
changes than the bound, they are decided together with those who may be in their way.

The first seconds of a repair go no further: at seven in the morning nobody wants
another timetable for one more place. Whoever gives it more time gets the wider search.
"""

from daybridge.rules.week_fit.instance import Client, Instance
from daybridge.rules.week_fit.model.board import NOTHING, Board
from daybridge.rules.week_fit.model.fewest_changes import FewestChanges
from daybridge.rules.week_fit.model.formulation import Formulation, Free
from daybridge.rules.week_fit.model.greedy import by_weight
from daybridge.rules.week_fit.model.outcome import values
from daybridge.rules.week_fit.model.standing import ALL_ANEW, current_week, kept

COUNTING_SECONDS = 5.0  # at most, for the bound
TOGETHER_SECONDS = 4.0  # at most, for those who are decided together
MOST_TOGETHER = 24  # clients
SPARE = 1  # changes more than the bound


def least_changed(instance: Instance) -> tuple[Board, int]:
    """A week in which all stays that can, and the changes that no repair can save."""
    from daybridge.week_solver.cp_sat import CpSat

    fewest = FewestChanges(instance)
    answer = CpSat(fewest.program).best(fewest.objective(), COUNTING_SECONDS, {})
    runs = ALL_ANEW if answer.values is None else fewest.runs(answer.values)
    return kept(instance, runs), answer.bound or 0


def decided_together(board: Board, fewest: int) -> Board | None:
    """The week with those who were touched decided anew, hardly above the bound."""
    from daybridge.week_solver.cp_sat import CpSat

    people = tuple(_touched(board))
    left = board.copy()
    for client in people:
        left.withdraw(client.id)
    formulation = Formulation(left, Free(people, ()))
    apart = values(left, without=formulation.clients)
    solver = CpSat(formulation.program)
    solver.hold(formulation.changes(), fewest + SPARE - apart[2])
    hint = formulation.encoded(board)
    answer = solver.best(formulation.levels_as_one(), TOGETHER_SECONDS, hint)
    return None if answer.values is None else formulation.decoded(answer.values)


def _touched(board: Board) -> list[Client]:
    """Whose week is another than today's, and then whose sessions may be in the way."""
    people = by_weight(board.instance.clients.values())
    weeks = {client.id: board.weeks.get(client.id, NOTHING) for client in people}
    touched = [client for client in people if weeks[client.id] != current_week(client)]
    wanted = {id for c in touched for each in c.individual for id in each.leaders}
    near = [
        client
        for client in people
        if client not in touched
        and any(e.leader in wanted for e in weeks[client.id].individual.values())
    ]
    return [*touched, *near][:MOST_TOGETHER]
