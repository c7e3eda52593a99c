"""Which of many benefits a quote keeps, and what it says of the others."""

from datetime import date

import pytest

from daybridge.coverage.reading import facts_of
from daybridge.coverage.tests.test_eligibility import SUBSTANCE_USE, file_of
from daybridge.coverage.x12.eligibility import read_replies

ON = date(2026, 11, 28)


def facts(body, network="in"):
    [reply] = read_replies(file_of(body))
    return facts_of(reply, network=network, on=ON)


def test_a_whole_reply_becomes_a_quote():
    found = facts(SUBSTANCE_USE)

    assert found.is_active is True
    assert (found.deductible_cents, found.deductible_left_cents) == (150_000, 31_250)
    assert found.family_deductible_left_cents == 210_000
    assert (found.limit_cents, found.limit_left_cents) == (None, 274_108)
    assert found.coinsurance == 2_000
    assert (found.visits_limit, found.visits_used) == (60, None)
    assert found.authorization == "Y"
    assert found.renews_on == date(2027, 1, 1)
    assert len(found.said) == 10
    assert "IOP REQUIRES AUTHORIZATION. CALL 555-0100." in str(found.said)


def test_what_is_only_said_for_mental_health_is_taken_with_a_remark():
    found = facts(SUBSTANCE_USE, "out")

    assert found.copay_cents == 4_000
    assert any("the one for mental health" in remark for remark in found.remarks)


def test_substance_use_counts_before_mental_health_and_that_before_the_plan():
    plan, mental, substance, outpatient = (
        "EB*B*IND*30***27*10~", "EB*B*IND*MH***27*20~", "EB*B*IND*AI***27*30~",
        "EB*B*IND*CJ***27*40~",
    )  # fmt: skip

    assert facts(plan + mental + substance + outpatient).copay_cents == 4_000
    assert facts(plan + mental + substance).copay_cents == 3_000
    assert facts(plan + mental).copay_cents == 2_000
    assert facts(plan).copay_cents == 1_000


def test_inpatient_and_other_care_never_count():
    assert facts("EB*B*IND*CI***27*500~EB*B*IND*A7***27*400~").copay_cents is None
    assert facts("EB*B*IND*35***27*400~").copay_cents is None


def test_of_several_amounts_the_largest_is_taken_and_it_is_said():
    found = facts("EB*B*IND*AI***27*20~EB*B*IND*AI***27*45~")

    assert found.copay_cents == 4_500
    assert any("more than one copayment" in remark for remark in found.remarks)


def test_the_same_amount_twice_is_no_doubt():
    found = facts("EB*B*IND*AI***27*20~EB*B*IND*AJ***27*20~")

    assert (found.copay_cents, found.remarks) == (2_000, [])


def test_each_network_has_its_own_amounts():
    body = "EB*B*IND*AI***27*20*****Y~EB*B*IND*AI***27*70*****N~"

    assert facts(body, "in").copay_cents == 2_000
    assert facts(body, "out").copay_cents == 7_000
    assert facts("EB*B*IND*AI***27*20*****W~", "out").copay_cents == 2_000


def test_what_is_left_is_what_is_called_so_or_what_was_not_used():
    whole, used, left = (
        "EB*C*IND*30***23*1000~", "EB*C*IND*30***24*300~", "EB*C*IND*30***29*650~",
    )  # fmt: skip

    assert facts(whole + used).deductible_left_cents == 70_000
    assert facts(whole + used + left).deductible_left_cents == 65_000
    assert facts(whole).deductible_left_cents is None
    assert facts(whole + "EB*C*IND*30***24*1200~").deductible_left_cents == 0


def test_more_left_than_all_of_it_is_remarked():
    found = facts("EB*C*IND*30***23*100~EB*C*IND*30***29*200~")

    assert any("More is left" in remark for remark in found.remarks)


def test_an_employee_is_one_person_and_a_family_is_not():
    found = facts("EB*C*EMP*30***23*100~EB*C*ESP*30***23*300~EB*C**30***29*50~")

    assert (found.deductible_cents, found.deductible_left_cents) == (10_000, 5_000)
    assert found.family_deductible_cents == 30_000


@pytest.mark.parametrize(
    ("body", "limit", "used"),
    [
        ("EB*F*IND*AI***23***VS*60~", 60, None),
        ("EB*F*IND*AI***23***VS*60~EB*F*IND*AI***29***VS*22~", 60, 38),
        ("EB*F*IND*AI***29***VS*22~", 22, 0),
        ("EB*F*IND*AI***23***DY*30~", 30, None),
        ("EB*F*IND*AI***23***HS*30~", None, None),
        ("EB*F*IND*AI***23***VS*20~EB*F*IND*AI***29***VS*30~", 20, 0),
    ],
)
def test_visits_are_read_with_what_is_used(body, limit, used):
    found = facts("EB*1*IND*30~" + body)

    assert (found.visits_limit, found.visits_used) == (limit, used)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("EB*A*IND*CJ*****.2***Y~EB*A*IND*30*****.2***N~", "Y"),
        ("EB*A*IND*CJ*****.2***N~EB*A*IND*30*****.2***Y~", "N"),
        ("EB*A*IND*AI*****.2***N~EB*A*IND*AJ*****.2***Y~", "Y"),
        ("EB*A*IND*30*****.2***U~", "U"),
        ("EB*1*IND*30~", "U"),
    ],
)
def test_authorization_is_what_the_nearest_says(body, said):
    assert facts(body).authorization == said


def test_an_inactive_policy_is_said_to_be_so():
    assert facts("EB*6*IND*30~").is_active is False
    assert facts("EB*C*IND*30***23*1~").is_active is None


def test_a_calendar_year_begins_anew_on_new_years_day():
    before = "EB*C*IND*30***23*1~"
    [reply] = read_replies(file_of(before))
    reply.periods = []

    assert facts_of(reply, network="in", on=ON).renews_on == date(2027, 1, 1)
    reply.benefits[0].period = "22"
    assert facts_of(reply, network="in", on=ON).renews_on is None
