"""The week as it stands today, as far as it can go on."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from daybridge.rules.week_fit.instance import Arrangement, Client, Instance
from daybridge.rules.week_fit.model.best_week import best_week
from daybridge.rules.week_fit.model.board import NOTHING, Board, Given, with_runs
from daybridge.rules.week_fit.model.greedy import best_on, by_weight, enroll_all
from daybridge.rules.week_fit.model.options import (
    Life,
    group_options,
    individual_option,
    rooms_for,
)
from daybridge.rules.week_fit.model.units import Unit, placings, units_of
from daybridge.rules.week_fit.plan import Plan, Week

ALL_ANEW: Mapping[str, Arrangement] = MappingProxyType({})


def as_it_stands(instance: Instance) -> Board:
    """What runs and who attends it, for placing: `place[]` have nothing yet."""
    board = Board(instance)
    for offering in instance.offerings.values():
        held = offering.fixed or offering.current
        if held is not None:
            board.hold(offering.id, held)
    for client in instance.clients.values():
        if client.current is not None and client.id not in instance.place:
            board.give(client.id, current_week(client))
    return board


def placed(instance: Instance) -> Board:
    """Everyone in `place[]` with their best week, one after the other by weight."""
    board = as_it_stands(instance)
    for client in by_weight(instance.clients[id] for id in instance.place):
        board.give(client.id, best_on(board, client)[0])
    return board


def as_planned(instance: Instance, plan: Plan) -> Board:
    """The week of a plan."""
    board = Board(instance)
    for held in plan.offerings.values():
        if held.arrangement is not None:
            board.hold(held.id, held.arrangement)
    for week in plan.clients.values():
        board.give(week.id, given_in(week))
    return board


def given_in(week: Week) -> Given:
    """What a plan gives somebody."""
    return Given(frozenset(week.offerings), dict(week.individual))


def kept(instance: Instance, runs: Mapping[str, Arrangement] = ALL_ANEW) -> Board:
    """For a repair: what can stay stays, and the others get their best week.

    `runs` says how groups are held that keep their time; a series as a whole.
    """
    board = Board(instance)
    units = sorted(units_of(instance), key=lambda unit: not unit.must_run)
    for unit in units:
        if all(each.id in runs for each in unit.offerings):
            _hold(board, ((each.id, runs[each.id]) for each in unit.offerings))
    for unit in units:
        if unit.id not in board.runs:
            _keep(board, unit)
    _fill(board)
    return board


def arranged(instance: Instance, runs: Mapping[str, Arrangement]) -> Board:
    """A timetable as somebody made it: who can keep their week does, then the others.

    What runs with too few, and need not run, is closed.
    """
    board = with_runs(instance, runs)
    _fill(board)
    return board


def current_week(client: Client) -> Given:
    """What they attend today; nothing when they are new."""
    if client.current is None:
        return NOTHING
    return Given(frozenset(client.current.offerings), dict(client.current.individual))


def _fill(board: Board) -> None:
    """Give everyone a week: today's if it can go on, or else the best that is left."""
    for client in board.instance.clients.values():
        if client.current is not None and _can_stay(board, client):
            board.give(client.id, current_week(client))
    enroll_all(board)


def _keep(board: Board, unit: Unit) -> None:
    """Hold what runs today as it does, or else as near to it as possible."""
    today = {each.id: each.fixed or each.current for each in unit.offerings}
    if not unit.must_run and None in today.values():
        return
    best = min(
        placings(board, unit),
        key=lambda placing: sum(_moved(today[id], held) for id, held in placing),
        default=(),
    )
    _hold(board, best)


def _hold(board: Board, placing: Iterable[tuple[str, Arrangement]]) -> None:
    for id, held in placing:
        board.hold(id, held)


def _moved(today: Arrangement | None, held: Arrangement) -> int:
    """How far an arrangement is from today's: its start weighs most."""
    if today is None:
        return 0
    other_start = today.start != held.start
    return 100 * other_start + ((today.leader, today.room) != (held.leader, held.room))


def _can_stay(board: Board, client: Client) -> bool:
    """Whether today's week can go on as it is: all of its sessions, together."""
    today, life = current_week(client), Life(client, board.slots)
    groups = [each for each in group_options(board, life) if each.id in today.offerings]
    alone = [
        individual_option(life, session, held)
        for session in client.individual
        if (held := today.individual.get(session.id)) is not None
        and held.room in rooms_for(board, life, session, held.start, held.leader)
    ]
    given, _ = best_week(board, client, [*groups, *alone])
    return given == today
