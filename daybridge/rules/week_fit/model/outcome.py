"""The plan that a week on the board makes, with its four levels."""

from collections.abc import Container, Sequence

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Arrangement, Client, Offering
from daybridge.rules.week_fit.model.best_week import Worth, worth_of
from daybridge.rules.week_fit.model.board import NOTHING, Board
from daybridge.rules.week_fit.model.options import (
    Life,
    Option,
    group_option,
    individual_option,
)
from daybridge.rules.week_fit.plan import (
    Held,
    Level,
    LevelName,
    Plan,
    State,
    Status,
    Values,
    Week,
)

Weeks = list[tuple[Client, list[Option], Worth]]  # what each attends


def attended(board: Board, client: Client) -> list[Option]:
    """The sessions that somebody is given, as parts of their week."""
    given, life = board.weeks.get(client.id, NOTHING), Life(client, board.slots)
    offerings = board.instance.offerings
    groups = [
        group_option(life, offerings[id], board.runs[id])
        for id in given.offerings
        if id in board.runs
    ]
    alone = [
        individual_option(life, session, given.individual[session.id])
        for session in client.individual
        if session.id in given.individual
    ]
    return [*groups, *alone]


def is_served(board: Board, client: Client) -> bool:
    """Whether somebody's week on the board meets the dose."""
    return worth_of(board, client, attended(board, client)).is_served


def values(board: Board, without: Container[str] = ()) -> Values:
    """The four levels of the week on the board, perhaps without some clients."""
    return _values(board, _weeks(board, without))


def key(found: Values) -> Values:
    """Smaller is better."""
    return (-found[0], *found[1:])


def unserved(board: Board) -> list[Client]:
    """Those whose dose the board does not meet, in the order of the document."""
    return [client for client, _, worth in _weeks(board) if not worth.is_served]


def plan_of(board: Board) -> Plan:
    """The plan, of which nothing is proved yet; everyone could be served."""
    weeks = _weeks(board)
    hoped = (sum(c.weight for c in board.instance.clients.values()), 0, 0, 0)
    return Plan(
        status=Status.FEASIBLE,
        levels=levels_of(_values(board, weeks), hoped),
        offerings={
            id: Held(id, board.runs.get(id), tuple(sorted(board.rosters[id])))
            for id in board.instance.offerings
        },
        clients={
            client.id: _week(client, sessions, worth)
            for client, sessions, worth in weeks
        },
    )


def levels_of(reached: Values, bounds: Sequence[int]) -> tuple[Level, ...]:
    """The levels with their names, and what no week can beat."""
    return tuple(
        Level(name, value, bound)
        for name, value, bound in zip(LevelName, reached, bounds, strict=True)
    )


def _weeks(board: Board, without: Container[str] = ()) -> Weeks:
    return [
        (client, sessions, worth_of(board, client, sessions))
        for client in board.instance.clients.values()
        if client.id not in without
        for sessions in [attended(board, client)]
    ]


def _values(board: Board, weeks: Weeks) -> Values:
    held = [(board.instance.offerings[id], run) for id, run in board.runs.items()]
    return (
        sum(client.weight for client, _, worth in weeks if worth.is_served),
        sum(worth.shortfall for _, _, worth in weeks if not worth.is_served),
        sum(worth.cost.changes for _, _, worth in weeks)
        + sum(is_held_otherwise(offering, run) for offering, run in held),
        sum(worth.cost.discomfort for _, _, worth in weeks)
        + sum(offering.open_cost for offering, _ in held),
    )


def is_held_otherwise(offering: Offering, run: Arrangement) -> bool:
    """Whether its leader or its room is another than today."""
    today = offering.current
    return today is not None and (run.leader, run.room) != (today.leader, today.room)


def _week(client: Client, attended: list[Option], worth: Worth) -> Week:
    sessions = sorted(attended, key=lambda each: each.start)
    state = State.PARTLY if sessions else State.WAITING
    return Week(
        id=client.id,
        state=State.SERVED if worth.is_served else state,
        offerings=tuple(each.id for each in sessions if not each.is_individual),
        individual={each.id: each.held for each in sessions if each.is_individual},
        minutes=sum(each.minutes for each in sessions),
        days=len({each.start // DAY for each in sessions}),
    )
