"""Busy times from a calendar file, held against an independent reader of calendars."""

import os
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.rules.week_painted import DAY_SLOTS, WEEK_SLOTS
from daybridge.schedule.calendar_file import MOST_BYTES, WEEKS, busy_weeks
from daybridge.uploads import UploadRefused

NEW_YORK = ZoneInfo("America/New_York")
NOVEMBER = date(2026, 11, 2)
FIRST = date(2027, 2, 1)  # a Monday; the clocks change on March 14
SHARED = Path(os.environ.get("DAYBRIDGE_SHARED", Path(__file__).parents[4] / "shared"))


class Upload(BytesIO):
    @property
    def size(self):
        return len(self.getvalue())


def read(*events, zone=NEW_YORK, with_whole_days=False):
    return busy_weeks(
        Upload(written(*events)), zone=zone, first=FIRST,
        with_whole_days=with_whole_days,
    )  # fmt: skip


def written(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN"]
    for number, event in enumerate(events):
        uid = [] if "UID:" in event else [f"UID:{number}"]
        lines += ["BEGIN:VEVENT", *uid, *event.split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def hours(found, week):
    """The busy times of a week, as (weekday, from, until) in hours."""
    slots = sorted(found.weeks[week])
    starts = [slot for slot in slots if slot - 1 not in found.weeks[week]]
    ends = [slot + 1 for slot in slots if slot + 1 not in found.weeks[week]]
    return [
        (start // DAY_SLOTS, start % DAY_SLOTS / 4, end / 4 - start // DAY_SLOTS * 24)
        for start, end in zip(starts, ends, strict=True)
    ]


SHIFT = (
    "DTSTART;TZID=America/New_York:20270104T090000\n"
    "DTEND;TZID=America/New_York:20270104T170000"
)


def test_a_weekly_shift_stays_at_its_hour_when_the_clocks_change():
    found = read(f"{SHIFT}\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE")

    assert all(hours(found, week) == [(0, 9, 17), (2, 9, 17)] for week in range(WEEKS))


def test_a_shift_told_in_another_zone_is_where_it_is_here():
    found = read("DTSTART;TZID=America/Los_Angeles:20270202T080000\nDURATION:PT2H")

    assert hours(found, 0) == [(1, 11, 13)]


def test_a_time_without_a_zone_is_the_programs():
    assert hours(read("DTSTART:20270202T080000\nDTEND:20270202T083500"), 0) == [
        (1, 8, 8.75)
    ]


def test_a_left_out_and_a_moved_repetition_are_heeded():
    moved = (
        "UID:s\nRECURRENCE-ID;TZID=America/New_York:20270208T090000\n"
        "DTSTART;TZID=America/New_York:20270209T120000\n"
        "DTEND;TZID=America/New_York:20270209T130000"
    )
    found = read(
        f"UID:s\n{SHIFT}\nRRULE:FREQ=WEEKLY\n"
        "EXDATE;TZID=America/New_York:20270201T090000",
        moved,
    )

    assert [hours(found, week) for week in range(3)] == [
        [], [(1, 12, 13)], [(0, 9, 17)],
    ]  # fmt: skip


def test_a_night_shift_goes_on_after_midnight_and_into_the_next_week():
    found = read("DTSTART:20270207T230000\nDTEND:20270208T070000")

    assert hours(found, 0) == [(6, 23, 24)]
    assert hours(found, 1) == [(0, 0, 7)]


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT"])
def test_what_is_off_or_free_is_not_busy(line):
    assert read(f"{SHIFT}\nRRULE:FREQ=WEEKLY\n{line}").is_empty


def test_whole_days_are_counted_and_not_taken():
    found = read("DTSTART;VALUE=DATE:20270202", "DTSTART;VALUE=DATE:20270203")

    assert found.is_empty
    assert found.whole_days == 2


def test_a_vacation_takes_its_whole_days_where_these_are_wanted():
    away = "DTSTART;VALUE=DATE:20270130\nDTEND;VALUE=DATE:20270211"  # until the 10th

    found = read(away, with_whole_days=True)

    assert found.whole_days == found.unread == 0
    assert hours(found, 0) == [(0, 0, 7 * 24)]
    assert hours(found, 1) == [(0, 0, 3 * 24)]
    assert not any(found.weeks[2:])


def test_days_that_repeat_without_one_and_with_one_moved_are_heeded():
    every_friday = (
        "UID:f\nDTSTART;VALUE=DATE:20270101\nRRULE:FREQ=WEEKLY\n"
        "EXDATE;VALUE=DATE:20270205"
    )
    moved = "UID:f\nRECURRENCE-ID;VALUE=DATE:20270212\nDTSTART;VALUE=DATE:20270211"

    found = read(every_friday, moved, with_whole_days=True)

    assert [hours(found, week) for week in range(3)] == [
        [], [(3, 0, 24)], [(4, 0, 24)],
    ]  # fmt: skip


def test_a_day_that_is_marked_as_free_is_not_taken():
    birthday = "DTSTART;VALUE=DATE:20270202\nTRANSP:TRANSPARENT"

    assert read(birthday, with_whole_days=True).is_empty


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=15", "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,1,2",
    ],
)  # fmt: skip
def test_a_rule_that_would_take_long_is_refused(rule):
    with pytest.raises(UploadRefused, match=r"repeats something|not a calendar"):
        read(f"{SHIFT}\nRRULE:{rule}")


def test_a_rule_that_repeats_since_the_middle_ages_is_refused():
    with pytest.raises(UploadRefused, match="repeats something"):
        read("DTSTART:10660101T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"BEGIN:VCARD\r\nEND:VCARD"])
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(UploadRefused, match="not a calendar file"):
        busy_weeks(Upload(content), zone=NEW_YORK, first=FIRST)


@pytest.mark.parametrize(
    "content", [b" " * (MOST_BYTES + 1), b"BEGIN:VCALENDAR" + b"BEGIN:VEVENT" * 6000]
)
def test_what_is_too_large_is_refused(content):
    with pytest.raises(UploadRefused, match="too large"):
        busy_weeks(Upload(content), zone=NEW_YORK, first=FIRST)


def test_every_public_calendar_is_read_or_refused_with_a_sentence():
    files = sorted((SHARED / "data" / "icalendar").glob("*.ics"))
    if not files:
        pytest.skip("needs the public calendars in the shared data")
    answers = [answer_to(path) for path in files]

    assert all(answer == "read" or answer.endswith(".") for answer in answers)
    assert answers.count("read") > len(files) / 2


def answer_to(path):
    try:
        busy_weeks(Upload(path.read_bytes()), zone=NEW_YORK, first=FIRST)
    except UploadRefused as refusal:
        return str(refusal)
    return "read"


zones = st.sampled_from(
    ["America/New_York", "America/Los_Angeles", "America/Phoenix", "Europe/Berlin",
     "Asia/Kathmandu", "UTC"]
)  # fmt: skip
rules = st.one_of(
    st.just(""),
    st.builds(
        "RRULE:FREQ=WEEKLY;INTERVAL={};BYDAY={}".format,
        st.integers(1, 3),
        st.sampled_from(["MO", "TU,TH", "SA,SU", "MO,TU,WE,TH,FR"]),
    ),
    st.builds("RRULE:FREQ=DAILY;COUNT={}".format, st.integers(1, 90)),
    st.sampled_from(
        ["RRULE:FREQ=MONTHLY;BYDAY=2TU", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1",
         "RRULE:FREQ=WEEKLY;UNTIL=20270405T000000Z", "RRULE:FREQ=YEARLY"]
    ),
)  # fmt: skip


def event(start, end, rule):
    return "\n".join(filter(None, [f"DTSTART{start}", f"DTEND{end}", rule]))


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 150 * 24 * 4), st.integers(1, 40), zones, rules),
        max_size=5,
    )
)
def test_the_busy_times_are_those_of_an_independent_reader(drawn):
    events = []
    for ago, quarters, zone, rule in drawn:
        start = datetime.combine(NOVEMBER, time()) + timedelta(minutes=15 * ago)
        end = start + timedelta(minutes=15 * quarters)
        at = f";TZID={zone}:{{:%Y%m%dT%H%M%S}}"
        events.append(event(at.format(start), at.format(end), rule))
    text = written(*events)

    found = busy_weeks(Upload(text), zone=NEW_YORK, first=FIRST)

    assert [set(week) for week in found.weeks] == expanded(text)


