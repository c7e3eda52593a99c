"""Two billers act at once: no number is given twice, and one policy is added."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from daybridge.coverage import services
from daybridge.coverage.errors import CoverageError
from daybridge.coverage.models import (
    EligibilityInquiry,
    GoodFaithEstimate,
    Payer,
    Plan,
    Policy,
    Rate,
    Submitter,
)
from daybridge.coverage.tests.conftest import consent
from daybridge.coverage.values import Expected, Photos, PolicyValues
from daybridge.people.middleware import viewer_of
from tests.cast import admit, hire, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability

WORKERS = 4
RACES = 25
NO = (CoverageError,)


@pytest.fixture
def clinic(on_disk):
    clinic = make_program()
    for first in ("Omar", "Ines", "Cyrus", "Ada"):
        hire(clinic, first, "Haddad", "biller")
    return clinic


@pytest.fixture
def plan(clinic):
    payer = Payer.objects.create(
        program=clinic.program, name="Keystone", payer_number="1"
    )
    return Plan.objects.create(program=clinic.program, payer=payer, name="PPO")


def billers(clinic):
    return [viewer_of(staff, at=timezone.now()) for staff in clinic.staff.values()]


def people(clinic):
    found = [admit(clinic, "Sam", f"Lee{n}", n) for n in range(RACES)]
    for patient in found:
        consent(patient)
    return found


def test_no_number_of_a_file_is_given_twice(clinic, plan):
    Submitter.objects.create(
        program=clinic.program, name="Us", npi="1234567893", sender_number="US"
    )
    policies = [
        Policy.objects.create(
            program=clinic.program, patient=patient, plan=plan, member_number="1",
            starts_on=date(2026, 1, 1),
        )
        for patient in people(clinic)
    ]  # fmt: skip

    def job(policy, by):
        return lambda: services.write_inquiry(
            policy=policy, about_on=date(2026, 11, 28), at=by.at, by=by
        )

    rounds = race([[job(one, by) for one in policies] for by in billers(clinic)], NO)

    assert {answer for answers in rounds for answer in answers} == {"won"}
    numbers = EligibilityInquiry.objects.in_program(clinic.program).values_list(
        "control_number", flat=True
    )
    assert sorted(numbers) == list(range(1, WORKERS * RACES + 1))


def test_two_policies_added_at_once_are_one(clinic, plan):
    patients = people(clinic)
    values = PolicyValues(plan, 1, "1", "", "18", "", "", None, "U", date(2026, 1, 1))

    def job(patient, by):
        return lambda: services.add_policy(
            patient=patient, values=values, photos=Photos(), at=by.at, by=by
        )

    rounds = race([[job(one, by) for one in patients] for by in billers(clinic)], NO)

    told = ["AlreadyThere"] * (WORKERS - 1)
    assert [sorted(answers) for answers in rounds] == [[*told, "won"]] * RACES
    assert Policy.objects.in_program(clinic.program).count() == RACES


def test_an_estimate_given_twice_at_once_is_given_once(clinic):
    start = {"program": clinic.program, "starts_on": date(2026, 1, 1)}
    Rate.objects.create(service="iop_day", cents=1, **start)
    today = date(2026, 11, 2)
    rows = [
        GoodFaithEstimate.objects.create(
            program=clinic.program, patient=patient, occasion="requested",
            asked_on=today, due_on=today + timedelta(days=3),
        )
        for patient in people(clinic)[:5]
    ]  # fmt: skip
    expected = Expected(today, weeks=1, days_per_week=3, with_assessment=False)

    def job(row, by):
        return lambda: services.issue_estimate(
            owed=row, expected=expected, at=by.at, by=by
        )

    rounds = race([[job(one, by) for one in rows] for by in billers(clinic)], NO)

    told = ["AlreadyGiven"] * (WORKERS - 1)
    assert [sorted(answers) for answers in rounds] == [[*told, "won"]] * 5
