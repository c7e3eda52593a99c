"""How often a review is due: by the plan, the payer, or the program."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from daybridge.assessments import teds
from daybridge.assessments.errors import RuleDayTaken
from daybridge.assessments.models import ReviewInterval
from daybridge.assessments.queries.due import next_review, reviews_due
from daybridge.assessments.services.intervals import (
    IntervalValues,
    end_interval,
    set_interval,
)
from daybridge.coverage.models import IncomeAttestation, Payer, Plan, Policy, SelfPay
from daybridge.keys import new_id
from tests.cast import admit, join_team, today

pytestmark = pytest.mark.usefixtures("rules")


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


@pytest.fixture
def plan(clinic):
    payer = Payer.objects.create(program=clinic.program, name="Keystone",
                                 kind="medicaid", payer_number="1")  # fmt: skip
    return Plan.objects.create(program=clinic.program, payer=payer, name="Gold")


@pytest.fixture
def insured(clinic, dana, plan):
    return Policy.objects.create(
        program=clinic.program, patient=dana, plan=plan, member_number="7",
        starts_on=date(2024, 1, 1),
    )  # fmt: skip


@pytest.fixture
def grace(viewer, clinic):
    return viewer(clinic.staff["grace"])


@pytest.fixture
def every(grace):
    def put(whose, days, starts_on=None):
        values = IntervalValues(whose, days, "Manual, page 12")
        return set_interval(values=values, starts_on=starts_on or today(),
                            at=grace.at, by=grace)  # fmt: skip

    return put


def due(dana, by):
    return next_review(by, dana.episodes.get(), today())


@pytest.mark.usefixtures("insured")
def test_the_plan_stands_before_the_payer_and_the_payer_before_the_program(
    dana, viewer, clinic, plan, every
):
    sylvia, begun = viewer(clinic.staff["sylvia"]), dana.episodes.get().admitted_on
    found = [due(dana, sylvia)]
    every(plan.payer, 20)
    found.append(due(dana, sylvia))
    every(plan, 25)
    found.append(due(dana, sylvia))

    assert [(one.day - begun).days for one in found] == [30, 20, 25]
    assert [one.rule for one in found] == [
        "Every 30 days, by the program’s rule: License",
        "Every 20 days, by Keystone: Manual, page 12",
        "Every 25 days, by Keystone, Gold: Manual, page 12",
    ]


@pytest.mark.usefixtures("insured")
def test_a_counselor_sees_the_days_and_not_whose_insurance_it_is(
    dana, by, plan, every, sign_in, ruth
):
    every(plan, 14)

    page = sign_in(ruth).get(at("of", dana.pk)).content.decode()

    assert due(dana, by).rule == "Every 14 days, by their payer’s rule"
    assert "Every 14 days" in page
    assert "Keystone" not in page


@pytest.mark.usefixtures("insured")
def test_the_list_follows_the_rule_of_each_person(dana, by, plan, every, clinic):
    other = admit(clinic, "Someone", "Else", 900)
    join_team(clinic, clinic.staff["ruth"], other)
    every(plan, 60)

    names = [line.patient for line in reviews_due(by, today())]

    assert other in names  # in care for as long, reviewed by the program's rule
    assert dana not in names


def test_an_interval_begins_after_the_one_before_and_never_in_the_past(plan, every):
    first = every(plan, 20)
    with pytest.raises(RuleDayTaken, match="over"):
        every(plan, 10, today() - timedelta(1))

    every(plan, 10, today() + timedelta(5))

    first.refresh_from_db()
    assert first.ends_on == today() + timedelta(4)
    assert every(plan.payer, 15).plan is None  # another's rule is not in its way


@pytest.mark.usefixtures("insured")
def test_an_interval_that_ended_holds_no_more(dana, by, plan, every, grace):
    row = every(plan, 14)
    end_interval(interval=row, at=grace.at, by=grace)

    row.refresh_from_db()
    assert row.ends_on == today()
    tomorrow = next_review(by, dana.episodes.get(), today() + timedelta(1))
    assert tomorrow.interval.every_days == 30


def test_the_director_sets_and_ends_an_interval(sign_in, clinic, plan, ruth, vera):
    grace = sign_in(clinic.staff["grace"])
    sent = {"whose": str(plan.pk), "every_days": "10", "source": "Contract 4.2",
            "starts_on": today().isoformat(), "submission": str(new_id())}  # fmt: skip

    page = grace.post(at("interval_new"), sent, follow=True).content.decode()
    row = ReviewInterval.objects.in_program(clinic.program).get()
    nothing = {"submission": str(new_id())}
    theirs = sign_in(vera).post(at("interval_end", row.pk), nothing).status_code
    hers = sign_in(ruth).get(at("interval_new")).status_code
    grace.post(at("interval_end", row.pk), {"submission": str(new_id())})

    assert "Every 10 days" in page
    assert (theirs, hers) == (404, 404)
    row.refresh_from_db()
    assert row.ends_on == today()


# Who pays, as TEDS codes it.


def facts(patient):
    found = teds.facts_on_record(patient, today())
    return found["HLTHINS"], found["PRIMPAY"]


def test_who_pays_is_written_from_what_is_on_record(clinic, dana, insured):
    shared = {"program": clinic.program, "patient": dana}
    found = [facts(dana)]
    SelfPay.objects.create(why="choice", starts_on=today(), **shared)
    found.append(facts(dana))
    IncomeAttestation.objects.create(
        household_size=1, annual_income_cents=0, guideline_year=2026, percent=0,
        share=0, signed_as="Dana", signed_on=today(), **shared,
        expires_on=today() + timedelta(365),
    )  # fmt: skip
    found.append(facts(dana))

    assert found == [("2", "4"), ("2", "1"), ("2", "6")]


def test_what_is_not_on_record_is_missing(lee):
    lee.sex, lee.born_on = "U", None

    found = teds.facts_on_record(lee, today())

    assert set(found.values()) == {"-9"}
    assert set(found) == {"AGE", "GENDER", "HLTHINS", "PRIMPAY"}


def test_age_is_that_of_the_first_day_in_care(lee):
    lee.sex, lee.born_on = "F", date(1990, 2, 3)

    found = teds.facts_on_record(lee, date(2015, 2, 2))
    later = teds.facts_on_record(lee, date(2015, 2, 3))

    assert (found["AGE"], later["AGE"], later["GENDER"]) == ("4", "5", "2")
