"""Which part of a week to decide anew, when the whole is too much at once."""

import random
from typing import TypeVar

from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.formulation import Free
from daybridge.rules.week_fit.model.units import units_of

SECONDS = 12.0  # for one part
RUNNING, CLOSED, UNSERVED = 2, 2, 10  # units and clients that are freed


Each = TypeVar("Each")


def without_a_part(board: Board, chance: random.Random) -> tuple[Board, Free]:
    """The board without some groups, those who attend them, and some who wait."""
    units = units_of(board.instance)
    running = [unit for unit in units if unit.id in board.runs]
    closed = [unit for unit in units if unit.id not in board.runs]
    freed = [*_some(running, RUNNING, chance), *_some(closed, CLOSED, chance)]
    waiting = [id for id in board.instance.clients if id not in board.weeks]
    clients = {
        id for unit in freed for each in unit.offerings for id in board.rosters[each.id]
    }
    clients |= set(_some(waiting, UNSERVED, chance))
    left = Board(board.instance)
    closing = {offering.id for unit in freed for offering in unit.offerings}
    for id, held in board.runs.items():
        if id not in closing:
            left.hold(id, held)
    for id, given in board.weeks.items():
        if id not in clients:
            left.give(id, given)
    people = [c for c in board.instance.clients.values() if c.id in clients]
    return left, Free(tuple(people), tuple(freed))


def _some(things: list[Each], count: int, chance: random.Random) -> list[Each]:
    return chance.sample(things, min(count, len(things)))
