"""The nearest way to hold each session that cannot be held as planned, one by one.

The first answer at seven in the morning, in a fraction of a second and without a
solver; `week_solver.repairing` then looks at all sessions together.

Decided: sessions are looked at in the order of the week. Each is held in the way that
        loses the fewest of its people, then nearest in time, then with the fewest other
        leaders and rooms. Where more than half could not come it is not worth holding:
        everyone is offered another session instead.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from daybridge.rules.week_fit.instance import Arrangement, Client, Instance, Offering
from daybridge.rules.week_fit.model.board import NOTHING, Board, Given
from daybridge.rules.week_fit.model.options import Life
from daybridge.rules.week_fit.plan import Plan

Cost = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How a session could be held, and who of its people could not come then."""

    held: Arrangement
    lost: frozenset[str]


Ways = Mapping[str, Way | None]  # by offering; None: it is not held


def mended(instance: Instance, *, may_go_online: bool) -> Ways:
    """The nearest way for each offering, when those before it are held."""
    board, found = Board(instance), {}
    by_start = sorted(instance.offerings.values(), key=lambda each: _today(each).start)
    for offering in by_start:
        ways = ways_of(board, offering, may_go_online=may_go_online)
        best = min(ways, key=lambda way: cost(offering, way), default=None)
        found[offering.id] = worth_holding(instance, offering, best)
        hold(board, offering, found[offering.id])
    return found


def ways_of(board: Board, offering: Offering, *, may_go_online: bool) -> Iterator[Way]:
    """Every way to hold an offering beside what is on the board."""
    people = [Life(each, board.slots) for each in members(board.instance, offering)]
    lost: dict[tuple[int, bool], frozenset[str]] = {}
    for held in _arrangements(board, offering, may_go_online):
        key = (held.start, held.room is None)
        if key not in lost:
            lost[key] = _lost(board, offering, held, people)
        yield Way(held, lost[key])


def cost(offering: Offering, way: Way) -> Cost:
    """Fewer is better: people, then minutes, then leaders and rooms, then tastes."""
    held, today = way.held, _today(offering)
    others = (held.leader != today.leader) + (held.room != today.room)
    is_online = held.room is None and today.room is not None
    return (
        len(way.lost),
        abs(held.start - today.start),
        others,
        is_online,
        offering.leaders.index(held.leader),
    )


def total_cost(instance: Instance, ways: Ways) -> Cost:
    """Of all sessions together: people lost, sessions moved, leaders and rooms."""
    lost = moved = others = 0
    for id, way in ways.items():
        offering = instance.offerings[id]
        today = _today(offering)
        if way is None:
            lost += len(members(instance, offering))
            moved += 1
            continue
        lost += len(way.lost)
        moved += way.held.start != today.start
        others += way.held.leader != today.leader
        others += way.held.room != today.room
    return (lost, moved, others)


def ways_in(instance: Instance, plan: Plan) -> Ways:
    """The same of a plan, which decides all sessions together."""
    found: dict[str, Way | None] = {}
    for id, held in plan.offerings.items():
        offering, way = instance.offerings[id], None
        if held.arrangement is not None:
            people = {client.id for client in members(instance, offering)}
            way = Way(held.arrangement, frozenset(people - set(held.clients)))
        found[id] = worth_holding(instance, offering, way)
    return found


def worth_holding(
    instance: Instance, offering: Offering, way: Way | None
) -> Way | None:  # fmt: skip
    """The way, unless more than half of the people could not come."""
    if way is None or 2 * len(way.lost) > len(members(instance, offering)):
        return None
    return way


def hold(board: Board, offering: Offering, way: Way | None) -> None:
    """Let an offering run so, with everyone of today who can come."""
    if way is None:
        return
    board.hold(offering.id, way.held)
    for client in members(board.instance, offering):
        if client.id not in way.lost:
            given = board.withdraw(client.id)
            board.give(client.id, Given(given.offerings | {offering.id}))


def members(instance: Instance, offering: Offering) -> Collection[Client]:
    """Who attends it today."""
    return [
        client
        for client in instance.clients.values()
        if client.current is not None and offering.id in client.current.offerings
    ]


def _arrangements(
    board: Board, offering: Offering, may_go_online: bool
) -> Iterator[Arrangement]:
    rooms = [
        (room, board.room_starts(room, offering.minutes)) for room in offering.rooms
    ]
    is_online = may_go_online or not offering.rooms
    for leader in offering.leaders:
        person = board.instance.staff[leader]
        free = board.leader_starts(person, offering.minutes)
        for start in offering.starts:
            bit = board.slots.span(start, start + 1)
            if not free & bit:
                continue
            room = next((room for room, open in rooms if open & bit), None)
            if room is not None:
                yield Arrangement(start, leader, room)
            if is_online:
                yield Arrangement(start, leader, None)


def _lost(
    board: Board, offering: Offering, held: Arrangement, people: Iterable[Life]
) -> frozenset[str]:
    """Who has no time then, or no way to attend from home."""
    return frozenset(
        life.client.id
        for life in people
        if not life.can_attend(offering, held)
        or _is_elsewhere(board, life.client, held.start, offering.minutes)
    )


def _is_elsewhere(board: Board, client: Client, start: int, minutes: int) -> bool:
    return any(
        board.runs[id].start < start + minutes
        and start < board.runs[id].start + board.instance.offerings[id].minutes
        for id in board.weeks.get(client.id, NOTHING).offerings
    )


def _today(offering: Offering) -> Arrangement:
    if offering.current is None:
        raise ValueError("Only a session that is held today is mended")
    return offering.current
