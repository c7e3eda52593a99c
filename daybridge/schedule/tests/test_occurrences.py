"""When a group meets, through clock changes, midnight and every kind of zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from daybridge.schedule.occurrences import (
    Rule,
    check,
    instant,
    occurrences,
    weekdays,
    weekly,
)
from daybridge.schedule.wording import meets

PHILADELPHIA = ZoneInfo("America/New_York")
PHOENIX = ZoneInfo("America/Phoenix")


def rule(starts_at="17:30", minutes=180, recurrence="FREQ=WEEKLY;BYDAY=MO,WE,TH"):
    return Rule(
        recurrence, time.fromisoformat(starts_at), minutes, date(2026, 1, 5), None
    )


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starts(rule, zone, first, last, **more):
    found = occurrences(
        rule, zone=zone, first=date.fromisoformat(first),
        last=date.fromisoformat(last), **more,
    )  # fmt: skip
    return [meeting.starts_at for meeting in found]


def test_half_past_five_stays_half_past_five_when_clocks_go_forward():
    assert starts(rule(), PHILADELPHIA, "2026-03-05", "2026-03-09") == [
        utc("2026-03-05T22:30"),
        utc("2026-03-09T21:30"),
    ]


def test_half_past_five_stays_half_past_five_when_clocks_go_back():
    assert starts(rule(), PHILADELPHIA, "2026-10-29", "2026-11-02") == [
        utc("2026-10-29T21:30"),
        utc("2026-11-02T22:30"),
    ]


def test_arizona_changes_no_clock():
    assert starts(rule(), PHOENIX, "2026-03-05", "2026-03-09") == [
        utc("2026-03-06T00:30"),
        utc("2026-03-10T00:30"),
    ]


def test_a_wall_time_that_spring_skips_moves_forward_by_the_hour():
    skipped = instant(date(2026, 3, 8), time(2, 30), PHILADELPHIA)

    assert skipped == utc("2026-03-08T07:30")
    assert skipped.astimezone(PHILADELPHIA).time() == time(3, 30)


def test_a_wall_time_that_autumn_repeats_is_the_first_of_the_two():
    assert instant(date(2026, 11, 1), time(1, 30), PHILADELPHIA) == utc(
        "2026-11-01T05:30"
    )


def test_a_session_lasts_its_minutes_on_the_night_the_clocks_change():
    night = rule("23:00", 240, "FREQ=WEEKLY;BYDAY=SA")
    [meeting] = occurrences(
        night, zone=PHILADELPHIA, first=date(2026, 3, 7), last=date(2026, 3, 8)
    )

    assert (meeting.ends_at - meeting.starts_at).total_seconds() == 240 * 60
    assert meeting.ends_at.astimezone(PHILADELPHIA).time() == time(4, 0)


def test_a_session_past_midnight_belongs_to_the_day_it_starts():
    night = rule("22:30", 180, "FREQ=WEEKLY;BYDAY=FR")
    [meeting] = occurrences(
        night, zone=PHILADELPHIA, first=date(2026, 6, 5), last=date(2026, 6, 6)
    )

    assert meeting.rule_date == date(2026, 6, 5)
    assert meeting.ends_at.astimezone(PHILADELPHIA) == datetime(
        2026, 6, 6, 1, 30, tzinfo=PHILADELPHIA
    )


def test_a_closed_day_is_left_out_and_the_next_one_is_not():
    labor_day = date(2026, 9, 7)
    assert starts(
        rule(), PHILADELPHIA, "2026-09-07", "2026-09-09", closed={labor_day}
    ) == [utc("2026-09-09T21:30")]


def test_every_other_week_counts_from_the_start_of_the_group():
    fortnightly = rule(recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    days = [
        moment.astimezone(PHILADELPHIA).date()
        for moment in starts(fortnightly, PHILADELPHIA, "2026-01-12", "2026-02-05")
    ]
    assert days == [date(2026, 1, 19), date(2026, 2, 2)]


def test_nothing_meets_before_the_first_day_or_after_the_last():
    short = Rule(
        "FREQ=DAILY", time(9), 60, date(2026, 6, 3), date(2026, 6, 5)
    )  # fmt: skip
    assert len(starts(short, PHILADELPHIA, "2026-05-01", "2026-07-01")) == 3


def test_a_rule_of_two_thousand_meetings_ends_where_it_should():
    found = starts(rule(), PHILADELPHIA, "2026-01-05", "2038-12-31")
    assert found[-1].astimezone(PHILADELPHIA).date() == date(2038, 12, 30)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;COUNT=3",
        "FREQ=WEEKLY;UNTIL=20270101",
        "RRULE:FREQ=DAILY\nEXRULE:FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=XX",
    ],
)
def test_a_rule_that_is_not_one_plain_recurrence_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - dateutil words it in many ways
        check(text)


def test_weekdays_are_read_back_as_they_were_written():
    assert weekdays(weekly([3, 0, 2])) == [0, 2, 3]
    assert weekly([3, 0, 2]) == "FREQ=WEEKLY;BYDAY=MO,WE,TH"


def test_a_rule_reads_as_people_say_it():
    assert meets(weekly([0, 2, 3]), time(17, 30), 180) == (
        "Mondays, Wednesdays and Thursdays at 5:30 pm, until 8:30 pm"
    )
    assert meets(weekly(range(7)), time(9, 0), 60) == (
        "Every day at 9:00 am, until 10:00 am"
    )
