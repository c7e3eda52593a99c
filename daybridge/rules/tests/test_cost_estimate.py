"""What days of treatment cost, to the cent, against arithmetic done by hand.

`cost_estimate_cases.toml` holds the cases with their arithmetic in words.
"""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybridge.rules.cost_estimate import (
    Amount,
    BillableDay,
    Copay,
    CopayUnit,
    Plan,
    Spread,
    estimate,
)

CASES = tomllib.loads(
    Path(__file__).with_name("cost_estimate_cases.toml").read_text(encoding="utf-8")
)["case"]
FIRST = date(2026, 3, 2)
RHYTHM = (0, 2, 3)  # Monday, Wednesday, Thursday


def cents(text):
    return None if text is None else int(Decimal(text) * 100)


def plan_of(facts):
    def amount(name):
        return Amount(
            cents(facts.get(name)),
            cents(facts.get(f"family_{name}")),
            cents(facts.get(f"{name}_year")),
            cents(facts.get(f"family_{name}_year")),
        )

    copay = None
    if "copay" in facts:
        unit = CopayUnit(facts.get("unit", "day"))
        copay = Copay(cents(facts["copay"]), unit, facts.get("waits", False))
    renews_on = facts.get("renews_on")
    return Plan(
        "Blue",
        deductible=amount("deductible"),
        out_of_pocket=amount("limit"),
        copay=copay,
        coinsurance=int(Decimal(facts.get("coinsurance", "0")) * 100),
        spread=Spread(facts.get("spread", "embedded")),
        deductible_counts=facts.get("deductible_counts", True),
        copay_counts=facts.get("copay_counts", True),
        visits_left=facts.get("visits"),
        visits_of_a_year=facts.get("visits_year"),
        renews_on=renews_on and date.fromisoformat(renews_on),
        week_starts_on=facts.get("week_starts_on", 0),
    )


def days_of(case, count):
    dates = [date.fromisoformat(text) for text in case.get("on", ())] or [
        FIRST + timedelta(days=7 * week + day) for week in range(9) for day in RHYTHM
    ]
    rates = case["rates"].split() if "rates" in case else [case["rate"]] * count
    return [
        BillableDay(on, cents(rate))
        for on, rate in zip(dates[:count], rates, strict=True)
    ]


def worked(case):
    pays = case["pays"].split()
    policies = [plan_of(case[name]) for name in ("plan", "second") if name in case]
    return estimate(days_of(case, len(pays)), *policies)


def test_there_are_enough_cases_and_each_says_its_arithmetic():
    assert len(CASES) >= 40
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["because"] for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_agrees_to_the_cent(case):
    found = worked(case)

    assert [day.person for day in found.days] == [
        cents(t) for t in case["pays"].split()
    ]
    assert found.person + found.plans == sum(day.allowed for day in found.days)
    if "notes" in case:
        assert list(found.notes) == case["notes"]
    if "paid_up_on" in case:
        assert found.paid_up_on == date.fromisoformat(case["paid_up_on"])
    if "months" in case:
        months = [f"{m.year}-{m.month:02} {m.person / 100:g}" for m in found.months]
        assert "; ".join(months) == case["months"]


def test_a_week_is_the_seven_days_from_its_first():
    days = [BillableDay(FIRST + timedelta(days=n), 10_000) for n in range(9)]
    found = estimate(days, Plan("Blue", coinsurance=1_000))

    assert found.week_of(FIRST) == 7_000
    assert found.week_of(FIRST + timedelta(days=7)) == 2_000


def test_the_parts_of_a_day_are_told_apart():
    plan = Plan("Blue", deductible=Amount(5_000), coinsurance=2_000)
    [day] = estimate([BillableDay(FIRST, 20_000)], plan).days

    assert (day.deductible, day.copay, day.coinsurance) == (5_000, 0, 3_000)
    assert (day.person, day.plans) == (8_000, 12_000)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Plan("Blue", coinsurance=10_001), "hundredths of a percent"),
        (lambda: Plan("Blue", visits_left=-1), "visits from 0"),
        (lambda: Amount(-1), "cents from 0"),
        (lambda: BillableDay(FIRST, -1), "cents from 0"),
        (
            lambda: estimate([BillableDay(FIRST, 1), BillableDay(FIRST, 1)]),
            "does not come after",
        ),
        (lambda: estimate([], Plan("A"), Plan("B"), Plan("C")), "two policies"),
    ],
)
def test_facts_that_cannot_be_are_refused(make, problem):
    with pytest.raises(ValueError, match=problem):
        make()


money = st.integers(0, 100_000)
amounts = st.builds(Amount, st.none() | money, st.none() | money)
plans = st.builds(
    Plan,
    st.just("Blue"),
    deductible=amounts,
    out_of_pocket=amounts,
    copay=st.none()
    | st.builds(Copay, money, st.sampled_from(CopayUnit), st.booleans()),
    coinsurance=st.integers(0, 10_000),
    spread=st.sampled_from(Spread),
    visits_left=st.none() | st.integers(0, 9),
)


@settings(max_examples=150)
@given(st.lists(money, max_size=9), plans, plans)
def test_nobody_pays_more_than_the_day_or_beyond_the_limit(rates, first, second):
    days = [
        BillableDay(FIRST + timedelta(days=n), cents) for n, cents in enumerate(rates)
    ]
    alone, both = estimate(days, first), estimate(days, first, second)

    for day in (*alone.days, *both.days):
        assert 0 <= day.person <= day.allowed
    limit = first.out_of_pocket.left(first.spread)
    covered = [day for day in alone.days if not day.not_covered]
    assert limit is None or sum(day.person for day in covered) <= limit
    assert both.person <= alone.person  # a second policy never costs more
