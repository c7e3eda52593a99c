"""Retention and census agree with counts made by hand."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.retention import (
    EpisodeDates,
    RetentionStep,
    TimeInCare,
    census_by_day,
    median_days,
    retention_curve,
    share_in_care,
    time_in_care,
)

MON = date(2026, 3, 2)
TUE, WED, THU = (MON + timedelta(days=n) for n in (1, 2, 3))


def left(days: int) -> TimeInCare:
    return TimeInCare(days, left=True)


def still_here(days: int) -> TimeInCare:
    return TimeInCare(days, left=False)


def test_without_anyone_still_in_care_the_curve_is_a_plain_share():
    curve = retention_curve([left(10), left(20), left(20), left(40)])

    assert curve == (
        RetentionStep(10, 4, 1, Fraction(3, 4)),
        RetentionStep(20, 3, 2, Fraction(1, 4)),
        RetentionStep(40, 1, 1, Fraction(0)),
    )


def test_those_still_in_care_count_until_they_were_last_seen():
    # By hand: 6 at risk on day 6, three leave: 3/6. One last seen on day 6 goes.
    # 2 at risk on day 7, one leaves: 3/6 * 1/2 = 1/4.
    rows = [left(6), left(6), left(6), still_here(6), left(7), still_here(9)]
    curve = retention_curve(rows)

    assert curve == (
        RetentionStep(6, 6, 3, Fraction(1, 2)),
        RetentionStep(7, 2, 1, Fraction(1, 4)),
    )


def test_the_published_example_of_6_mp_patients_is_reproduced():
    # Freireich et al. 1963 (Blood 21:699), weeks in remission on 6-mercaptopurine,
    # the usual textbook table: S(6)=.857, S(7)=.807, S(10)=.753, ... S(23)=.448.
    events = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = retention_curve([*map(left, events), *map(still_here, censored)])

    shares = {step.day: round(float(step.share), 3) for step in curve}
    assert shares == {
        6: 0.857,
        7: 0.807,
        10: 0.753,
        13: 0.690,
        16: 0.627,
        22: 0.538,
        23: 0.448,
    }


def test_everyone_is_in_care_before_the_first_leaves():
    curve = retention_curve([left(10), still_here(30)])

    assert share_in_care(curve, after_day=9) == 1
    assert share_in_care(curve, after_day=10) == Fraction(1, 2)
    assert share_in_care(curve, after_day=99) == Fraction(1, 2)


def test_the_median_is_the_first_day_at_most_half_remain():
    assert median_days(retention_curve([left(10), left(20), left(30)])) == 20
    assert median_days(retention_curve([left(10), left(20)])) == 10


def test_a_median_not_yet_seen_is_unknown():
    assert median_days(retention_curve([left(10), still_here(20), still_here(20)])) is (
        None
    )


def test_nobody_makes_no_curve():
    assert retention_curve([]) == ()
    assert share_in_care([], after_day=5) == 1


def test_less_than_a_day_is_one_day():
    assert retention_curve([left(0)]) == (RetentionStep(1, 1, 1, Fraction(0)),)
    assert time_in_care(EpisodeDates(MON, MON), today=WED) == left(1)


def test_negative_days_are_refused():
    with pytest.raises(ValueError, match="never negative"):
        retention_curve([left(-1)])
    with pytest.raises(ValueError, match="before its admission"):
        time_in_care(EpisodeDates(WED, MON), today=THU)


def test_a_discharge_in_the_future_has_not_happened_yet():
    episode = EpisodeDates(MON, THU)

    assert time_in_care(episode, today=WED) == still_here(2)
    assert time_in_care(episode, today=THU) == left(3)


def test_the_census_counts_from_admission_to_the_day_before_discharge():
    census = census_by_day([EpisodeDates(TUE, THU)], first=MON, last=THU)

    assert census == {MON: 0, TUE: 1, WED: 1, THU: 0}


def test_someone_admitted_and_discharged_on_one_day_counts_that_day():
    assert census_by_day([EpisodeDates(TUE, TUE)], first=MON, last=WED) == {
        MON: 0,
        TUE: 1,
        WED: 0,
    }


def test_someone_still_in_care_counts_to_the_last_day():
    assert census_by_day([EpisodeDates(date(2020, 1, 1))], first=MON, last=TUE) == {
        MON: 1,
        TUE: 1,
    }


def test_episodes_outside_the_days_asked_for_do_not_count():
    outside = [EpisodeDates(THU), EpisodeDates(date(2020, 1, 1), MON)]

    assert census_by_day(outside, first=MON, last=WED) == {MON: 0, TUE: 0, WED: 0}


def test_a_census_of_no_days_is_empty():
    assert census_by_day([EpisodeDates(MON)], first=TUE, last=MON) == {}


rows = st.lists(
    st.builds(TimeInCare, st.integers(1, 60), st.booleans()), min_size=1, max_size=30
)
episodes = st.builds(
    lambda start, days: EpisodeDates(
        MON + timedelta(days=start),
        None if days is None else MON + timedelta(days=start + days),
    ),
    st.integers(-40, 40),
    st.none() | st.integers(0, 50),
)


@given(rows)
def test_a_curve_only_falls_and_stays_between_one_and_nothing(stays):
    shares = [Fraction(1), *(step.share for step in retention_curve(stays))]

    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)


@given(rows)
def test_if_everyone_left_the_curve_is_the_share_of_longer_stays(stays):
    everyone = [left(stay.days) for stay in stays]
    curve = retention_curve(everyone)

    for step in curve:
        longer = sum(stay.days > step.day for stay in everyone)
        assert step.share == Fraction(longer, len(everyone))


@given(st.lists(episodes, max_size=20))
def test_the_census_agrees_with_asking_each_day(many):
    last = MON + timedelta(days=20)
    census = census_by_day(many, first=MON, last=last)

    for day, count in census.items():
        assert count == sum(
            e.admitted_on <= day
            and (
                e.discharged_on is None
                or day < e.discharged_on
                or day == e.admitted_on == e.discharged_on
            )
            for e in many
        )
