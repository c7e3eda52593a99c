"""An interview that is interrupted, and ratings that answer while they are made."""

import pytest
from django.urls import reverse

from daybridge.assessments.models import AssessmentRule
from daybridge.assessments.services.beginning import begin
from daybridge.assessments.tests.conftest import IOP
from daybridge.people.models import Patient
from tests.browsers import violations
from tests.cast import join_team, today

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assessment(clinic, ruth, viewer):
    AssessmentRule.objects.create(
        program=clinic.program, uses_rule_pack=True, source="License",
        starts_on=today(),
    )  # fmt: skip
    lee = Patient.objects.create(
        program=clinic.program, record_number="P00099", legal_first_name="Lee",
        legal_last_name="Moreau",
    )  # fmt: skip
    join_team(clinic, ruth, lee)
    by = viewer(ruth)
    return begin(patient=lee, at=by.at, by=by)


def test_what_was_typed_is_there_after_a_break_and_ratings_answer_at_once(
    assessment, at_work, ruth
):
    here = reverse("assessments:section", args=[assessment.pk, "reason"])
    page = at_work(ruth, here)
    words = page.get_by_label("What brings you here")
    words.press_sequentially("I want my evenings back.")
    page.locator("#section-state .saved").wait_for()

    page.reload()
    assert words.input_value() == "I want my evenings back."
    assert violations(page) == []
    page.get_by_label("different in three months").fill("Sleeping again.")
    page.get_by_role("button", name="Save and leave").click()
    page.get_by_role("row", name="Why now").get_by_text("2 of 4").wait_for()

    page.goto(page.url + "ratings/")
    for key, code in IOP.items():
        page.locator(f"#id_rate-{key}").select_option(code)
    page.get_by_role("heading", name="Suggested: 2.1 Intensive Outpatient").wait_for()
    page.locator("#id_rate-3A").select_option("1A")

    page.get_by_role("heading", name="Suggested: 2.5 COE").wait_for()
    assert page.get_by_text("which 2.1 does not have").is_visible()
