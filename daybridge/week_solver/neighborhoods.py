"""Which part of a week to decide anew, when the whole is too much at once."""

import random
from collections.abc import Iterable, Mapping
from typing import TypeVar

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Client
from daybridge.rules.week_fit.model.board import NOTHING, Board
from daybridge.rules.week_fit.model.formulation import Free
from daybridge.rules.week_fit.model.options import Life
from daybridge.rules.week_fit.model.outcome import unserved
from daybridge.rules.week_fit.model.units import Unit, units_of
from daybridge.rules.week_fit.model.wish import Choice, Wish, wish_for

RUNNING, CLOSED, UNSERVED = 2, 2, 10  # units and clients that are freed
AT_EASE = 6  # clients whose weeks are made easier together
SWAPPING = 8  # clients who may give their place in a group to somebody


Each = TypeVar("Each")


def a_part(board: Board, chance: random.Random) -> tuple[Board, Free]:
    """Some part: mostly what is around somebody who is not served."""
    left_out = unserved(board)
    if left_out and chance.random() < 2 / 3:
        return around(board, chance.choice(left_out), chance)
    return without_some_groups(board, chance)


def around(board: Board, client: Client, chance: random.Random) -> tuple[Board, Free]:
    """Free for somebody: whoever has sessions with their leaders moves those, whoever
    sits in groups that would fit may leave, and groups stay as they are."""
    wanted = {id for session in client.individual for id in session.leaders}
    moving = {
        id
        for id, given in board.weeks.items()
        if any(held.leader in wanted for held in given.individual.values())
    }
    life, offerings = Life(client, board.slots), board.instance.offerings
    beside = {
        id
        for offering, held in board.runs.items()
        if life.can_attend(offerings[offering], held)
        for id in board.rosters[offering]
    }
    swapping = {client.id, *_some(sorted(beside), SWAPPING, chance)}
    choices = {id: _as_it_is(board, id) for id in moving - swapping}
    return _freed(board, moving | swapping, (), choices)


def without_some_groups(board: Board, chance: random.Random) -> tuple[Board, Free]:
    """Some groups are laid out anew, for those who attend them and some who wait."""
    units = units_of(board.instance)
    running = [unit for unit in units if unit.id in board.runs]
    closed = [unit for unit in units if unit.id not in board.runs]
    freed = [*_some(running, RUNNING, chance), *_some(closed, CLOSED, chance)]
    clients = {
        id for unit in freed for each in unit.offerings for id in board.rosters[each.id]
    }
    clients |= {each.id for each in _some(unserved(board), UNSERVED, chance)}
    return _freed(board, clients, freed, {})


def some_people(board: Board, chance: random.Random) -> tuple[Board, Free]:
    """Some who have a week, in the groups that run."""
    people = _some(sorted(board.weeks), AT_EASE, chance)
    return _freed(board, set(people), (), {})


def _freed(
    board: Board,
    clients: set[str],
    units: Iterable[Unit],
    choices: Mapping[str, Choice],
) -> tuple[Board, Free]:
    """The board without these clients and units, which may be decided anew."""
    left = Board(board.instance)
    closing = {offering.id for unit in units for offering in unit.offerings}
    for id, held in board.runs.items():
        if id not in closing:
            left.hold(id, held)
    for id, given in board.weeks.items():
        if id not in clients:
            left.give(id, given)
    people = tuple(c for c in board.instance.clients.values() if c.id in clients)
    return left, Free(people, tuple(units), choices)


def _as_it_is(board: Board, client: str) -> Wish:
    """Their groups, and individual sessions near them or on the same days."""
    given = board.weeks.get(client, NOTHING)
    days = {held.start // DAY for held in given.individual.values()}
    somebody = board.instance.clients[client]
    return wish_for(board, somebody, given.offerings, days)


def _some(things: list[Each], count: int, chance: random.Random) -> list[Each]:
    return chance.sample(things, min(count, len(things)))
