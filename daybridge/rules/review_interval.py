"""How often continued service is reviewed, and whose rule that is.

Source: section 4 of the level-of-care notes: every payer has an interval of its own, in
        its contract or manual, and so has a license. No number is built in.
Units:  whole days from the admission, or from the day of the last signed review.
Decided where the source is silent:
- A plan's own rule stands before its payer's, and any payer's before the program's.
- Of two policies the shorter interval holds: it serves both.
- The policies of the day of asking count, not those of the admission.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Interval:
    """The most days between two reviews, and where that is written."""

    every_days: int
    whose: str  # the plan, the payer, or the program
    source: str = ""
    is_of_program: bool = False


@dataclass(frozen=True, slots=True)
class Insurer:
    """What the payer of one policy in force says, and what its plan says."""

    of_plan: Interval | None = None
    of_payer: Interval | None = None

    @property
    def interval(self) -> Interval | None:
        return self.of_plan or self.of_payer


def interval_of(insurers: Iterable[Insurer], *, of_program: Interval) -> Interval:
    """The rule that holds for somebody with these policies."""
    theirs = [one.interval for one in insurers if one.interval is not None]
    return min(theirs, key=lambda one: one.every_days, default=of_program)


def due_on(admitted_on: date, last_on: date | None, interval: Interval) -> date:
    """The day by which the next review is to be signed."""
    return (last_on or admitted_on) + timedelta(days=interval.every_days)
