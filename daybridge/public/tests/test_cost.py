"""What it would cost: a range with its arithmetic, nothing promised, nothing kept."""

import re
from datetime import date

import pytest
from django.apps import apps

from daybridge.coverage.models import Rate, SlidingFeeScale
from daybridge.public.costs import Pays, Told, answer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
FACTS = {
    "pays": "in", "deductible_left": "1000", "limit_left": "3000", "coinsurance": "20",
    "copay": "", "income": "", "household": "", "days_per_week": "3",
    "shortest_weeks": "8", "longest_weeks": "12",
}  # fmt: skip


@pytest.fixture
def charge(clinic):
    """The program's own charge: 325 dollars a day."""
    return Rate.objects.create(
        program=clinic.program, service="iop_day", cents=32_500, starts_on="2024-01-01"
    )


@pytest.fixture
def scale(clinic):
    """Up to the guideline a nominal fee, up to twice of it half."""
    return SlidingFeeScale.objects.create(
        program=clinic.program, starts_on="2024-01-01", nominal_cents=1_000,
        tiers=[
            {"up_to_percent": 100, "share": 0}, {"up_to_percent": 200, "share": 5_000},
        ],
    )  # fmt: skip


def asked(anyone, place, **other):
    return anyone.post(f"/start/{place}/cost/", FACTS | other)


def found(program, **told):
    return answer(program, Told(**({"pays": Pays.IN} | told)), TODAY)


def test_the_range_follows_from_what_was_told(clinic, charge):
    """24 days: 1,000 + 20 % of 6,800 = 2,360. 36 days reach the limit of 3,000."""
    both = found(
        clinic.program, deductible_left=100_000, limit_left=300_000, coinsurance=2_000
    )

    assert (both.short.days, both.long.days) == (24, 36)
    assert (both.short.person, both.long.person) == (236_000, 300_000)
    assert both.long.deductible + both.long.coinsurance == both.long.person
    assert both.long.plans + both.long.person == both.long.whole == 36 * 32_500
    assert sum(month.person for month in both.long.months) == 300_000


def test_a_copayment_is_asked_each_day(clinic, charge):
    both = found(clinic.program, copay=4_000)

    assert (both.short.person, both.long.person) == (24 * 4_000, 36 * 4_000)


def test_without_insurance_every_day_is_the_charge(clinic, charge):
    both = found(clinic.program, pays=Pays.SELF)

    assert (both.short.person, both.long.person) == (24 * 32_500, 36 * 32_500)
    assert both.fee is None


@pytest.mark.parametrize(
    ("income", "household", "a_day"),
    [(0, 1, 1_000), (1_565_000, 1, 1_000), (2_500_000, 1, 16_250),
     (9_000_000, 1, 32_500), (2_500_000, 4, 1_000)],
)  # fmt: skip
def test_with_little_income_a_day_costs_less(
    clinic, charge, scale, income, household, a_day
):
    both = found(clinic.program, pays=Pays.SELF, income=income, household=household)

    assert both.charge == a_day
    assert both.long.person == 36 * a_day


def test_the_fee_by_income_is_for_those_without_insurance(clinic, charge, scale):
    assert found(clinic.program, income=0).charge == 32_500


def test_where_the_guidelines_are_not_known_the_whole_charge_is_said(
    clinic, charge, scale
):
    clinic.program.state = "AK"

    assert found(clinic.program, pays=Pays.SELF, income=0).charge == 32_500


def test_a_rate_of_another_program_or_payer_or_time_is_not_ours(
    clinic, elsewhere, charge
):
    charge.ends_on = "2024-12-31"
    charge.save()
    Rate.objects.create(
        program=elsewhere.program, service="iop_day", cents=1, starts_on="2024-01-01"
    )

    assert found(clinic.program) is None


def test_the_page_shows_the_arithmetic_and_promises_nothing(anyone, place, charge):
    page = asked(anyone, place).content.decode()

    assert "Between $2,360 and $3,000" in page
    for part in ("$7,800", "$11,700", "$1,000", "$1,360", "$2,000", "$8,700"):
        assert part in page
    assert re.search(r"you pay \$[\d,]+ of \$[\d,]+", page)
    assert "no promise" in page


def test_without_a_charge_the_page_says_so_and_gives_no_sum(anyone, place, clinic):
    page = asked(anyone, place).content.decode()

    assert "not published our prices" in page
    assert "no honest sum" in page
    assert "at most $3,000" in page
    assert "Between" not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"copay": "40"}, "coinsurance"), ({"longest_weeks": "4"}, "longest_weeks"),
     ({"coinsurance": "101", "copay": ""}, "coinsurance"), ({"pays": "x"}, "pays"),
     ({"deductible_left": "-1"}, "deductible_left"), ({"copay": "1e99"}, "copay"),
     ({"limit_left": "NaN"}, "limit_left"), ({"days_per_week": "6"}, "days_per_week"),
     ({"shortest_weeks": "53"}, "shortest_weeks"), ({"income": "Infinity"}, "income")],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(anyone, place, scale, wrong, field):
    answer = asked(anyone, place, **wrong)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_nothing_that_is_typed_is_kept(anyone, place, charge):
    anyone.get(f"/start/{place}/cost/")
    before = {model: model._base_manager.count() for model in apps.get_models()}

    answer = asked(anyone, place)

    assert {m: m._base_manager.count() for m in apps.get_models()} == before
    assert answer["Cache-Control"] == "no-store"
    assert "Location" not in answer
