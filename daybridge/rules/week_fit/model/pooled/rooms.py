"""From a pooled answer to a timetable, with a room of its own for each group."""

from collections.abc import Mapping

from daybridge.rules.week_fit.instance import Arrangement, Instance
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.pooled.timetable import Run


def timetabled(instance: Instance, runs: Mapping[str, Run]) -> Board:
    """The groups on a board, the earliest first: then rooms that are alike suffice."""
    board = Board(instance)
    for id, (start, leader, rooms) in sorted(runs.items(), key=lambda run: run[1][0]):
        minutes = instance.offerings[id].minutes
        bit = board.slots.span(start, start + 1)
        free = (room for room in rooms if board.room_starts(room, minutes) & bit)
        board.hold(id, Arrangement(start, leader, next(free) if rooms else None))
    return board
