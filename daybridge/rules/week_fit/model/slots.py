"""Time as the bits of a whole number, so that whole weeks are compared at once.

Bit i stands for the i-th slot of the week; a slot is the longest time that divides both
the grid and a day. The week repeats: what is before Monday is the end of Sunday.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import gcd

from daybridge.rules.week_fit.clock import DAY, WEEK, Window


@dataclass(frozen=True)
class Slots:
    """The slots of a week with this grid."""

    grid_minutes: int

    @cached_property
    def minutes(self) -> int:
        """The length of a slot."""
        return gcd(self.grid_minutes, DAY)

    @cached_property
    def count(self) -> int:
        return WEEK // self.minutes

    @cached_property
    def all(self) -> int:
        return (1 << self.count) - 1

    def span(self, start: int, end: int) -> int:
        """The slots from a minute to another within the week."""
        first, last = start // self.minutes, -(-end // self.minutes)
        return ((1 << (last - first)) - 1) << first

    def windows(self, windows: Iterable[Window]) -> int:
        found = 0
        for window in windows:
            found |= self.span(window.start, window.end)
        return found

    def widened(self, slots: int, minutes: int) -> int:
        """The slots and those up to so many minutes before and after them."""
        found, steps = slots, min(minutes // self.minutes, self.count)
        for _ in range(steps):
            found |= self._later(found, 1) | self._later(found, self.count - 1)
        return found

    def starts(self, free: int, minutes: int) -> int:
        """Where so many minutes can begin, on the grid and over by midnight."""
        found, length = free & self._grid, minutes // self.minutes
        for step in range(1, length):
            found &= free >> step
        return found & self._early_enough(length)

    def minutes_of(self, slots: int) -> Iterator[int]:
        """The minute of the week at which each slot begins, in order."""
        while slots:
            lowest = slots & -slots
            yield (lowest.bit_length() - 1) * self.minutes
            slots ^= lowest

    def day(self, day: int) -> int:
        """All slots of a day."""
        return self.span(day * DAY, (day + 1) * DAY)

    def _later(self, slots: int, by: int) -> int:
        """Every slot so many slots later, around the week."""
        moved = slots << by
        return (moved | moved >> self.count) & self.all

    @cached_property
    def _grid(self) -> int:
        found = 0
        for day in range(0, WEEK, DAY):
            for minute in range(day, day + DAY, self.grid_minutes):
                found |= 1 << (minute // self.minutes)
        return found

    def _early_enough(self, length: int) -> int:
        a_day = DAY // self.minutes
        first = (1 << max(0, a_day - length + 1)) - 1
        return sum(first << (day * a_day) for day in range(7))
