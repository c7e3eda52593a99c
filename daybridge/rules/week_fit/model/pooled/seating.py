"""From a pooled answer to groups with rooms, and to what each client wishes for."""

from collections import defaultdict
from collections.abc import Iterable

from daybridge.rules.week_fit.instance import Arrangement, Instance, Offering
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.pooled.kinds import Pool, kinds
from daybridge.rules.week_fit.model.pooled.week import PooledAnswer
from daybridge.rules.week_fit.model.units import units_of
from daybridge.rules.week_fit.model.wish import Wish, wish_for


def seated(instance: Instance, answer: PooledAnswer) -> tuple[Board, dict[str, Wish]]:
    """A board on which the groups run, and everyone's wish."""
    board = Board(instance)
    rosters = _rosters(instance, answer)
    for id in _running(instance, answer, rosters):
        start, leader, rooms = answer.runs[id]
        minutes = instance.offerings[id].minutes
        bit = board.slots.span(start, start + 1)
        free = (room for room in rooms if board.room_starts(room, minutes) & bit)
        board.hold(id, Arrangement(start, leader, next(free) if rooms else None))
    joined: dict[str, set[str]] = defaultdict(set)
    for id, clients in rosters.items():
        for client in clients:
            joined[client].add(id)
    wishes = {
        id: wish_for(board, client, joined[id], answer.days[id])
        for id, client in instance.clients.items()
    }
    return board, wishes


def _running(
    instance: Instance, answer: PooledAnswer, rosters: dict[str, list[str]]
) -> list[str]:
    """The offerings that run, in order of their starts, so that rooms work out."""
    wanted = [
        offering.id
        for unit in units_of(instance)
        for offering in unit.offerings
        if offering.id in answer.runs and (unit.must_run or rosters.get(offering.id))
    ]
    return sorted(wanted, key=lambda id: answer.runs[id][0])


def _rosters(instance: Instance, answer: PooledAnswer) -> dict[str, list[str]]:
    """Who sits in which group: enough in each, and today's members where possible."""
    kind_of = kinds(Board(instance))
    groups: dict[Pool, list[Offering]] = defaultdict(list)
    for id, (start, _, _) in answer.runs.items():
        offering = instance.offerings[id]
        groups[Pool(kind_of(offering), start)].append(offering)
    found: dict[str, list[str]] = {}
    for pool, clients in answer.places.items():
        found |= _shared_out(instance, answer, groups[pool], clients)
    return found


def _shared_out(
    instance: Instance,
    answer: PooledAnswer,
    groups: list[Offering],
    clients: list[str],
) -> dict[str, list[str]]:
    """The clients of a pool in its groups; there are places and people enough.

    First every group gets as many as it needs, then as many as it holds; each time its
    members of today come first.
    """
    rosters: dict[str, list[str]] = {group.id: [] for group in groups}
    left = dict.fromkeys(clients)

    def sit(group: Offering, people: Iterable[str], until: int) -> None:
        for client in people:
            if client in left and len(rosters[group.id]) < until:
                rosters[group.id].append(client)
                del left[client]

    needed = {group.id: group.min_clients for group in groups}
    held = {group.id: _seats(instance, answer, group) for group in groups}
    for until in (needed, held):
        for group in groups:
            sit(group, _members(instance, group, clients), until[group.id])
        for group in groups:
            sit(group, tuple(left), until[group.id])
    return rosters


def _members(instance: Instance, group: Offering, clients: list[str]) -> list[str]:
    """Those of them who attend it today."""
    today = ((id, instance.clients[id].current) for id in clients)
    return [id for id, current in today if current and group.id in current.offerings]


def _seats(instance: Instance, answer: PooledAnswer, group: Offering) -> int:
    _, _, rooms = answer.runs[group.id]
    if not rooms:
        return group.capacity
    return min(group.capacity, instance.rooms[rooms[0]].capacity - 1)
