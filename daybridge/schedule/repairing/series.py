"""Sessions of one group that a repair changes alike: one line with its dates below."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.wording import count_of
from daybridge.schedule.repairing.rows import Row, changes_of
from daybridge.schedule.repairing.was import Was
from daybridge.ui.templatetags.ui import clock_range


@dataclass(frozen=True, slots=True)
class Series:
    """One session, or several of a group on the same weekday with the same fate."""

    rows: tuple[Row, ...]
    when: str  # “Wednesdays, 5:30 – 8:30 pm”
    changes_words: str

    @property
    def is_one(self) -> bool:
        return len(self.rows) == 1

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def count(self) -> str:
        """“3 weeks”"""
        return count_of(len(self.rows), "week")

    @property
    def acceptable(self) -> list[Row]:
        return [row for row in self.rows if row.may_accept]

    @property
    def open(self) -> list[Row]:
        return [row for row in self.rows if row.is_open]

    @property
    def to_take_back(self) -> list[Row]:
        return [row for row in self.rows if row.can_be_taken_back]

    @property
    def lost(self) -> int:
        """Places that cannot be kept, over all dates."""
        return sum(len(row.step.lost) for row in self.rows)


def series_of(rows: Iterable[Row], program: Any) -> list[Series]:
    """The sessions of a repair, those that change alike together; no statement."""
    alike: dict[Hashable, list[Row]] = {}
    for row in rows:
        alike.setdefault(_key(row, program), []).append(row)
    return [_series(tuple(found), program) for found in alike.values()]


def _series(rows: tuple[Row, ...], program: Any) -> Series:
    step = rows[0].step
    was = Was.before(step)
    starts = was.starts_at.astimezone(program.zone)
    hours = clock_range(starts, was.ends_at.astimezone(program.zone))
    changes = changes_of(step, was, program, weekly=True)
    return Series(
        rows=rows,
        when=f"{DAY_NAMES[starts.weekday()]}s, {hours}",
        changes_words=", ".join(changes),
    )


def _key(row: Row, program: Any) -> Hashable:
    """What has to be the same; a session without a group stays alone."""
    step = row.step
    was = Was.before(step)
    if step.session.group_id is None:
        return step.pk
    starts = _wall(was.starts_at, program)
    shift = _wall(step.starts_at, program) - starts if step.starts_at else None
    return (
        step.session.group_id, starts.weekday(), starts.time(), step.is_held, shift,
        was.leader_id, step.leader_id, was.room_id, step.room_id, step.state,
        row.is_stale, row.can_be_taken_back,
    )  # fmt: skip


def _wall(moment: datetime, program: Any) -> datetime:
    return moment.astimezone(program.zone).replace(tzinfo=None)
