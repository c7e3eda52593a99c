"""Calendars as independent programs understand them, also where the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.calendars.entries import Entry, OwnCalendar, WholeDay
from daybridge.calendars.ics import invitation, written

NEW_YORK = ZoneInfo("America/New_York")
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHANGES = (  # of New York, in 2026
    datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC),
)  # fmt: skip


def at_hour(number, start, minutes=60, **more):
    return Entry(
        UUID(int=number), start, start + timedelta(minutes=minutes), "Appointment",
        sequence=number, **more,
    )  # fmt: skip


def text_of(*entries, zone=NEW_YORK, days=()):
    return written(OwnCalendar("Appointments", zone, entries, days), changed_at=AT)


def expanded(text):
    """What recurring-ical-events makes of a calendar."""
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(
        FIRST - timedelta(days=2), LAST + timedelta(days=2)
    )
    return sorted(
        (str(one["UID"]), one["DTSTART"].dt.astimezone(UTC),
         one["DTEND"].dt.astimezone(UTC))
        for one in events
    )  # fmt: skip


def as_read(entries):
    return sorted((str(one.uid), one.starts_at, one.ends_at) for one in entries)


moments = st.datetimes(
    FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC)
).map(lambda moment: moment.replace(second=0, microsecond=0))
zones = st.sampled_from(
    ["America/New_York", "America/Phoenix", "America/Anchorage", "Pacific/Honolulu",
     "America/Puerto_Rico", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu",
     "Africa/Casablanca"]
).map(ZoneInfo)  # fmt: skip
appointments = st.lists(st.tuples(moments, st.integers(1, 600)), max_size=20)


@settings(max_examples=80, deadline=None)
@given(appointments, zones)
def test_every_appointment_is_read_at_its_very_moment(drawn, zone):
    entries = [
        at_hour(number, start, minutes) for number, (start, minutes) in enumerate(drawn)
    ]

    assert expanded(text_of(*entries, zone=zone)) == as_read(entries)


@settings(max_examples=40, deadline=None)
@given(appointments, zones)
def test_the_zone_that_is_written_along_tells_the_same_moments(drawn, zone):
    """A program that knows no zones has only our VTIMEZONE."""
    entries = [
        at_hour(number, start, minutes) for number, (start, minutes) in enumerate(drawn)
    ]
    text = text_of(*entries, zone=zone)
    ours = tzical_of(text).get(zone.key)

    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        for name, meant in (("DTSTART", "starts_at"), ("DTEND", "ends_at")):
            moment = event[name].dt
            if moment.utcoffset() and "TZID" in event[name].params:
                wall = moment.replace(tzinfo=ours, fold=0)
                entry = entries[int(event["SEQUENCE"])]
                assert wall.astimezone(UTC) == getattr(entry, meant)


def tzical_of(text):
    """The zones of a calendar as dateutil reads them."""
    plain = text.decode().replace("\r\n ", "").replace("\r\n", "\n")
    zone = plain[plain.index("BEGIN:VTIMEZONE") : plain.index("END:VTIMEZONE")]
    return tzical(StringIO(f"BEGIN:VCALENDAR\n{zone}END:VTIMEZONE\nEND:VCALENDAR\n"))


@pytest.mark.parametrize("minutes", range(-180, 181, 30))
@pytest.mark.parametrize("change", CHANGES)
def test_hours_around_a_change_of_the_clocks_keep_their_moment(change, minutes):
    entry = at_hour(1, change + timedelta(minutes=minutes), 90)

    assert expanded(text_of(entry)) == as_read([entry])


def test_the_same_wall_time_before_and_after_the_change():
    wall = [datetime(2026, 10, 31, 17, 30, tzinfo=NEW_YORK),
            datetime(2026, 11, 1, 17, 30, tzinfo=NEW_YORK)]  # fmt: skip
    entries = [at_hour(n, one.astimezone(UTC)) for n, one in enumerate(wall)]

    text = text_of(*entries).decode()

    assert "DTSTART;TZID=America/New_York:20261031T173000" in text
    assert "DTSTART;TZID=America/New_York:20261101T173000" in text
    assert entries[1].starts_at - entries[0].starts_at == 25 * HOUR


def test_the_repeated_hour_is_written_in_utc():
    first = at_hour(1, datetime(2026, 11, 1, 5, 30, tzinfo=UTC), 20)
    second = at_hour(2, datetime(2026, 11, 1, 6, 30, tzinfo=UTC), 60)

    text = text_of(first, second).decode()

    assert "DTSTART;TZID=America/New_York:20261101T013000" in text
    assert "DTSTART:20261101T063000Z" in text
    assert "DTEND:20261101T073000Z" in text


def test_summer_time_begins_at_two_and_not_at_three():
    text = text_of(at_hour(1, datetime(2026, 3, 8, 12, tzinfo=UTC))).decode()

    daylight = text[text.index("BEGIN:DAYLIGHT") : text.index("END:DAYLIGHT")]
    assert "DTSTART:20260308T020000" in daylight
    assert "TZOFFSETFROM:-0500" in daylight
    assert "TZOFFSETTO:-0400" in daylight


def test_the_same_calendar_is_the_same_bytes():
    entry = at_hour(1, AT)

    assert text_of(entry) == text_of(entry)
    same = [OwnCalendar("Appointments", NEW_YORK, (entry,)) for _ in range(2)]
    assert same[0].digest == same[1].digest


@pytest.mark.parametrize(
    "change",
    [{"starts_at": AT - HOUR}, {"ends_at": AT + 2 * HOUR}, {"words": "Cita"},
     {"sequence": 9}, {"is_off": True}, {"note": "By video."}, {"place": "Room 2"}],
)  # fmt: skip
def test_whatever_changes_is_another_calendar(change):
    entry = at_hour(1, AT)
    before = OwnCalendar("Appointments", NEW_YORK, (entry,))
    after = OwnCalendar("Appointments", NEW_YORK, (replace(entry, **change),))

    assert before.digest != after.digest


def test_words_with_marks_and_ends_of_lines_stay_words():
    hostile = "Tea; with, \\ lemon\r\nEND:VEVENT\r\nBEGIN:VEVENT"
    [event] = icalendar.Calendar.from_ical(
        text_of(at_hour(1, AT, note=hostile, place="ñ" * 100))
    ).walk("VEVENT")

    assert event["DESCRIPTION"].split() == hostile.split()
    assert event["LOCATION"] == "ñ" * 100


def test_lines_are_as_long_as_the_standard_allows():
    text = text_of(at_hour(1, AT, note="ñ" * 200), days=[])

    assert max(len(line) for line in text.split(b"\r\n")) <= 75


def test_a_closed_day_lasts_a_day_wherever_it_is_read():
    text = text_of(days=(WholeDay(UUID(int=5), date(2026, 12, 25), "Closed"),))

    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        date(2026, 12, 25), date(2026, 12, 26),
    )  # fmt: skip
    assert event["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize(("is_off", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_an_invitation_has_a_method_and_one_guest(is_off, method):
    text = invitation(
        at_hour(1, AT, is_off=is_off), zone=NEW_YORK, from_email="ruth@example.org",
        to_email="dana@example.org", at=AT,
    )  # fmt: skip

    calendar = icalendar.Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    assert event["ATTENDEE"] == "mailto:dana@example.org"
    assert "CN" not in event["ATTENDEE"].params
