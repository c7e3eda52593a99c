"""What part of the charge people pay: both sides of every cut-off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.rules.sliding_fee import (
    WHOLE,
    Tier,
    expires_on,
    fee_for,
    guideline_on,
    guidelines,
    percent_of_guideline,
    what_is_wrong_with,
)

TIERS = (Tier(100, 0), Tier(133, 2_500), Tier(166, 5_000), Tier(200, 7_500))
PUBLISHED = {  # household size: dollars; 48 states and DC, 2025
    1: 15_650, 2: 21_150, 3: 26_650, 4: 32_150, 5: 37_650, 6: 43_150, 7: 48_650,
    8: 54_150,
}  # fmt: skip
NEXT = {1: 15_960, 2: 21_640, 3: 27_320, 4: 33_000}


def fee(income_cents, household=1, year=2025, **more):
    guideline = next(one for one in guidelines() if one.year == year)
    return fee_for(
        income_cents=income_cents, household_size=household, guideline=guideline,
        tiers=TIERS, **more,
    )  # fmt: skip


@pytest.mark.parametrize(("household", "dollars"), PUBLISHED.items())
def test_the_guideline_of_2025_is_as_published(household, dollars):
    assert guideline_on(date(2025, 6, 1)).cents_for(household) == dollars * 100


@pytest.mark.parametrize(("household", "dollars"), NEXT.items())
def test_the_guideline_of_2026_waits_for_someone_to_confirm_it(household, dollars):
    guideline = guideline_on(date(2026, 6, 1))

    assert guideline.cents_for(household) == dollars * 100
    assert not guideline.is_confirmed
    assert "check the figures" in guideline.source


def test_a_guideline_holds_from_its_day_on_and_not_from_new_year():
    assert guideline_on(date(2026, 1, 12)).year == 2025
    assert guideline_on(date(2026, 1, 13)).year == 2026
    assert guideline_on(date(2027, 1, 5)).year == 2026


def test_before_the_table_begins_there_is_no_guideline():
    with pytest.raises(ValueError, match="begins after"):
        guideline_on(date(2025, 1, 14))


@pytest.mark.parametrize("state", ["AK", "HI"])
def test_states_with_guidelines_of_their_own_are_refused(state):
    with pytest.raises(ValueError, match=state):
        guideline_on(date(2025, 6, 1), state=state)


@pytest.mark.parametrize("household", [1, 2, 4, 8])
@pytest.mark.parametrize(
    ("place", "tier"), list(enumerate(TIERS)), ids=lambda one: str(one)[:12]
)
def test_each_cut_off_is_the_last_cent_of_its_tier(household, place, tier):
    whole = PUBLISHED[household] * tier.up_to_percent  # cents, for a percent is a cent
    after = TIERS[place + 1].share if place + 1 < len(TIERS) else WHOLE

    assert fee(whole, household).share == tier.share
    assert fee(whole + 1, household).share == after


def test_no_income_pays_the_nominal_fee_and_never_more_than_the_charge():
    found = fee(0, nominal_cents=1_000)

    assert found.of(30_000) == 1_000
    assert found.of(400) == 400
    assert fee(0).of(30_000) == 0


def test_a_nominal_fee_is_asked_only_where_nothing_else_is():
    cut = 15_650 * 100

    assert fee(cut, nominal_cents=1_000).nominal_cents == 1_000
    assert fee(cut + 1, nominal_cents=1_000).nominal_cents == 0


def test_half_a_cent_is_rounded_up():
    found = fee(15_650 * 120)  # a quarter of the charge

    assert found.share == 2_500
    assert [found.of(cents) for cents in (0, 1, 2, 5, 6, 30_000)] == [
        0, 0, 1, 1, 2, 7_500,
    ]  # fmt: skip


def test_above_the_last_tier_the_whole_charge_is_due():
    found = fee(15_650 * 201)

    assert (found.share, found.tier, found.of(12_345)) == (WHOLE, None, 12_345)


def test_what_is_shown_is_rounded_down():
    assert fee(15_650 * 133 + 1).percent == 13_300
    assert percent_of_guideline(15_650 * 100, 1, guidelines()[0]) == 100


@pytest.mark.parametrize(
    ("tiers", "says"),
    [
        ((), "at least one"),
        ((Tier(0, 0),), "up to 1"),
        ((Tier(1_001, 0),), "up to 1"),
        ((Tier(100, 0), Tier(100, 5_000)), "further"),
        ((Tier(150, 0), Tier(100, 5_000)), "further"),
        ((Tier(100, -1),), "from 0"),
        ((Tier(100, WHOLE + 1),), "to 100"),
        ((Tier(100, 5_000), Tier(150, 4_999)), "smaller"),
    ],
)
def test_tiers_that_are_no_scale_are_refused(tiers, says):
    assert any(says in sentence for sentence in what_is_wrong_with(tiers))
    with pytest.raises(ValueError, match=r"tier|income|scale"):
        fee_for(
            income_cents=0, household_size=1, guideline=guidelines()[0], tiers=tiers
        )


def test_the_edges_of_what_is_a_scale_are_one():
    assert what_is_wrong_with((Tier(1, 0), Tier(1_000, WHOLE))) == []
    assert what_is_wrong_with((Tier(100, 5_000), Tier(150, 5_000))) == []


@pytest.mark.parametrize(("income", "household"), [(-1, 1), (0, 0)])
def test_what_no_household_has_is_refused(income, household):
    with pytest.raises(ValueError, match="found"):
        fee(income, household)


def test_an_attestation_holds_for_twelve_months():
    assert expires_on(date(2026, 11, 28)) == date(2027, 11, 28)
    assert expires_on(date(2028, 2, 29)) == date(2029, 3, 1)
    assert expires_on(date(2028, 2, 28)) == date(2029, 2, 28)


@given(st.dates(date(2025, 1, 1), date(2050, 1, 1)))
def test_it_holds_365_or_366_days(signed_on):
    assert expires_on(signed_on) - signed_on in (timedelta(365), timedelta(366))


@given(
    st.integers(0, 10_000_000), st.integers(0, 100_000), st.integers(1, 20),
    st.integers(0, 50_000),
)  # fmt: skip
def test_more_income_never_pays_less_and_nobody_pays_more_than_the_charge(
    income, more, household, charge
):
    poorer, richer = fee(income, household), fee(income + more, household)

    assert 0 <= poorer.of(charge) <= richer.of(charge) <= charge


@given(st.integers(0, 10_000_000), st.integers(1, 20))
def test_a_larger_household_never_pays_more(income, household):
    assert fee(income, household + 1).share <= fee(income, household).share
