"""What a stay costs: quotes, contracts and rates weighed together."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from daybridge.coverage import queries
from daybridge.coverage.estimates import WEEKDAYS, Stay, ways
from daybridge.coverage.models import IncomeAttestation, Plan, Policy, Rate
from daybridge.coverage.rates import rates_for
from daybridge.coverage.tests.conftest import make_quote
from daybridge.rules.sliding_fee import Tier

MONDAY = date(2026, 12, 7)
TWO_WEEKS = Stay(MONDAY, weeks=2, days_per_week=3)


def found(dana, stay=TWO_WEEKS, at=None):
    """Each way to pay by its key."""
    insured = queries.insured_on(dana, stay.starts_on)
    attestation = queries.attestation_on(dana, date(2026, 12, 1))
    at = at or timezone.now()
    return {
        way.key: way for way in ways(dana.program, stay, insured, attestation, at=at)
    }


def persons(way):
    return [day.person for day in way.estimate.days]


def test_the_example_of_the_domain_notes_is_met_to_the_cent(dana, quote, rates):
    """Deductible 300 left, 20 %, limit 400 left, 200 a day, three days a week."""
    way = found(dana)["in"]

    assert persons(way) == [20_000, 12_000, 4_000, 4_000, 0, 0]
    assert way.estimate.person == 40_000
    assert way.estimate.paid_up_on == date(2026, 12, 16)
    assert [week.person for week in way.weeks] == [36_000, 4_000]
    assert (way.least_a_week, way.most_a_week) == (4_000, 36_000)


def test_a_copayment_is_due_as_the_contract_says(dana, plan, policy, rates):
    make_quote(policy, copay_cents=5_000, coinsurance=None, limit_cents=None,
               limit_left_cents=None)  # fmt: skip

    assert persons(found(dana)["in"]) == [5_000] * 6

    plan.copay_unit = "week"
    plan.save()
    assert persons(found(dana)["in"]) == [5_000, 0, 0, 5_000, 0, 0]

    plan.copay_unit, plan.copay_waits_for_deductible = "day", True
    plan.save()
    assert persons(found(dana)["in"]) == [20_000, 15_000] + [5_000] * 4


def test_the_newest_quote_of_each_network_counts(dana, policy, rates):
    make_quote(policy, days_ago=2, coinsurance=9_000, deductible_left_cents=0)
    make_quote(policy, days_ago=1, coinsurance=1_000, deductible_left_cents=0)
    make_quote(policy, network="out", coinsurance=5_000, deductible_left_cents=0,
               limit_left_cents=10**6)  # fmt: skip

    by_key = found(dana)

    assert persons(by_key["in"])[0] == 2_000  # of the rate agreed with the payer
    assert persons(by_key["out"])[0] == 15_000  # of our own charge
    assert "may allow less than we charge" in " ".join(by_key["out"].warnings)


def test_what_was_not_said_is_counted_whole_and_said(dana, policy, rates):
    make_quote(policy, deductible_left_cents=None, limit_left_cents=None)

    way = found(dana)["in"]

    assert persons(way) == [20_000] * 6  # the whole deductible of 1,500
    said = " ".join(way.warnings)
    assert "What is left of the deductible was not said" in said
    assert "What is left until the out-of-pocket limit was not said" in said


def test_two_policies_are_weighed_and_named(dana, plan, policy, quote, rates):
    other = Plan.objects.create(program=dana.program, payer=plan.payer, name="HMO")
    second = Policy.objects.create(
        program=dana.program, patient=dana, plan=other, rank=2, member_number="2",
        starts_on=date(2026, 1, 1),
    )  # fmt: skip

    alone = found(dana)["in"]
    make_quote(second, deductible_left_cents=0, coinsurance=1_000)
    both = found(dana)["in"]

    assert "without a quote of it, it is not counted" in " ".join(alone.warnings)
    assert alone.estimate.person == 40_000
    # Of 200 the second would pay 180: what the first leaves above that is theirs.
    assert persons(both) == [2_000, 0, 0, 0, 0, 0]
    assert "There are two policies" in " ".join(both.warnings)


def test_what_to_beware_of_is_said(dana, policy, rates):
    make_quote(
        policy, days_ago=31, is_active=False, visits_limit=10, visits_used=6,
        authorization="U", renews_on=date(2026, 12, 10), coinsurance=2_000,
        copay_cents=1_000,
    )  # fmt: skip

    said = " ".join(found(dana)["in"].warnings)

    for words in (
        "not active", "31 days old", "Nobody said yet whether the payer",
        "The plan pays 4 more visits; this stay needs 6.", "begins a new year on",
        "Both a copayment of $10 and coinsurance of 20%",
    ):  # fmt: skip
        assert words in said


def test_a_quote_is_old_after_thirty_days_and_not_before(dana, policy, rates):
    quote = make_quote(policy)

    def said(days):
        at = quote.taken_at + timedelta(days=days)
        return "days old" in " ".join(found(dana, at=at)["in"].warnings)

    assert not said(30)
    assert said(31)


def test_without_an_agreed_rate_our_charge_is_counted_and_said(dana, quote, rates):
    Rate.objects.in_program(dana.program).filter(pk=rates.pk)  # the payer's
    rates.starts_on = date(2030, 1, 1)
    rates.save()

    way = found(dana)["in"]

    assert way.estimate.days[0].allowed == 30_000
    assert "our own charge of $300 a day is counted" in " ".join(way.warnings)


def test_without_any_rate_nothing_is_reckoned(dana, quote):
    assert {way.missing for way in found(dana).values()} >= {
        "What a day of treatment costs is not set yet."
    }
    assert found(dana)["in"].estimate is None


def test_a_rate_that_changes_during_a_stay_changes_the_days_after(dana, rates):
    Rate.objects.create(
        program=dana.program, service="iop_day", cents=31_000,
        starts_on=date(2026, 12, 14),
    )  # fmt: skip

    assert persons(found(dana)["self"]) == [30_000] * 3 + [31_000] * 3


def test_the_most_particular_rate_counts(dana, plan, rates):
    Rate.objects.create(
        program=dana.program, service="iop_day", cents=18_000, payer=plan.payer,
        plan=plan, starts_on=date(2026, 6, 1), ends_on=date(2026, 11, 30),
    )  # fmt: skip
    table = rates_for(dana.program, plan)

    assert table.cents_on("iop_day", date(2026, 5, 31)) == 20_000
    assert table.cents_on("iop_day", date(2026, 6, 1)) == 18_000
    assert table.cents_on("iop_day", date(2026, 11, 30)) == 18_000
    assert table.cents_on("iop_day", date(2026, 12, 1)) == 20_000
    assert rates_for(dana.program).cents_on("iop_day", date(2026, 6, 1)) == 30_000
    assert table.cents_on("iop_day", date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("share", "nominal", "day"), [(2_500, 0, 7_500), (0, 1_000, 1_000), (0, 0, 0)]
)
def test_an_income_asks_a_part_of_our_charge_or_a_fee(dana, rates, share, nominal, day):
    IncomeAttestation.objects.create(
        program=dana.program, patient=dana, household_size=1, annual_income_cents=1,
        guideline_year=2025, percent=9_000, share=share, nominal_cents=nominal,
        signed_as="Dana", signed_on=date(2026, 12, 1), expires_on=date(2026, 12, 18),
    )  # fmt: skip

    way = found(dana)["sliding"]

    assert persons(way) == [day] * 6
    assert "expires during this stay" in " ".join(way.warnings)


def test_an_attestation_that_expired_counts_no_more(dana, rates):
    made = {"household_size": 1, "annual_income_cents": 1, "guideline_year": 2025,
            "percent": 1, "share": 0, "signed_as": "Dana"}  # fmt: skip
    row = IncomeAttestation.objects.create(
        program=dana.program, patient=dana, signed_on=date(2025, 12, 1),
        expires_on=date(2026, 12, 1), **made,
    )  # fmt: skip

    assert queries.attestation_on(dana, date(2026, 11, 30)) == row
    assert queries.attestation_on(dana, date(2026, 12, 1)) is None
    assert queries.attestation_on(dana, date(2025, 11, 30)) is None


@pytest.mark.parametrize("days", WEEKDAYS)
@pytest.mark.parametrize("starts_on", [MONDAY, date(2026, 12, 10)])
def test_a_stay_has_its_days_a_week_wherever_it_begins(days, starts_on):
    stay = Stay(starts_on, weeks=4, days_per_week=days)

    assert len(stay.days) == 4 * days
    assert stay.days == sorted(set(stay.days))
    assert starts_on <= stay.days[0]
    assert stay.days[-1] < starts_on + timedelta(weeks=4)


def test_anybody_may_know_our_charges_and_nothing_of_a_contract(clinic, rates, scale):
    known = queries.public_rates(clinic.program, date(2026, 12, 1))

    assert known.day_cents == 30_000
    assert (known.assessment_cents, known.drug_test_cents) == (25_000, 2_000)
    assert known.tiers[0] == Tier(100, 0)
    assert known.nominal_cents == 1_000
    before = queries.public_rates(clinic.program, date(2025, 12, 1))
    assert (before.day_cents, before.tiers) == (None, ())
