"""A week as it was painted: what is at each quarter of an hour, and what that means.

Source: our own rule; the times it gives are those of the contract of week fit.
Units:  slots of a quarter of an hour, 672 in a week; slot 0 is Monday 00:00. Windows
        are minutes of the week (`week_fit.clock`), and none crosses midnight.
Decided:
- A slot holds one mark. Painted over, it holds the later one.
- What is painted for one date is a layer over the ordinary week: NOTHING wipes a slot,
  UNCHANGED leaves it as it is.
- Once somebody says what is good for them, every other free time costs a little: less
  than a time they would rather keep free, so that theirs are taken first and no one is
  left without a week for a wish.
"""

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import NamedTuple

from daybridge.rules.week_fit.clock import DAY, WEEK, Window
from daybridge.rules.week_fit.instance import Avoid

QUARTER = 15  # minutes
DAY_SLOTS = DAY // QUARTER
WEEK_SLOTS = WEEK // QUARTER

NOTHING = "none"
UNCHANGED = ""
RATHER_NOT = "rather_not"
PREFERRED = "preferred"
RATHER_NOT_COST = 3  # per quarter of an hour
NOT_PREFERRED_COST = 1  # per quarter: three evenings elsewhere weigh one rather not

Painting = tuple[str, ...]  # a mark for each slot
EMPTY: Painting = (NOTHING,) * WEEK_SLOTS


class Stroke(NamedTuple):
    """A mark from a slot, included, to a slot, excluded."""

    start: int
    end: int
    mark: str

    @property
    def weekday(self) -> int:
        """The day it is on; Monday is 0."""
        return self.start // DAY_SLOTS

    @property
    def from_quarter(self) -> int:
        """Quarters since midnight."""
        return self.start % DAY_SLOTS

    @property
    def until_quarter(self) -> int:
        return self.end - self.weekday * DAY_SLOTS


def painting(strokes: Iterable[Stroke], *, on: Painting = EMPTY) -> Painting:
    """A week after these strokes, in their order."""
    slots = list(on)
    for start, end, mark in strokes:
        slots[start:end] = [mark] * (end - start)
    return tuple(slots)


def strokes_of(week: Painting, *, on: Painting = EMPTY) -> tuple[Stroke, ...]:
    """The strokes that make one week of another; none goes past midnight."""
    differing = [
        UNCHANGED if mark == before else mark
        for before, mark in zip(on, week, strict=True)
    ]
    return tuple(run for run in _runs(differing) if run.mark != UNCHANGED)


def windows(week: Painting, marks: Collection[str]) -> tuple[Window, ...]:
    """When there is any of these marks."""
    chosen = ["x" if mark in marks else "" for mark in week]
    return tuple(
        Window(run.start * QUARTER, run.end * QUARTER)
        for run in _runs(chosen)
        if run.mark
    )


def avoided(week: Painting) -> tuple[Avoid, ...]:
    """What a session costs at the times they would rather keep, or did not prefer."""
    rather_not = windows(week, {RATHER_NOT})
    outside = windows(week, {NOTHING}) if PREFERRED in week else ()
    costs = [Avoid(window, RATHER_NOT_COST) for window in rather_not]
    costs += [Avoid(window, NOT_PREFERRED_COST) for window in outside]
    return tuple(sorted(costs, key=lambda avoid: avoid.window))


def slots_around(start_minute: int, end_minute: int) -> tuple[int, int]:
    """The whole quarters that hold a time which may begin or end within one."""
    return start_minute // QUARTER, -(-end_minute // QUARTER)


def _runs(week: Iterable[str]) -> Iterable[Stroke]:
    """Equal slots of one day, as one."""
    slots = enumerate(week)
    for (_, mark), run in groupby(slots, key=lambda at: (at[0] // DAY_SLOTS, at[1])):
        found = [slot for slot, _ in run]
        yield Stroke(found[0], found[-1] + 1, mark)
