"""The periodic jobs, as one table.

Each job is named by the function that does it, so that a room can be absent: the worker
skips what it does not find and says so. Every job may run twice with the same result.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

Arguments = Callable[[datetime], dict[str, Any]]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = timedelta(seconds=10)
NIGHT = time(9, 15, tzinfo=UTC)  # between 10 pm in Honolulu and 5 am in New York
BIN_LASTS = timedelta(days=30)
UPKEEP, MESSAGES, REMINDERS = "upkeep", "messages", "reminders"


@dataclass(frozen=True, slots=True)
class Job:
    """One function to call again and again."""

    name: str  # as people read it in the log and in `daybridge status`
    function: str  # "module:function"
    every: timedelta
    arguments: Arguments  # from the moment of the run
    lease: timedelta = HOUR  # another worker may take over after that
    lane: str = UPKEEP  # jobs of one lane follow each other; lanes do not wait

    def next_due(self, after: datetime) -> datetime:
        """Daily jobs run in the night; others at their distance."""
        if self.every < DAY:
            return after + self.every
        tonight = datetime.combine(after.astimezone(UTC).date(), NIGHT)
        return tonight if tonight > after else tonight + self.every


def _at(now: datetime) -> dict[str, Any]:
    return {"at": now}


def _as_of(now: datetime) -> dict[str, Any]:
    return {"as_of": now}


def _whole_table(now: datetime) -> dict[str, Any]:
    return {"at": now, "everything": True}


def _before_30_days(now: datetime) -> dict[str, Any]:
    return {"before": now - BIN_LASTS, "at": now}


JOBS = (
    Job("send messages", "daybridge.outbox.worker:deliver_due", SOON, _at,
        lease=5 * MINUTE, lane=MESSAGES),
    Job("seal the audit", "daybridge.audit.chain:seal", MINUTE, _at),
    Job("seal late audit rows", "daybridge.audit.chain:seal", DAY, _whole_table),
    Job("try failed tasks again", "daybridge.upkeep.queue:try_again", MINUTE, _as_of),
    Job("forget finished tasks", "daybridge.upkeep.queue:forget_done", DAY, _as_of),
    Job("add next year's holidays", "daybridge.programs.upkeep:fill_next_year",
        DAY, _as_of),
    Job("make coming sessions", "daybridge.schedule.upkeep:make_sessions_ahead",
        DAY, _as_of),
    Job("remind of days ahead",
        "daybridge.attendance.reminding.planning:remind_everybody", MINUTE, _as_of,
        lane=REMINDERS),
    Job("offer other times for missed ones",
        "daybridge.attendance.reminding.missed:write_to_missed", MINUTE, _as_of,
        lane=REMINDERS),
    Job("empty old bins", "daybridge.notes.services.binning:purge_bin",
        DAY, _before_30_days),
    Job("watch the ends of consents", "daybridge.consents.upkeep:watch_ends",
        DAY, _as_of),
    Job("forget old submissions", "daybridge.audit.submissions:forget_old", DAY, _at),
    Job("clear expired sessions", "daybridge.upkeep.sessions:clear_expired",
        DAY, _as_of),
    Job("make the daily backup", "daybridge.backup.daily:back_up", DAY, _as_of,
        lease=6 * HOUR),
)  # fmt: skip

CLEANING = (  # what `daybridge purge` does at once
    "empty old bins",
    "forget old submissions",
    "clear expired sessions",
    "forget finished tasks",
)
