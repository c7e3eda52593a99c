"""A painted week as a page shows it: a table of half hours, and what differs when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from daybridge.rules.week_painted import DAY_SLOTS, NOTHING, Painting, Stroke
from daybridge.schedule.forms.week import clock_of
from daybridge.schedule.models import Mark

PER_ROW = 2  # quarters in a row of the table
DAYS = range(7)


@dataclass(frozen=True, slots=True)
class Cell:
    """Half an hour of a day: what is in its two quarters, in words where it begins."""

    slot: int
    first: str
    second: str
    words: str
    begins: bool  # something else than in the half hour before


@dataclass(frozen=True, slots=True)
class Row:
    """Half an hour of every day."""

    starts_at: time
    is_full_hour: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One time of a date at which something is otherwise."""

    starts_at: time
    ends_at: time
    is_whole_day: bool
    mark: str


def rows_of_table(week: Painting) -> list[Row]:
    """The week, midnight to midnight."""
    return [
        Row(
            clock_of(quarter),
            quarter % 4 == 0,
            tuple(_cell(week, day * DAY_SLOTS + quarter) for day in DAYS),
        )
        for quarter in range(0, DAY_SLOTS, PER_ROW)
    ]


def changes_of(strokes: Iterable[Stroke]) -> list[Change]:
    """What is otherwise on a date, in order."""
    return [
        Change(
            clock_of(stroke.from_quarter),
            clock_of(stroke.until_quarter),
            stroke.until_quarter - stroke.from_quarter == DAY_SLOTS,
            stroke.mark,
        )
        for stroke in sorted(strokes)
    ]


def label_of(mark: str, nothing: str) -> str:
    """A mark in words; `nothing` is what an empty time is called here."""
    return nothing if mark == NOTHING else str(Mark(mark).label)


def _cell(week: Painting, slot: int) -> Cell:
    first, second = week[slot], week[slot + 1]
    before = week[slot - 1] if slot % DAY_SLOTS else NOTHING
    marks = [mark for mark in dict.fromkeys((first, second)) if mark != NOTHING]
    return Cell(
        slot=slot,
        first=first,
        second=second,
        words=", ".join(str(Mark(mark).label) for mark in marks),
        begins=bool(marks) and (first != before or second != first),
    )
