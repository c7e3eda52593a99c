"""Calendars written as iCalendar.

Source: RFC 5545, RFC 7986 (NAME, REFRESH-INTERVAL), RFC 5546 (METHOD).
Decided:
- Wall times carry the program's zone and its VTIMEZONE, so that an appointment stays at
  half past five whatever the calendar's own zone is. Where the clocks go back, a wall
  time names two moments and RFC 5545 means the first; an appointment that begins or
  ends at the second is written in UTC, at both ends, for readers confuse a mixture.
- The VTIMEZONE is written from `rules.clock_changes`: icalendar 7.3 would let summer
  time begin an hour late.
- DTSTAMP is when the calendar last came to say something else, so that the same
  appointments are the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
)

from daybridge.calendars.entries import Entry, OwnCalendar, WholeDay
from daybridge.rules.clock_changes import (
    Clock,
    changes,
    clock_at,
    is_second_of_two,
)

MADE_BY = "-//Calendar//1.0//EN"  # names no software that only clinics use
ASK_AGAIN = timedelta(hours=1)
DAY = timedelta(days=1)


def written(own: OwnCalendar, *, changed_at: datetime) -> bytes:
    """One person's calendar, for a program that subscribes."""
    calendar = _calendar()
    calendar.add("name", own.name)
    calendar.add("x-wr-calname", own.name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    _add_zone(calendar, own.zone, own.entries, changed_at)
    for entry in own.entries:
        calendar.add_component(_event(entry, own.zone, changed_at))
    for day in own.days:
        calendar.add_component(_whole_day(day, changed_at))
    return bytes(calendar.to_ical())


def invitation(
    entry: Entry, *, zone: ZoneInfo, from_email: str, to_email: str, at: datetime
) -> bytes:
    """One appointment as a message asks somebody to it, or takes it back."""
    calendar = _calendar()
    calendar.add("method", method_of(entry))
    _add_zone(calendar, zone, [entry], at)
    event = _event(entry, zone, at)
    event.add("organizer", f"mailto:{from_email}")
    asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    event.add("attendee", f"mailto:{to_email}", parameters=asked)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def method_of(entry: Entry) -> str:
    """What an invitation to it does: asks, or takes back."""
    return "CANCEL" if entry.is_off else "REQUEST"


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(entry: Entry, zone: ZoneInfo, changed_at: datetime) -> Event:
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", changed_at)
    start, end = _as_written(entry, zone)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", entry.words)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.is_off else "OPAQUE")
    if entry.note:
        event.add("description", entry.note)
    if entry.place:
        event.add("location", entry.place)
    return event


def _whole_day(day: WholeDay, changed_at: datetime) -> Event:
    event = Event()
    event.add("uid", str(day.uid))
    event.add("dtstamp", changed_at)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + DAY)
    event.add("summary", day.words)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _as_written(entry: Entry, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both ends on the wall of the program, or in UTC where the wall does not tell."""
    ends = (entry.starts_at, entry.ends_at)
    does_not_tell = any(is_second_of_two(moment, zone) for moment in ends)
    start, end = (one.astimezone(UTC if does_not_tell else zone) for one in ends)
    return start, end


def _add_zone(
    calendar: Calendar, zone: ZoneInfo, entries: Iterable[Entry], now: datetime
) -> None:
    """How the clocks run while these appointments last; an empty calendar has today."""
    moments = [
        moment for entry in entries for moment in (entry.starts_at, entry.ends_at)
    ]
    days = [moment.astimezone(zone).date() for moment in moments or [now]]
    calendar.add_component(_zone(zone, min(days) - DAY, max(days) + DAY))


def _zone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    clock = clock_at(start, zone)
    component = Timezone()
    component.add("tzid", zone.key)
    local = (start + clock.offset).replace(tzinfo=None)
    component.add_component(_observance(local, clock, clock))
    for change in changes(zone, first, last):
        component.add_component(
            _observance(change.wall_before, change.before, change.after)
        )
    return component


def _observance(
    since: datetime, before: Clock, after: Clock
) -> TimezoneDaylight | TimezoneStandard:
    """How the clocks run since they showed a wall time."""
    observance = TimezoneDaylight() if after.is_daylight else TimezoneStandard()
    observance.add("dtstart", since)
    observance.add("tzoffsetfrom", before.offset)
    observance.add("tzoffsetto", after.offset)
    observance.add("tzname", after.name)
    return observance
