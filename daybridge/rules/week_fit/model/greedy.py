"""What a careful coordinator does: a sensible timetable, then each their best week.

It is the first answer of every search, and the yardstick for all others. Groups are
opened one after another, each where most people whose dose is not met yet could come.
Then each patient, by weight, gets the best week that is left (`best_week`).
"""

from collections.abc import Iterable, Iterator

from daybridge.rules.week_fit.instance import Client, Instance
from daybridge.rules.week_fit.model.best_week import Worth, best_week
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.demand import Demand
from daybridge.rules.week_fit.model.options import (
    Life,
    Option,
    group_options,
    individual_options,
)
from daybridge.rules.week_fit.model.units import Placing, Unit, placings, units_of


def greedy(instance: Instance) -> Board:
    """A week for a whole program; what must run and cannot is left out."""
    board, demand = Board(instance), Demand(instance)
    units = units_of(instance)
    for unit in sorted(
        units, key=lambda unit: (not unit.is_fixed, len(unit.offerings[0].starts))
    ):
        if unit.must_run:
            _open(board, demand, unit)
    while found := _most_wanted(board, demand, units):
        board_and_count(board, demand, *found)
    enroll_all(board)
    return board


def board_and_count(board: Board, demand: Demand, unit: Unit, placing: Placing) -> None:
    """Let a unit run, and count on those who are likely to come."""
    for id, arrangement in placing:
        board.hold(id, arrangement)
    demand.count_on(unit, placing)


def _open(board: Board, demand: Demand, unit: Unit) -> None:
    """Open what must run, where most could come."""
    best = max(
        placings(board, unit, days_once=True),
        key=lambda p: demand.wanting(unit, p),
        default=None,
    )
    if best is not None:
        board_and_count(board, demand, unit, best)


def _most_wanted(
    board: Board, demand: Demand, units: Iterable[Unit]
) -> tuple[Unit, Placing] | None:
    """The unit that most people wait for, and where."""
    found = [
        (demand.wanting(unit, placing), -rank, unit, placing)
        for rank, unit in enumerate(units)
        if unit.offerings[0].id not in board.runs
        for placing in placings(board, unit, days_once=True)
        if demand.leaves_time(board, unit, placing)
    ]
    if not found:
        return None
    wanting, _, unit, placing = max(found, key=lambda each: each[:2])
    enough = max(1, *(each.min_clients for each in unit.offerings))
    return (unit, placing) if wanting >= enough else None


def enroll_all(board: Board) -> None:
    """Give each their best week by weight, and close what then has too few."""
    _enroll(board, _without_a_week(board))
    while too_few := list(_with_too_few(board)):
        left = {id for offering in too_few for id in board.rosters[offering]}
        again = [board.instance.clients[id] for id in sorted(left)]
        for client in again:
            board.withdraw(client.id)
        for offering in too_few:
            board.close(offering)
        _enroll(board, _without_a_week(board))


def _without_a_week(board: Board) -> list[Client]:
    clients = board.instance.clients.values()
    return by_weight(client for client in clients if client.id not in board.weeks)


def by_weight(clients: Iterable[Client]) -> list[Client]:
    """Who comes first: more weight, then a fuller life."""
    return sorted(
        clients, key=lambda c: (-c.weight, -sum(w.end - w.start for w in c.busy))
    )


def _enroll(board: Board, clients: list[Client]) -> None:
    """Everyone who can be served, and then what is left for those who cannot."""
    others = []
    for client in clients:
        given, worth = best_on(board, client)
        if worth.is_served:
            board.give(client.id, given)
        else:
            others.append(client)
    for client in others:
        given, _ = best_on(board, client)
        if given.offerings or given.individual:
            board.give(client.id, given)


def best_on(board: Board, client: Client) -> tuple[Given, Worth]:
    """The best week for someone on this board, who has none yet."""
    return best_week(board, client, options_of(board, client))


def options_of(board: Board, client: Client) -> list[Option]:
    """Every session that somebody could attend on this board."""
    life = Life(client, board.slots)
    return [*group_options(board, life), *individual_options(board, life)]


def _with_too_few(board: Board) -> Iterator[str]:
    """The offerings that may not run with those who come, with their series."""
    for unit in units_of(board.instance):
        running = [each for each in unit.offerings if each.id in board.runs]
        if (
            running
            and not unit.must_run
            and any(
                len(board.rosters[each.id]) < max(1, each.min_clients)
                for each in running
            )
        ):
            yield from (each.id for each in running)
