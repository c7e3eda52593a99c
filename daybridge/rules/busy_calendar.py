"""Which busy times of a calendar are of every week, and which only of some dates.

Source: our own rule.
Units:  slots of a quarter of an hour in a week (`week_painted`); one set for each week.
Decided:
- What is busy in three weeks of four is of every week, so that a holiday or a week away
  makes a few dates free and not every shift a date of its own.
- What is on the week already stays: a calendar adds to it and takes nothing away. So
  the same file twice changes nothing.
- A calendar that says when somebody is away has the mark NOTHING. It is laid over what
  is there: it takes away and adds nothing.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from daybridge.rules.week_painted import NOTHING, Painting

OF_EVERY_WEEK = 0.75  # of the weeks looked at

Busy = frozenset[int]


def usual(weeks: Sequence[Busy]) -> Busy:
    """The slots that are of every week."""
    counted = Counter(chain.from_iterable(weeks))
    least = OF_EVERY_WEEK * len(weeks)
    return frozenset(slot for slot, times in counted.items() if times >= least)


def with_busy(week: Painting, busy: Busy, mark: str) -> Painting:
    """A week with a mark wherever a calendar is busy and nothing is yet."""
    return tuple(
        mark if slot in busy and NOTHING in (mark, before) else before
        for slot, before in enumerate(week)
    )
