"""The busy times in a calendar file somebody brings, week by week.

Source: RFC 5545.
Decided:
- Only when something is, never what: titles, places and people are not looked at.
- Cancelled entries and those marked as free are no busy times. Entries of whole days
  are taken only of a calendar that says when somebody is away: elsewhere they are more
  often birthdays than work.
- Times without a zone are the program's. A repeated time keeps its wall time in its own
  zone; a time within a quarter of an hour takes all of it.
- A changed repetition (RECURRENCE-ID) stands for its own date only.
- What would take long to count is refused: a rule that repeats within a day, tens of
  thousands of repetitions, thousands of entries.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from daybridge.rules.busy_calendar import Busy
from daybridge.rules.week_painted import WEEK_SLOTS, slots_around
from daybridge.uploads import UploadRefused

WEEKS = 12
MOST_BYTES = 2 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_REPETITIONS = 40_000  # a hundred years of days
MOST_SECONDS = 5.0
LONGEST = timedelta(days=7)
LONGEST_OF_DAYS = timedelta(days=366)
REPEATS = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
OF_A_YEAR = ("BYYEARDAY", "BYWEEKNO", "BYMONTHDAY")
NOT_A_CALENDAR = (
    "This is not a calendar file. Export the calendar as .ics and choose that file."
)
TOO_LARGE = "This calendar is too large. Export only the coming months."
TOO_LONG = (
    "This calendar repeats something too often to be counted. Paint the week instead."
)

Span = tuple[datetime, datetime]
WHOLE_DAY: Sequence[Span] = []
UNREAD: Sequence[Span] = []


@dataclass(frozen=True, slots=True)
class BusyWeeks:
    """The busy slots of each week from a Monday on, and what was left out."""

    first: date
    weeks: tuple[Busy, ...]
    whole_days: int  # entries of whole days that are not taken
    unread: int  # entries that could not be read

    @property
    def mondays(self) -> list[date]:
        """On which each week begins."""
        return [self.first + timedelta(weeks=number) for number in range(WEEKS)]

    @property
    def is_empty(self) -> bool:
        return not any(self.weeks)


def busy_weeks(
    upload: Any, *, zone: ZoneInfo, first: date, with_whole_days: bool = False
) -> BusyWeeks:
    """What a file keeps busy in twelve weeks. Raises UploadRefused."""
    entries = _entries(upload)
    start = datetime.combine(first, datetime.min.time())
    window = (start, start + timedelta(weeks=WEEKS))
    replaced = set(filter(None, (_replaced(entry, zone) for entry in entries)))
    busy: list[set[int]] = [set() for _ in range(WEEKS)]
    whole_days, unread, must_end = 0, 0, time.monotonic() + MOST_SECONDS
    for entry in entries:
        if time.monotonic() > must_end:
            raise UploadRefused(TOO_LONG)
        found = _read(entry, zone, window, replaced, with_whole_days=with_whole_days)
        whole_days += found is WHOLE_DAY
        unread += found is UNREAD
        for span in found:
            _mark(busy, span, start)
    return BusyWeeks(first, tuple(map(frozenset, busy)), whole_days, unread)


def _read(
    entry: Any,
    zone: ZoneInfo,
    window: Span,
    replaced: set[tuple[str, datetime]],
    *,
    with_whole_days: bool,
) -> Sequence[Span]:
    """When one entry is busy. What cannot be read is counted, not guessed."""
    try:
        if not _is_busy(entry):
            return ()
        if _is_of_days(entry) and not with_whole_days:
            return WHOLE_DAY
        return list(_spans(entry, zone, window, replaced))
    except UploadRefused:
        raise
    except Exception:
        # A foreign file breaks its reader in ways of its own, each with its own error.
        return UNREAD


def _entries(upload: Any) -> list[Any]:
    if upload.size > MOST_BYTES:
        raise UploadRefused(TOO_LARGE)
    content = upload.read(MOST_BYTES + 1)
    if b"BEGIN:VCALENDAR" not in content[:1024].upper():
        raise UploadRefused(NOT_A_CALENDAR)
    if content.upper().count(b"BEGIN:VEVENT") > MOST_ENTRIES:
        raise UploadRefused(TOO_LARGE)
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        return [entry for one in calendars for entry in one.walk("VEVENT")]
    except Exception:
        # Whatever a foreign file does to its reader, the person gets this sentence.
        raise UploadRefused(NOT_A_CALENDAR) from None


def _is_busy(entry: Any) -> bool:
    is_off = str(entry.get("STATUS", "")).upper() == "CANCELLED"
    return not is_off and str(entry.get("TRANSP", "")).upper() != "TRANSPARENT"


def _spans(
    entry: Any, zone: ZoneInfo, window: Span, replaced: set[tuple[str, datetime]]
) -> Iterator[Span]:
    """Each repetition of an entry within the window, in wall time of the program."""
    length = _begin(entry.end) - _begin(entry.start)
    longest = LONGEST_OF_DAYS if _is_of_days(entry) else LONGEST
    if not timedelta() < length <= longest:
        raise ValueError("an entry that ends before it begins, or lasts for weeks")
    uid = str(entry.get("UID", ""))
    for start in _starts(entry, zone, window):
        begins = _here(start, zone)
        is_replaced = "RECURRENCE-ID" not in entry and (uid, begins) in replaced
        if not is_replaced and begins < window[1]:
            ends = _here(start + length, zone)
            if ends > window[0]:
                yield begins, ends


def _starts(entry: Any, zone: ZoneInfo, window: Span) -> Iterator[datetime]:
    """When an entry begins, as its own zone says it, without what is left out."""
    first = _begin(entry.start)
    left_out = {_here(at, zone) for at in _dates(entry, "EXDATE")}
    own = first.tzinfo
    for start in _repeated(entry, first, _latest(window, own, zone)):
        if _here(start, zone) not in left_out:
            yield start
    for at in _dates(entry, "RDATE"):
        if at != first and _here(at, zone) not in left_out:
            yield at


def _repeated(entry: Any, first: datetime, latest: datetime) -> Iterator[datetime]:
    yield first  # whether or not its rule would give it
    rule = entry.get("RRULE")
    if not rule or "RECURRENCE-ID" in entry:
        return
    until = _until(rule, first)
    wall = first.replace(tzinfo=None)
    _refuse_endless(rule)
    counted = 0
    repetitions = rrulestr(_without_until(rule), dtstart=wall)
    for start in islice(repetitions, MOST_REPETITIONS + 1):
        counted += 1
        if start > latest or (until is not None and start > until):
            return
        yield start.replace(tzinfo=first.tzinfo)
    if counted > MOST_REPETITIONS:
        raise UploadRefused(TOO_LONG)


def _refuse_endless(rule: Any) -> None:
    """Refuse what a calendar program does not write and would take long to count."""
    often = str(rule.get("FREQ", [""])[0]).upper()
    by_day_of_year = often in ("DAILY", "WEEKLY") and any(p in rule for p in OF_A_YEAR)
    interval = int(rule.get("INTERVAL", [1])[0])
    if (
        often not in REPEATS
        or interval < 1
        or by_day_of_year
        or any(part in rule for part in WITHIN_A_DAY)
    ):
        raise UploadRefused(TOO_LONG)


def _without_until(rule: Any) -> str:
    text = rule.to_ical().decode()
    return ";".join(part for part in text.split(";") if not part.startswith("UNTIL="))


def _until(rule: Any, first: datetime) -> datetime | None:
    """The last wall time at which it may begin."""
    found = rule.get("UNTIL")
    if not found:
        return None
    until = found[0]
    if not isinstance(until, datetime):
        return datetime.combine(until, datetime.max.time())
    if until.tzinfo is not None and first.tzinfo is not None:
        until = until.astimezone(first.tzinfo)
    return until.replace(tzinfo=None)


def _latest(window: Span, own: Any, zone: ZoneInfo) -> datetime:
    """The end of the window on the wall of an entry's own zone."""
    if own is None:
        return window[1]
    return window[1].replace(tzinfo=zone).astimezone(own).replace(tzinfo=None)


