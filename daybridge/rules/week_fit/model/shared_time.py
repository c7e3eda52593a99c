"""Rows that keep leaders and rooms to one session at a time, and in their limits.

Offices that are alike and serve individual sessions only are counted together: as long
as no moment has more sessions than offices, each session finds one (`offices`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from daybridge.rules.week_fit.clock import DAY, WEEK
from daybridge.rules.week_fit.instance import Leader
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.offices import Offices
from daybridge.rules.week_fit.model.program import Program, total


@dataclass(frozen=True, slots=True)
class Use:
    """A variable that takes a leader or a room from a start on."""

    start: int
    minutes: int
    variable: int

    def covers(self, moment: int, and_after: int = 0) -> bool:
        """Whether it takes a moment, or the time of changing over after it."""
        return (moment - self.start) % WEEK < self.minutes + and_after


class SharedTime:
    """Everything that takes time of leaders and rooms, until the rows are made."""

    def __init__(self, program: Program, board: Board) -> None:
        self.program = program
        self.board = board
        self.offices = Offices(board)
        self._led: dict[str, list[Use]] = defaultdict(list)
        self._held: dict[str, list[Use]] = defaultdict(list)
        self._in_offices: list[Use] = []

    def lead(self, leader: str, start: int, minutes: int, variable: int) -> None:
        self._led[leader].append(Use(start, minutes, variable))

    def hold(self, room: str, start: int, minutes: int, variable: int) -> None:
        self._held[room].append(Use(start, minutes, variable))

    def hold_an_office(self, start: int, minutes: int, variable: int) -> None:
        self._in_offices.append(Use(start, minutes, variable))

    def close(self) -> None:
        """Make the rows, once everything is known that takes time."""
        for id, uses in self._led.items():
            leader = self.board.instance.staff[id]
            at_most_at_once(self.program, uses, 1, leader.changeover_minutes)
            self._limit(leader, uses)
        for uses in self._held.values():
            at_most_at_once(self.program, uses, 1)
        self._count_offices()

    def _count_offices(self) -> None:
        """At no moment more sessions than offices, also as one that stands begins."""
        begins = {use.start for use in self._in_offices} | self.offices.starts()
        for moment in sorted(begins):
            covering = [u.variable for u in self._in_offices if u.covers(moment)]
            if covering:
                self.program.at_most(total(covering), self.offices.free_at(moment))

    def _limit(self, leader: Leader, uses: list[Use]) -> None:
        led, week = self.board.minutes_led, leader.max_week_minutes
        if week is not None:
            terms = {use.variable: use.minutes for use in uses}
            self.program.at_most(terms, week - led(leader.id))
        if leader.max_day_minutes is None:
            return
        for day in sorted({use.start // DAY for use in uses}):
            today = {u.variable: u.minutes for u in uses if u.start // DAY == day}
            left = leader.max_day_minutes - led(leader.id, day)
            self.program.at_most(today, left)


def at_most_at_once(
    program: Program, uses: Iterable[Use], most: int, changeover: int = 0
) -> None:
    """Of those that take one thing, no more at any moment; two that meet do so exactly
    when one has begun, or is changing over, as the other begins."""
    by_day: dict[int, list[Use]] = defaultdict(list)
    for use in uses:
        by_day[use.start // DAY].append(use)
    for day, theirs in by_day.items():
        near = [*theirs, *by_day.get((day - 1) % 7, [])]
        for moment in sorted({use.start for use in theirs}):
            taking = total(u.variable for u in near if u.covers(moment, changeover))
            if len(taking) > most:
                program.at_most(taking, most)
