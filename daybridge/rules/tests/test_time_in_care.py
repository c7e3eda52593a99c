"""Minutes are those inside the session; names for them follow from the times."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.time_in_care import (
    Attendance,
    Grace,
    Interval,
    Mode,
    Presence,
    credited_interval,
    minutes_attended,
    minutes_covered,
    presence_of,
    time_covered,
)

PHILADELPHIA = ZoneInfo("America/New_York")
EVENING = datetime(2026, 3, 3, tzinfo=UTC)
moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 (hypothesis adds the time zone)
    datetime(2026, 1, 2),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(clock: str) -> datetime:
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return EVENING.replace(hour=hour, minute=minute, second=(second or [0])[0])


def span(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


def minutes(arrived: str | None, left: str | None, now: str | None = None) -> int:
    return minutes_attended(
        arrived_at=at(arrived) if arrived else None,
        left_at=at(left) if left else None,
        session_start=at("18:00"),
        session_end=at("19:30"),
        now=at(now) if now else None,
    )


def presence(
    arrived: str | None = None,
    left: str | None = None,
    now: str = "20:00",
    excused: bool = False,
    marked_no_show: bool = False,
) -> Presence:
    attendance = Attendance(
        span("18:00", "19:30"),
        at(arrived) if arrived else None,
        at(left) if left else None,
        excused,
        marked_no_show,
    )
    return presence_of(attendance, now=at(now))


def test_a_whole_session_earns_all_its_minutes():
    assert minutes("18:00", "19:30") == 90


def test_arriving_early_earns_nothing_extra():
    assert minutes("17:40", "19:30") == 90


def test_staying_after_the_end_earns_nothing_extra():
    assert minutes("18:00", "20:10") == 90


def test_a_part_of_a_minute_is_rounded_down():
    assert minutes("18:00:01", "19:30") == 89


def test_a_stay_outside_the_session_earns_nothing():
    assert minutes("19:30", "20:00") == 0
    assert minutes("17:00", "18:00") == 0


def test_leaving_before_arriving_is_no_time_and_never_negative():
    assert minutes("19:00", "18:30") == 0


def test_nobody_earns_minutes_without_arriving():
    assert minutes(None, None) == 0


def test_someone_still_here_earns_the_minutes_so_far():
    assert minutes("18:00", None, now="18:40") == 40


def test_someone_never_seen_leaving_earns_until_the_end():
    assert minutes("18:10", None) == 80
    assert minutes("18:10", None, now="21:00") == 80


def test_a_night_that_repeats_an_hour_counts_the_hour_twice():
    start = datetime(2026, 11, 1, 0, 30, tzinfo=PHILADELPHIA)
    end = datetime(2026, 11, 1, 2, 30, tzinfo=PHILADELPHIA)

    assert minutes_covered([Interval(start, end)]) == 180


def test_a_night_that_skips_an_hour_does_not_count_it():
    start = datetime(2026, 3, 8, 1, 0, tzinfo=PHILADELPHIA)
    end = datetime(2026, 3, 8, 4, 0, tzinfo=PHILADELPHIA)

    assert minutes_covered([Interval(start, end)]) == 120


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Interval(at("18:00").replace(tzinfo=None), at("19:00").replace(tzinfo=None))


def test_an_interval_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        span("19:00", "18:00")


def test_an_hour_spent_in_two_sessions_counts_once():
    both = [span("09:00", "11:00"), span("10:00", "11:30")]

    assert time_covered(both) == timedelta(hours=2, minutes=30)


def test_a_session_inside_another_adds_nothing():
    assert minutes_covered([span("09:00", "12:00"), span("10:00", "11:00")]) == 180


def test_sessions_end_to_end_add_up():
    assert minutes_covered([span("10:00", "11:00"), span("09:00", "10:00")]) == 120


def test_no_session_is_no_time():
    assert minutes_covered([]) == 0


def test_half_minutes_of_two_sessions_are_added_before_rounding_down():
    halves = [span("09:00:00", "09:01:30"), span("10:00:00", "10:01:30")]

    assert minutes_covered(halves) == 3


def test_arriving_in_the_grace_minutes_is_present():
    assert presence("18:05:59") is Presence.PRESENT


def test_a_minute_past_the_grace_is_late():
    assert presence("18:06") is Presence.LATE


def test_leaving_in_the_grace_minutes_is_present():
    assert presence("18:00", "19:25") is Presence.PRESENT
    assert presence("18:00", "19:24:01") is Presence.PRESENT


def test_a_minute_more_is_leaving_early():
    assert presence("18:00", "19:24") is Presence.LEFT_EARLY


def test_late_and_gone_early_is_both():
    assert presence("18:20", "19:00") is Presence.LATE_AND_LEFT_EARLY


def test_grace_is_the_clinics_choice():
    strict = Grace(0, 0, "program handbook")
    attendance = Attendance(span("18:00", "19:30"), at("18:01"))

    assert presence_of(attendance, now=at("18:10"), grace=strict) is Presence.LATE


def test_someone_not_here_is_expected_until_the_session_is_over():
    assert presence(now="17:30") is Presence.EXPECTED
    assert presence(now="19:29:59") is Presence.EXPECTED
    assert presence(now="19:30") is Presence.NO_SHOW


def test_the_leader_may_call_a_no_show_before_the_end():
    assert presence(now="18:30", marked_no_show=True) is Presence.NO_SHOW


def test_an_excused_patient_is_excused_before_and_after():
    assert presence(now="17:00", excused=True) is Presence.EXCUSED
    assert presence(now="22:00", excused=True) is Presence.EXCUSED


def test_an_excused_patient_who_comes_after_all_is_present():
    assert presence("18:00", excused=True) is Presence.PRESENT


def test_coming_after_the_end_is_a_no_show():
    assert presence("19:29:59") is Presence.LATE
    assert presence("19:30") is Presence.NO_SHOW


def test_telehealth_changes_the_mode_and_not_the_presence():
    attendance = Attendance(span("18:00", "19:30"), at("18:00"), mode=Mode.TELEHEALTH)

    assert presence_of(attendance, now=at("20:00")) is Presence.PRESENT


@given(moments, moments, moments, moments)
def test_minutes_never_exceed_the_session_or_the_stay(arrived, left, one, other):
    start, end = sorted([one, other])
    credited = minutes_attended(
        arrived_at=arrived, left_at=left, session_start=start, session_end=end
    )

    assert 0 <= credited <= (end - start) // timedelta(minutes=1)
    assert credited == 0 or credited <= (left - arrived) // timedelta(minutes=1)


@given(st.lists(st.tuples(moments, moments)))
def test_time_covered_is_the_number_of_moments_in_any_session(pairs):
    intervals = [Interval(*sorted(pair)) for pair in pairs]
    edges = sorted({edge for i in intervals for edge in (i.start_at, i.end_at)})
    expected = sum(
        (
            later - earlier
            for earlier, later in pairwise(edges)
            if any(i.start_at <= earlier and later <= i.end_at for i in intervals)
        ),
        timedelta(0),
    )

    assert time_covered(intervals) == expected


@given(moments, moments, moments, moments)
def test_credited_time_lies_inside_the_session(arrived, left, one, other):
    session = Interval(*sorted([one, other]))
    credited = credited_interval(arrived_at=arrived, left_at=left, session=session)

    if credited:
        assert session.start_at <= credited.start_at < credited.end_at <= session.end_at