def _dates(entry: Any, name: str) -> Iterator[datetime]:
    found = entry.get(name, [])
    for several in found if isinstance(found, list) else [found]:
        for one in several.dts:
            at = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            if isinstance(at, datetime) != _is_of_days(entry):
                yield _begin(at)


def _replaced(entry: Any, zone: ZoneInfo) -> tuple[str, datetime] | None:
    """Which repetition an entry stands for, if it is one that was changed."""
    at = getattr(entry.get("RECURRENCE-ID"), "dt", None)
    if at is None:
        return None
    return str(entry.get("UID", "")), _here(_begin(at), zone)


def _is_of_days(entry: Any) -> bool:
    return not isinstance(entry.start, datetime)


def _begin(at: date) -> datetime:
    """A moment; of a day, its midnight on the wall of the program."""
    return at if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())


def _here(at: datetime, zone: ZoneInfo) -> datetime:
    """A moment on the wall of the program."""
    if at.tzinfo is None:
        return at
    return at.astimezone(zone).replace(tzinfo=None)


def _mark(busy: list[set[int]], span: Span, start: datetime) -> None:
    """Mark the slots of a span in the weeks it is in."""
    begins, ends = (int((at - start).total_seconds() // 60) for at in span)
    first, last = slots_around(begins, max(ends, begins + 1))
    for slot in range(max(first, 0), min(last, WEEKS * WEEK_SLOTS)):
        busy[slot // WEEK_SLOTS].add(slot % WEEK_SLOTS)
