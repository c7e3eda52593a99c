"""The plan that a week on the board makes, with its four levels."""

from collections.abc import Container, Sequence

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Client
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
    Week,
)

Values = tuple[int, int, int, int]  # of the four levels, in their order


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


def values(board: Board, without: Container[str] = ()) -> Values:
    """The four levels of the week on the board, perhaps without some clients."""
    instance = board.instance
    clients = [c for c in instance.clients.values() if c.id not in without]
    worths = [(client, _worth(board, client)) for client in clients]
    held = [(instance.offerings[id], run) for id, run in board.runs.items()]
    return (
        sum(client.weight for client, worth in worths if worth.is_served),
        sum(worth.shortfall for _, worth in worths if not worth.is_served),
        sum(worth.cost.changes for _, worth in worths)
        + sum(
            (run.leader, run.room) != (offering.current.leader, offering.current.room)
            for offering, run in held
            if offering.current is not None
        ),
        sum(worth.cost.discomfort for _, worth in worths)
        + sum(offering.open_cost for offering, _ in held),
    )


def key(found: Values) -> Values:
    """Smaller is better."""
    return (-found[0], *found[1:])


def _worth(board: Board, client: Client) -> Worth:
    return worth_of(board, client, attended(board, client))


def plan_of(
    board: Board, status: Status, bounds: Sequence[int], seconds: float
) -> Plan:
    """The plan, with a bound for each level."""
    found = values(board)
    return Plan(
        status=status,
        levels=tuple(
            Level(name, value, bound)
            for name, value, bound in zip(LevelName, found, bounds, strict=True)
        ),
        offerings={
            id: Held(id, board.runs.get(id), tuple(sorted(board.rosters[id])))
            for id in board.instance.offerings
        },
        clients={c.id: _week(board, c) for c in board.instance.clients.values()},
        seconds=seconds,
    )


def _week(board: Board, client: Client) -> Week:
    sessions = sorted(attended(board, client), key=lambda each: each.start)
    state = State.PARTLY if sessions else State.WAITING
    if _worth(board, client).is_served:
        state = State.SERVED
    return Week(
        id=client.id,
        state=state,
        offerings=tuple(each.id for each in sessions if not each.is_individual),
        individual={each.id: each.held for each in sessions if each.is_individual},
        minutes=sum(each.minutes for each in sessions),
        days=len({each.start // DAY for each in sessions}),
    )
