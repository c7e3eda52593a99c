"""Times of the repeating week: “Mon 18:00” is minute 1,080 after Monday 00:00."""

import re
from collections.abc import Iterable
from typing import NamedTuple

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY = 24 * 60  # minutes
WEEK = 7 * DAY

TIME = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([0-2][0-9]):([0-5][0-9])")


class Window(NamedTuple):
    """From start, included, to end, excluded; both in minutes of the week."""

    start: int
    end: int

    def meets(self, other: "Window") -> bool:
        """Whether some time lies in both; touching ones have none."""
        return self.start < other.end and other.start < self.end

    def lies_in(self, windows: Iterable["Window"]) -> bool:
        """Whether one of these holds all of it."""
        return any(w.start <= self.start and self.end <= w.end for w in windows)


EVERY_DAY = tuple(Window(day * DAY, (day + 1) * DAY) for day in range(len(DAYS)))


def read_time(text: str) -> int | None:
    """The minute of the week; a day may end at 24:00. None when it is no time."""
    found = TIME.fullmatch(text)
    if not found:
        return None
    day, hours, minutes = found.groups()
    minute = int(hours) * 60 + int(minutes)
    return None if minute > DAY else DAYS.index(day) * DAY + minute


def say_time(minute: int) -> str:
    """“Mon 18:00” for a start. The last minute of a day is followed by the next day."""
    day, rest = divmod(minute % WEEK, DAY)
    return f"{DAYS[day]} {rest // 60:02}:{rest % 60:02}"


def say_end(minute: int) -> str:
    """“Mon 24:00” for an end that lies on midnight."""
    return (
        f"{say_time(minute - 1)[:3]} 24:00" if minute % DAY == 0 else say_time(minute)
    )


def merged(windows: Iterable[Window]) -> tuple[Window, ...]:
    """In order, and as one where they touch on the same day."""
    done: list[Window] = []
    for window in sorted(windows):
        if done and window.start <= done[-1].end and window.start % DAY:
            done[-1] = Window(done[-1].start, max(done[-1].end, window.end))
        else:
            done.append(window)
    return tuple(done)
