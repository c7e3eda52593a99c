"""Time of leaders and rooms in a pooled week: groups by the minute, else by the day.

Rooms that are alike are counted, not named: as long as no moment has more sessions than
such rooms, each session finds one (`seating`).
"""

from collections import defaultdict
from collections.abc import Mapping

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Leader
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.program import Program, plus
from daybridge.rules.week_fit.model.shared_time import Use, at_most_at_once

RoomClass = tuple[str, ...]  # the ids of rooms that are alike


class PooledTime:
    """Everything that takes time of leaders and rooms, until the rows are made."""

    def __init__(self, program: Program, board: Board) -> None:
        self.program = program
        self.board = board
        self._led: dict[str, list[Use]] = defaultdict(list)
        self._held: dict[RoomClass, list[Use]] = defaultdict(list)
        self._minutes: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)

    def lead(self, leader: str, start: int, minutes: int, variable: int) -> None:
        """A group, which begins at a known time."""
        self._led[leader].append(Use(start, minutes, variable))
        self.lead_on(leader, start // DAY, minutes, variable)

    def lead_on(self, leader: str, day: int, minutes: int, variable: int) -> None:
        """An individual session, at some hour of a day."""
        self._minutes[leader, day][variable] = minutes

    def hold(self, rooms: RoomClass, start: int, minutes: int, variable: int) -> None:
        """One of the rooms that are alike."""
        self._held[rooms].append(Use(start, minutes, variable))

    def close(self) -> None:
        """Make the rows, once everything is known that takes time."""
        for id, uses in self._led.items():
            changeover = self.board.instance.staff[id].changeover_minutes
            at_most_at_once(self.program, uses, 1, changeover)
        for rooms, uses in self._held.items():
            at_most_at_once(self.program, uses, len(rooms))
        week: dict[str, dict[int, int]] = defaultdict(dict)
        for (id, day), minutes in self._minutes.items():
            self._limit_day(self.board.instance.staff[id], day, minutes)
            week[id] |= minutes
        for id, minutes in week.items():
            limit = self.board.instance.staff[id].max_week_minutes
            if limit is not None:
                self.program.at_most(minutes, limit)

    def _limit_day(self, leader: Leader, day: int, minutes: Mapping[int, int]) -> None:
        """Contact minutes; and time on shift, in which they also change over."""
        if leader.max_day_minutes is not None:
            self.program.at_most(minutes, leader.max_day_minutes)
        changeover = leader.changeover_minutes
        taken = plus(minutes, dict.fromkeys(minutes, changeover))
        on_shift = sum(
            window.end - window.start + changeover
            for window in leader.shifts
            if window.start // DAY == day
        )
        self.program.at_most(taken, on_shift)
