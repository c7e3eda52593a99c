"""The director moves a group by keys, publishes the draft, and Dana is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daybridge.outbox.models import Message
from daybridge.schedule.models import Draft
from daybridge.schedule.tests.test_drafting import make
from daybridge.schedule.tests.weeks import four_evenings, give_place
from tests.browsers import violations
from tests.cast import admit, hire, make_program, today

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clinic(transactional_db):
    small = make_program()
    hire(small, "Ruth", "Abelson", "counselor")
    hire(small, "Grace", "Okafor", "director")
    return small


def test_a_draft_is_changed_by_keys_and_published(clinic, at_work):
    dana = admit(clinic, "Dana", "Whitfield", 1)
    for group in four_evenings(clinic)[:3]:
        give_place(group, dana)
    draft = make(clinic)
    page = at_work(
        clinic.staff["grace"], reverse("schedule:draft_board", args=[draft.pk])
    )

    page.get_by_role("link", name="Wednesday evening").focus()
    for key in ("Space", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator("[data-week-says]").inner_text() == "Friday 5:30 pm"
    assert violations(page) == []
    with page.expect_navigation():
        page.keyboard.press("Space")
    copy = Draft.objects.in_program(clinic.program).get(made_from=draft)

    page.goto(f"{page.url.rpartition('/schedule/')[0]}"
              f"{reverse('schedule:draft_publish', args=[copy.pk])}")  # fmt: skip
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == []
    page.get_by_label("I have read this").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Publish from").click()

    assert page.get_by_text("The timetable from Monday").first.is_visible()
    [told] = Message.objects.in_program(clinic.program).filter(patient=dana)
    assert "Friday at 5:30 PM" in told.text
    assert told.created_at.date() >= today() - timedelta(days=1)
