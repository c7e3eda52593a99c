"""Names, times and durations are written as people write them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from daybridge.ui.templatetags.ui import (
    ago,
    clock,
    clock_range,
    duration,
    initials,
    person_ground,
)

PHILADELPHIA = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # 6:30 pm in Philadelphia


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dana Whitfield", "DW"),
        ("Cher", "C"),
        ("María del Carmen Ruiz", "MR"),
        ("  ", "?"),
        ("", "?"),
        ("“Ray” Ortiz", "O"),
        ("李 小龙", "李小"),
    ],
)
def test_initials_are_the_first_and_last_word(name, letters):
    assert initials(name) == letters


def test_a_name_keeps_its_color():
    assert person_ground("Dana Whitfield") == person_ground("Dana Whitfield")
    assert {person_ground(f"Name {n}") for n in range(200)} == set(range(1, 9))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(17, 50), "5:50 pm"),
        (time(0, 5), "12:05 am"),
        (time(12, 0), "12:00 pm"),
        (time(11, 59), "11:59 am"),
        (None, ""),
    ],
)
def test_a_clock_time_reads_as_people_say_it(moment, words):
    assert clock(moment) == words


def test_a_moment_is_shown_in_the_program_s_own_zone():
    with timezone.override(PHILADELPHIA):
        assert clock(NOW) == "6:30 pm"


def test_a_range_names_the_half_of_the_day_once_if_it_can():
    assert clock_range(time(17, 45), time(20, 45)) == "5:45–8:45 pm"
    assert clock_range(time(9, 30), time(12, 30)) == "9:30 am–12:30 pm"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (370, "6 h 10 min"),
        (540, "9 h"),
        (45, "45 min"),
        (0, "0 min"),
        (timedelta(hours=1, minutes=5), "1 h 5 min"),
        (None, ""),
    ],
)
def test_a_duration_is_hours_and_minutes(minutes, words):
    assert duration(minutes).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=5, minutes=59), "5 hours ago"),
        (timedelta(hours=18), "18 hours ago"),
        (timedelta(hours=19), "yesterday"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(back, words):
    with timezone.override(PHILADELPHIA):
        assert ago(NOW - back, NOW) == words


def test_a_day_to_come_is_told_as_well():
    with timezone.override(PHILADELPHIA):
        assert ago(date(2026, 11, 24), NOW) == "today"
        assert ago(date(2026, 12, 4), NOW) == "in 10 days"
        assert ago(NOW + timedelta(days=3), NOW) == "in 3 days"
        assert ago(NOW + timedelta(hours=2), NOW) == "in 2 hours"
        assert ago(None, NOW) == ""
