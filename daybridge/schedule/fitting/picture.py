"""A week drawn small: seven columns, hours downward, boxes with whole coordinates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daybridge.rules.week_fit.clock import DAY, DAYS, Window

COLUMN, HOUR = 32, 10  # units of the drawing
TOP, SIDE = 14, 24  # for the names of days, and for hours
FIRST, LAST = 8, 21  # hours that are always shown
MARKED = 3  # every third hour has a line


@dataclass(frozen=True, slots=True)
class Box:
    """A time of the week on the drawing."""

    kind: str  # busy, avoid, kept, new, left
    x: int
    y: int
    height: int
    width: int = COLUMN - 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A word beside the drawing, with a line for hours."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    boxes: tuple[Box, ...]
    days: tuple[Mark, ...]
    hours: tuple[Mark, ...]
    width: int
    height: int


def picture(times: Sequence[tuple[str, Window]]) -> Picture:
    """Draw times of a week, later ones above earlier ones; each has a kind."""
    drawn = [window for kind, window in times if kind not in ("busy", "avoid")]
    first = min([FIRST, *(w.start % DAY // 60 for w in drawn)])
    last = max([LAST, *(-(-((w.end - 1) % DAY + 1) // 60) for w in drawn)])
    return Picture(
        boxes=tuple(_boxes(times, first, last)),
        days=tuple(
            Mark(name[:2], SIDE + COLUMN * n + COLUMN // 2, TOP - 4)
            for n, name in enumerate(DAYS)
        ),
        hours=tuple(
            Mark(_hour(hour), SIDE - 3, TOP + HOUR * (hour - first))
            for hour in range(first, last + 1)
            if hour % MARKED == 0
        ),
        width=SIDE + COLUMN * len(DAYS),
        height=TOP + HOUR * (last - first) + 4,
    )


def _boxes(
    times: Iterable[tuple[str, Window]], first: int, last: int
) -> Iterable[Box]:  # fmt: skip
    for kind, window in times:
        day, start = divmod(window.start, DAY)
        end = min(window.end - day * DAY, last * 60)
        start = max(start, first * 60)
        if start < end:
            top = (start - first * 60) * HOUR // 60
            bottom = (end - first * 60) * HOUR // 60
            x = SIDE + COLUMN * day + 1
            yield Box(kind, x, TOP + top, max(bottom - top, 1))


def _hour(hour: int) -> str:
    return f"{(hour - 1) % 12 + 1}{'am' if hour % 24 < 12 else 'pm'}"
