"""A week as people see it: seven days, each with its blocks by part of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

Part = Literal["morning", "afternoon", "evening"]
Tone = Literal["", "action", "needs", "danger", "settled", "quiet"]

PARTS: tuple[tuple[Part, int], ...] = (  # (part, the hour it ends)
    ("morning", 12),
    ("afternoon", 17),
    ("evening", 24),
)


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that happens on a day: a session, a closure, an appointment."""

    label: str
    starts: datetime  # in the program's own time zone
    ends: datetime
    url: str = ""
    detail: str = ""
    state: str = ""  # a word such as "Canceled"; never told by color alone
    icon: str = ""
    tone: Tone = ""

    @property
    def part(self) -> Part:
        """Say in which part of the day it starts."""
        return next(part for part, ends in PARTS if self.starts.hour < ends)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week with its blocks in order of time."""

    on: date
    blocks: tuple[Block, ...]
    is_today: bool = False
    closed_for: str = ""  # why the program is closed, if it is

    @property
    def parts(self) -> list[tuple[Part, list[Block]]]:
        """Give the blocks by part of the day; all three parts, empty or not."""
        return [
            (part, [block for block in self.blocks if block.part == part])
            for part, _ in PARTS
        ]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days in a row."""

    days: tuple[Day, ...]


def week_of(
    first_day: date,
    blocks: Sequence[Block],
    *,
    today: date,
    closures: dict[date, str] | None = None,
) -> Week:
    """Lay blocks out over the seven days that begin on first_day."""
    in_order = sorted(blocks, key=lambda block: block.starts)
    days = (first_day + timedelta(days=offset) for offset in range(7))
    return Week(
        tuple(
            Day(
                on=day,
                blocks=tuple(b for b in in_order if b.starts.date() == day),
                is_today=day == today,
                closed_for=(closures or {}).get(day, ""),
            )
            for day in days
        )
    )
