"""Whether the times somebody told suit a place: every kind of telling, every edge."""

from itertools import product

import pytest

from daybridge.rules.first_week import Meeting
from daybridge.rules.waiting_times import (
    Fit,
    Suits,
    Told,
    fit_of_group,
    fit_of_track,
    joined,
)

MON, TUE, WED, THU = range(4)
EVENING = 17 * 60 + 30, 180  # 5:30 to 8:30 pm
WEEK = {"least_days": 3, "least_minutes": 540}


def evening(day):
    return Meeting(day, *EVENING)


def span(day, start, end):
    return Meeting(day, start * 60, (end - start) * 60)


def told(can=(), cannot=()):
    return Told(joined(can), joined(cannot))


IOP = [(evening(MON),), (evening(TUE), evening(THU))]


def test_nothing_told_is_unknown_and_never_a_no():
    assert fit_of_group(Told(), IOP[0]).suits is Suits.UNKNOWN
    assert fit_of_track(Told(), IOP, **WEEK).suits is Suits.UNKNOWN


def test_without_groups_there_is_nothing_to_compare():
    assert fit_of_track(told([span(MON, 9, 12)]), [], **WEEK).suits is Suits.UNKNOWN
    assert fit_of_track(told([span(MON, 9, 12)]), [()], **WEEK).suits is Suits.UNKNOWN
    assert fit_of_group(told([span(MON, 9, 12)]), ()).suits is Suits.UNKNOWN


@pytest.mark.parametrize(
    ("start", "end", "suits"),
    [
        (17 * 60 + 30, 20 * 60 + 30, Suits.YES),  # to the minute
        (17 * 60 + 31, 20 * 60 + 30, Suits.NO),
        (17 * 60 + 30, 20 * 60 + 29, Suits.NO),
        (0, 24 * 60, Suits.YES),
    ],
)
def test_a_meeting_lies_wholly_within_the_times_they_can(start, end, suits):
    can = told([Meeting(MON, start, end - start)])
    assert fit_of_group(can, IOP[0]).suits is suits


@pytest.mark.parametrize(
    ("start", "end", "suits"),
    [
        (16, 17.5, Suits.YES),  # ends as the group begins
        (16, 18, Suits.NO),
        (20.5, 22, Suits.YES),
        (20, 22, Suits.NO),
        (18, 19, Suits.NO),
    ],
)
def test_a_meeting_touches_no_time_they_cannot(start, end, suits):
    cannot = told(cannot=[Meeting(MON, int(start * 60), int((end - start) * 60))])
    assert fit_of_group(cannot, IOP[0]).suits is suits


def test_a_time_they_cannot_counts_within_one_they_can():
    both = told([span(MON, 9, 22)], [span(MON, 18, 19)])
    assert fit_of_group(both, IOP[0]).suits is Suits.NO


def test_times_that_touch_are_one():
    can = told([span(MON, 16, 18), span(MON, 18, 21)])
    assert can.can == (span(MON, 16, 21),)
    assert fit_of_group(can, IOP[0]).suits is Suits.YES


def test_times_of_another_day_or_with_a_gap_stay_apart():
    spans = [span(MON, 16, 18), span(MON, 19, 21), span(TUE, 18, 19)]
    assert joined(reversed(spans)) == tuple(spans)
    assert joined([span(MON, 9, 20), span(MON, 10, 11)]) == (span(MON, 9, 20),)


def test_a_group_is_joined_on_all_of_its_days_or_not_at_all():
    fit = fit_of_group(told([span(TUE, 17, 21)]), IOP[1])
    assert fit == Fit(Suits.NO, (evening(THU),), 0, 2)


def test_a_track_fits_when_enough_of_its_week_does():
    week = [(evening(day),) for day in (MON, TUE, WED, THU)]
    without_thursday = told(cannot=[span(THU, 0, 24)])
    fit = fit_of_track(without_thursday, week, **WEEK)
    assert fit == Fit(Suits.YES, (evening(THU),), 3, 3)
    two = fit_of_track(told(cannot=[span(WED, 0, 24), span(THU, 0, 24)]), week, **WEEK)
    assert two == Fit(Suits.NO, (evening(WED), evening(THU)), 2, 3)


def test_enough_days_with_too_few_minutes_are_not_enough():
    week = [(evening(MON),), (evening(TUE),), (Meeting(WED, 540, 60),)]
    asked = {"least_days": 2, "least_minutes": 400}
    fit = fit_of_track(told(cannot=[span(TUE, 0, 24)]), week, **asked)
    assert (fit.suits, fit.days) == (Suits.NO, 2)


def test_a_track_that_offers_less_than_its_rule_asks_for_all_it_offers():
    everything = told(cannot=[span(WED, 0, 24)])
    assert fit_of_track(everything, [IOP[0]], **WEEK).suits is Suits.YES


def test_groups_that_meet_at_once_count_once():
    week = [(evening(MON),), (evening(MON),), (evening(TUE),)]
    asked = {"least_days": 1, "least_minutes": 360}
    assert fit_of_track(told(cannot=[span(TUE, 0, 24)]), week, **asked).suits is (
        Suits.NO
    )


def test_every_way_to_be_free_on_three_evenings_is_told_right():
    week = [(evening(day),) for day in (MON, TUE, WED)]
    for free in product([True, False], repeat=3):
        can = [span(day, 17, 21) for day, yes in enumerate(free) if yes]
        cannot = [span(day, 0, 24) for day, yes in enumerate(free) if not yes]
        fit = fit_of_track(told(can, cannot), week, **WEEK)
        assert (fit.suits is Suits.YES) == all(free)
        assert fit.days == sum(free)
        assert len(fit.clashes) == 3 - sum(free)