def expanded(text):
    """What recurring-ical-events makes of it, in slots of the weeks."""
    zero = datetime.combine(FIRST, datetime.min.time(), NEW_YORK)
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(
        zero - timedelta(days=2), zero + timedelta(weeks=WEEKS, days=2)
    )
    weeks = [set() for _ in range(WEEKS)]
    for event in events:
        wall = [on_the_wall(event[name].dt) for name in ("DTSTART", "DTEND")]
        first, last = (
            (at - zero.replace(tzinfo=None)) / timedelta(minutes=15) for at in wall
        )
        for slot in range(int(first // 1), int(-(-last // 1))):
            if 0 <= slot < WEEKS * WEEK_SLOTS:
                weeks[slot // WEEK_SLOTS].add(slot % WEEK_SLOTS)
    return weeks


def on_the_wall(at):
    if not isinstance(at, datetime):
        return datetime.combine(at, time())
    return at.astimezone(NEW_YORK).replace(tzinfo=None)


rules_of_days = rules.filter(lambda rule: "UNTIL" not in rule)  # these are moments


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 150), st.integers(1, 20), rules_of_days),
        max_size=5,
    )
)
def test_whole_days_are_those_of_an_independent_reader(drawn):
    events = []
    for ago, days, rule in drawn:
        start = NOVEMBER + timedelta(days=ago)
        end = start + timedelta(days=days)
        on = ";VALUE=DATE:{:%Y%m%d}"
        events.append(event(on.format(start), on.format(end), rule))
    text = written(*events)

    found = busy_weeks(Upload(text), zone=NEW_YORK, first=FIRST, with_whole_days=True)

    assert found.unread == 0
    assert [set(week) for week in found.weeks] == expanded(text)
