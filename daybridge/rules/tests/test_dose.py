"""A week is weighed while it can still be saved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.dose import DoseReason, WeekDose, WeekStanding, weigh_week
from daybridge.rules.dose_rules import (
    WEEKLY_DOSE_RULES,
    DoseOrder,
    Population,
    Week,
    dose_rule_for,
    week_of,
)
from daybridge.rules.make_ups import MakeUp

ADULT, ADOLESCENT = WEEKLY_DOSE_RULES
WEEK = Week(date(2026, 3, 2))
MON, TUE, WED, THU, FRI, SAT, SUN = WEEK.days
OVER = SUN + timedelta(days=1)
NINE_HOURS = DoseOrder(minutes_per_week=540, days_per_week=3)


def weigh(delivered=None, planned=None, order=NINE_HOURS, rule=ADULT, today=OVER):
    return weigh_week(
        week=WEEK,
        delivered=delivered or {},
        still_planned=planned or {},
        order=order,
        rule=rule,
        today=today,
    )


def reasons(dose: WeekDose) -> list[DoseReason]:
    return [problem.reason for problem in dose.problems]


@pytest.mark.parametrize("starts_on", range(7))
def test_a_week_starts_on_the_programs_own_day(starts_on):
    week = week_of(THU, week_starts_on=starts_on)

    assert week.starts_on.weekday() == starts_on
    assert THU in week.days
    assert len(week.days) == 7


def test_the_last_day_of_one_week_is_the_eve_of_the_next():
    assert week_of(SUN, week_starts_on=0).ends_on == SUN
    assert week_of(SUN, week_starts_on=6).starts_on == SUN


def test_a_week_cannot_start_on_an_eighth_day():
    with pytest.raises(ValueError, match="from 0"):
        week_of(MON, week_starts_on=7)


@pytest.mark.parametrize(
    ("population", "published"),
    [
        (Population.ADULT, (540, 1140, 3, 5, 120, 240)),
        (Population.ADOLESCENT, (360, 1140, 3, 5, 120, 240)),
    ],
)
def test_adults_need_nine_hours_and_adolescents_six(population, published):
    rule = dose_rule_for(level="2.1", population=population, on=MON)

    assert published == (
        rule.min_minutes_per_week,
        rule.max_minutes_per_week,
        rule.min_days_per_week,
        rule.max_days_per_week,
        rule.min_minutes_per_day,
        rule.max_minutes_per_day,
    )
    assert rule.valid_from == date(2013, 1, 1)


def test_the_newest_rule_in_force_holds_and_an_ended_one_does_not():
    ended = replace(ADULT, valid_to=TUE)
    newer = replace(ADULT, valid_from=TUE, source="newer")

    def on(day):
        return dose_rule_for(
            level="2.1", population=Population.ADULT, on=day, rules=(ended, newer)
        )

    assert [on(day) for day in (MON, TUE, WED)] == [ended, newer, newer]
    assert (
        dose_rule_for(level="2.1", population=Population.ADULT, on=WED, rules=(ended,))
        is None
    )


def test_a_rule_without_a_shortest_day_still_needs_a_minute_for_a_day():
    any_length = replace(ADULT, min_minutes_per_day=0)

    assert weigh({MON: 1, TUE: 0}, rule=any_length).delivered_days == 1


def test_a_level_without_a_rule_has_none():
    assert dose_rule_for(level="9.9", population=Population.ADULT, on=MON) is None


def test_no_rule_holds_before_it_was_published():
    before = ADULT.valid_from - timedelta(days=1)

    assert dose_rule_for(level="2.1", population=Population.ADULT, on=before) is None
    assert dose_rule_for(level="2.1", population=Population.ADULT, on=ADULT.valid_from)


def test_nine_hours_on_three_days_make_a_whole_week():
    dose = weigh({MON: 180, WED: 180, FRI: 180})

    assert dose.standing is WeekStanding.WHOLE
    assert dose.problems == ()
    assert dose.sentence == "Delivered 9 h of 9 h; the week is whole."


def test_a_minute_under_nine_hours_is_short():
    dose = weigh({MON: 180, WED: 180, FRI: 179})

    assert dose.standing is WeekStanding.LOST
    assert dose.shortfall_minutes == 1
    assert reasons(dose) == [DoseReason.TOO_FEW_MINUTES]
    assert dose.problems[0].sentence == "Delivered 8 h 59 min of 9 h."


def test_nine_hours_on_two_days_are_a_day_short():
    dose = weigh({MON: 240, WED: 240, FRI: 60})

    assert dose.shortfall_minutes == 0
    assert dose.shortfall_days == 1
    assert DoseReason.TOO_FEW_DAYS in reasons(dose)


def test_a_day_counts_from_two_hours_on():
    assert weigh({MON: 120}).delivered_days == 1
    assert weigh({MON: 119}).delivered_days == 0


def test_minutes_of_a_short_day_still_count_to_the_week():
    dose = weigh({MON: 240, TUE: 200, WED: 100})

    assert dose.delivered_minutes == 540
    assert DoseReason.DAY_TOO_SHORT in reasons(dose)


def test_a_day_nobody_came_is_not_called_short():
    assert DoseReason.DAY_TOO_SHORT not in reasons(weigh({MON: 0}))
    assert DoseReason.DAY_TOO_SHORT in reasons(weigh({MON: 1}))


def test_enough_minutes_on_too_few_days_are_not_called_too_few_minutes():
    dose = weigh({MON: 240, WED: 240, FRI: 60})

    assert DoseReason.TOO_FEW_MINUTES not in reasons(dose)


def test_a_day_is_not_called_short_while_more_is_planned_on_it():
    dose = weigh({MON: 60}, {MON: 120}, today=MON)

    assert DoseReason.DAY_TOO_SHORT not in reasons(dose)


def test_a_four_hour_day_is_in_range_and_a_minute_more_is_pointed_out():
    assert DoseReason.DAY_TOO_LONG not in reasons(weigh({MON: 240}))
    assert DoseReason.DAY_TOO_LONG in reasons(weigh({MON: 241}))


def test_nineteen_hours_are_in_range_and_a_minute_more_is_pointed_out():
    five_days = {MON: 240, TUE: 240, WED: 240, THU: 240, FRI: 180}

    assert reasons(weigh(five_days)) == []
    assert reasons(weigh({**five_days, FRI: 181})) == [DoseReason.TOO_MANY_MINUTES]


def test_a_sixth_day_is_pointed_out():
    six_days = dict.fromkeys(WEEK.days[:6], 120)

    assert DoseReason.TOO_MANY_DAYS in reasons(weigh(six_days))


def test_what_is_planned_can_keep_a_week_on_course():
    dose = weigh({MON: 180, TUE: 180}, {THU: 180}, today=WED)

    assert dose.standing is WeekStanding.ON_COURSE
    assert dose.planned_is_enough
    assert dose.problems == ()
    assert dose.sentence == (
        "Delivered 6 h of 9 h on 2 of 3 days; 3 h on Thursday will make the week whole."
    )


def test_a_shortened_evening_asks_for_a_make_up_on_the_next_free_day():
    dose = weigh({MON: 180, TUE: 190}, today=THU)

    assert dose.standing is WeekStanding.NEEDS_MAKE_UP
    assert dose.make_ups == (MakeUp(THU, 170),)
    assert (dose.make_up_minutes, dose.make_up_days) == (170, 1)
    assert dose.sentence == (
        "Delivered 6 h 10 min of 9 h on 2 of 3 days; "
        "2 h 50 min on Thursday would make the week whole."
    )


def test_a_missed_day_asks_for_a_make_up_beside_what_is_planned():
    dose = weigh({MON: 180}, {FRI: 180}, today=THU)

    assert dose.make_ups == (MakeUp(THU, 180),)
    assert "3 h on Thursday, beside what is planned, would" in dose.sentence


def test_a_few_missing_minutes_go_beside_a_group_that_is_planned_anyway():
    dose = weigh({MON: 170, WED: 180}, {FRI: 180}, today=THU)

    assert dose.make_ups == (MakeUp(FRI, 10),)


def test_more_than_an_hour_is_worth_a_day_of_its_own():
    at_an_hour = weigh({MON: 180, WED: 180}, {FRI: 120}, today=THU)
    past_an_hour = weigh({MON: 180, WED: 179}, {FRI: 120}, today=THU)

    assert at_an_hour.make_ups == (MakeUp(FRI, 60),)
    assert past_an_hour.make_ups == (MakeUp(THU, 120),)


def test_a_group_planned_yesterday_and_not_delivered_is_lost():
    dose = weigh({MON: 180, TUE: 180}, {WED: 180}, today=THU)

    assert dose.planned_minutes == 0
    assert dose.standing is WeekStanding.NEEDS_MAKE_UP


def test_a_group_planned_today_still_counts():
    assert weigh({MON: 180, TUE: 180}, {WED: 180}, today=WED).planned_minutes == 180


def test_a_week_without_enough_days_left_is_lost():
    dose = weigh({MON: 180})

    assert not dose.can_be_saved
    assert dose.sentence.endswith("too little of the week is left to make it whole.")
    assert reasons(dose) == [DoseReason.TOO_FEW_MINUTES, DoseReason.TOO_FEW_DAYS]


def test_the_last_moment_a_week_can_be_saved():
    assert weigh({MON: 180, TUE: 120}, today=SUN).make_ups == (MakeUp(SUN, 240),)
    assert not weigh({MON: 180, TUE: 119}, today=SUN).can_be_saved


def test_a_make_up_may_not_open_a_sixth_day():
    five_short_days = dict.fromkeys((MON, TUE, WED, THU, FRI), 100)

    assert not weigh(five_short_days, today=SAT).can_be_saved


def test_a_fifth_day_may_still_be_opened():
    four_days = dict.fromkeys((MON, TUE, WED, THU), 120)

    assert weigh(four_days, today=SAT).make_ups == (MakeUp(SAT, 120),)


def test_a_make_up_day_is_at_least_the_shortest_day_of_care():
    order = DoseOrder(minutes_per_week=610, days_per_week=3)
    dose = weigh({MON: 180, TUE: 180, WED: 180}, order=order, today=FRI)

    assert dose.make_ups == (MakeUp(FRI, 120),)


def test_a_week_already_on_six_days_opens_no_seventh():
    six_days = dict.fromkeys(WEEK.days[:6], 80)

    assert not weigh(six_days, today=SUN).can_be_saved


def test_minutes_may_not_be_spread_over_a_sixth_day():
    four_days = dict.fromkeys((MON, TUE, WED, THU), 120)
    fits = weigh(four_days, order=DoseOrder(720, 4), today=FRI)
    does_not = weigh(four_days, order=DoseOrder(721, 4), today=FRI)

    assert fits.make_ups == (MakeUp(FRI, 240),)
    assert not does_not.can_be_saved


def test_plans_and_make_ups_are_told_apart():
    dose = weigh({MON: 180}, {FRI: 180}, today=THU)

    assert (dose.make_up_minutes, dose.make_up_days) == (180, 1)
    assert weigh({MON: 180, TUE: 180, WED: 180}).make_up_minutes == 0


def test_days_are_made_up_before_minutes():
    dose = weigh({MON: 240}, {TUE: 240, WED: 60}, today=TUE)

    assert dose.make_ups == (MakeUp(WED, 60),)


def test_a_short_day_that_is_today_can_be_made_longer():
    dose = weigh({MON: 210, TUE: 210, WED: 60}, today=WED)

    assert dose.make_ups == (MakeUp(WED, 60),)


def test_an_order_above_the_minimum_sets_the_need():
    order = DoseOrder(minutes_per_week=720, days_per_week=4)
    dose = weigh({MON: 180, TUE: 180, WED: 180}, order=order)

    assert (dose.needed_minutes, dose.needed_days) == (720, 4)
    assert not dose.can_be_saved


def test_an_order_below_the_level_is_named_and_does_not_lower_the_need():
    order = DoseOrder(minutes_per_week=539, days_per_week=3)
    dose = weigh({MON: 180, TUE: 180, WED: 180}, order=order)

    assert dose.needed_minutes == 540
    assert reasons(dose) == [DoseReason.ORDER_BELOW_LEVEL]
    assert dose.problems[0].sentence == (
        "The order asks 8 h 59 min on 3 days; level 2.1 needs at least 9 h on 3 days."
    )


def test_an_order_above_the_level_is_named():
    within = DoseOrder(minutes_per_week=1140, days_per_week=5)
    above = DoseOrder(minutes_per_week=1141, days_per_week=5)

    assert DoseReason.ORDER_ABOVE_LEVEL not in reasons(weigh(order=within))
    assert DoseReason.ORDER_ABOVE_LEVEL in reasons(weigh(order=above))


def test_without_an_order_the_level_speaks():
    assert weigh(order=None).needed_minutes == 540


def test_adolescents_are_whole_at_six_hours():
    order = DoseOrder(minutes_per_week=360, days_per_week=3)
    days = {MON: 120, WED: 120, FRI: 120}

    assert weigh(days, order=order, rule=ADOLESCENT).standing is WeekStanding.WHOLE
    assert not weigh({**days, FRI: 119}, order=order, rule=ADOLESCENT).can_be_saved


def test_days_of_another_week_are_ignored():
    elsewhere = {MON - timedelta(days=1): 500, SUN + timedelta(days=1): 500}

    assert weigh(elsewhere, elsewhere, today=MON).possible_minutes == 0


minutes_by_day = st.dictionaries(st.sampled_from(WEEK.days), st.integers(0, 240))
some_day = st.sampled_from(WEEK.days)


def _from(today, comes, came):
    return {day: came.get(day, 0) + more for day, more in comes.items() if day >= today}


@given(minutes_by_day, minutes_by_day, some_day)
def test_doing_the_suggested_make_ups_makes_the_week_whole(came, comes, today):
    came = {day: minutes for day, minutes in came.items() if day <= today}
    dose = weigh(came, comes, today=today)
    if dose.standing is not WeekStanding.NEEDS_MAKE_UP:
        return

    then = {
        day: came.get(day, 0) + (comes.get(day, 0) if day >= today else 0)
        for day in WEEK.days
    }
    for make_up in dose.make_ups:
        assert make_up.on >= today
        assert make_up.minutes > 0
        then[make_up.on] += make_up.minutes
        assert ADULT.min_minutes_per_day <= then[make_up.on]
        assert then[make_up.on] <= ADULT.max_minutes_per_day
    used = [
        sum(minutes > 0 for minutes in week.values())
        for week in (then, {**came, **_from(today, comes, came)})
    ]
    assert used[0] <= max(ADULT.max_days_per_week, used[1])

    assert weigh(then).standing is WeekStanding.WHOLE


@given(minutes_by_day, minutes_by_day, some_day)
def test_a_lost_week_could_not_have_been_saved_by_filling_every_day(came, comes, today):
    dose = weigh(came, comes, today=today)
    if dose.can_be_saved:
        return

    now = {
        day: came.get(day, 0) + (comes.get(day, 0) if day >= today else 0)
        for day in WEEK.days
    }
    free = ADULT.max_days_per_week - sum(minutes > 0 for minutes in now.values())
    filled = dict(now)
    for day in WEEK.days:
        if day >= today and (now[day] or free > 0):
            free -= not now[day]
            filled[day] = max(now[day], ADULT.max_minutes_per_day)

    assert weigh(filled).standing is WeekStanding.LOST


@given(minutes_by_day, some_day)
def test_more_delivered_minutes_never_make_the_shortfall_larger(came, day):
    more = {**came, day: came.get(day, 0) + 30}

    assert weigh(more).shortfall_minutes <= weigh(came).shortfall_minutes
    assert weigh(more).shortfall_days <= weigh(came).shortfall_days
