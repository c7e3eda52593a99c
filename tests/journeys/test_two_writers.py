"""Two counselors write one group at once: different patients, then the same words."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from daybridge.notes.models import Note
from tests.cast import join_team

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SAVED = "[data-card='{}'] .saved[data-state=saved]"


@pytest.fixture
def both(clinic, running, dana, ruth, ben, at_work) -> tuple[Any, Any]:
    """Ruth's page and Ben's, of the same session."""
    join_team(clinic, ben, *clinic.patients)
    running.co_leader = ben
    running.save()
    path = reverse("notes:session", args=[running.pk])
    pages = at_work(ruth, path), at_work(ben, path)
    for page in pages:
        page.wait_for_selector("[data-ready]")
    return pages


def test_each_sees_where_the_other_is_and_nothing_is_lost(both, clinic, ruth, ben):
    first, second = both
    dana, marcus = clinic.patients[:2]

    first.locator(f"#sentence-{dana.pk}").focus()
    second.locator(f"#sentence-{marcus.pk}").focus()
    first.keyboard.type("Dana named two triggers.")
    second.keyboard.type("Marcus called a cousin.")
    for page, patient in ((first, dana), (second, marcus)):
        page.wait_for_selector(SAVED.format(patient.pk))

    here = "[data-card='{}'] [data-also]:has-text('{} is here too')"
    second.wait_for_selector(here.format(dana.pk, ruth.display_name), timeout=9_000)
    first.wait_for_selector(here.format(marcus.pk, ben.display_name), timeout=9_000)
    theirs = first.locator(f"#sentence-{marcus.pk}")
    expect(theirs).to_have_value("Marcus called a cousin.")  # it follows by itself
    notes = Note.objects.in_program(clinic.program)
    assert {note.patient_id: note.sentence for note in notes} == {
        dana.pk: "Dana named two triggers.",
        marcus.pk: "Marcus called a cousin.",
    }
