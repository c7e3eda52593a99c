"""The week somebody has: when they can come, and when they cannot.

Kept with an inquiry as a list of {"day": 0-6 from Monday, "from": "17:30", "to":
"20:30", "can": true}. Without hours, the whole day is meant.
"""

import calendar
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from daybridge.rules.first_week import Meeting
from daybridge.rules.waiting_times import Told, joined
from daybridge.ui.templatetags.ui import clock

DAYS = tuple(enumerate(calendar.day_name))
LONGEST_LIST = 21
MINUTES = 60
WHOLE_DAY = 24 * MINUTES


def from_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is kept, of what was typed; rows without a day are none."""
    kept = [
        {
            "day": row["day"],
            "from": f"{row['start']:%H:%M}" if row.get("start") else "",
            "to": f"{row['end']:%H:%M}" if row.get("end") else "",
            "can": row.get("can") is not False,
        }
        for row in rows
        if row.get("day") is not None
    ]
    return sorted(kept, key=lambda one: (one["day"], one["from"]))[:LONGEST_LIST]


def in_rows(times: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is kept, as a form shows it."""
    return [
        {
            "day": one.get("day"),
            "can": "1" if one.get("can", True) else "0",
            "start": hour_of(one.get("from", "")),
            "end": hour_of(one.get("to", "")),
        }
        for one in times
        if one.get("day") in dict(DAYS)
    ]


def times_words(times: Iterable[dict[str, Any]]) -> list[str]:
    """Monday 5:30 pm to 8:30 pm: can come."""
    return [_words(row) for row in in_rows(times)]


def _words(row: dict[str, Any]) -> str:
    start, end = row["start"], row["end"]
    span = {
        (True, True): f" {clock(start)} to {clock(end)}",
        (True, False): f" from {clock(start)}",
        (False, True): f" until {clock(end)}",
        (False, False): "",
    }[start is not None, end is not None]
    can = "can come" if row["can"] == "1" else "cannot come"
    return f"{dict(DAYS)[row['day']]}{span}: {can}"


def told_of(times: Iterable[dict[str, Any]]) -> Told:
    """What is kept, as the rules compare it."""
    rows = in_rows(times)
    return Told(
        can=joined(_span(row) for row in rows if row["can"] == "1"),
        cannot=joined(_span(row) for row in rows if row["can"] == "0"),
    )


def _span(row: dict[str, Any]) -> Meeting:
    start = minute_of(row["start"]) if row["start"] else 0
    end = minute_of(row["end"]) if row["end"] else WHOLE_DAY
    return Meeting(row["day"], start, end - start)


def meeting_words(meeting: Meeting) -> str:
    """Mondays at 5:30 pm."""
    hour, minute = divmod(meeting.starts_at_minute, MINUTES)
    return f"{calendar.day_name[meeting.weekday]}s at {clock(time(hour, minute))}"


def minute_of(at: time) -> int:
    """The minute of the day."""
    return at.hour * MINUTES + at.minute


def hour_of(text: str) -> time | None:
    """17:30 as a time; None for anything else."""
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007
    except (TypeError, ValueError):
        return None
