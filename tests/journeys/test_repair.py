"""Seven in the morning, on a phone and by keyboard alone: Ruth is away."""

import pytest
from django.urls import reverse

from daybridge.outbox.models import Message
from daybridge.schedule.tests.broken_days import hold, wednesday
from tests.browsers import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


def press(page, role, name):
    """Reach it with the keyboard and press Enter."""
    target = page.get_by_role(role, name=name).first
    target.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_absence_is_repaired_on_a_phone_by_keyboard(at_work, clinic):
    evening = hold(clinic, "Wednesday evening", wednesday(), *clinic.patients[:3])
    address = reverse("schedule:session", args=[evening.pk])
    page = at_work(clinic.staff["grace"], address, color_scheme="dark")
    page.set_viewport_size(PHONE)

    press(page, "link", "Ruth is away")
    assert violations(page) == []
    press(page, "button", "See who is affected")
    assert violations(page) == []
    press(page, "link", "Change Wednesday evening")
    page.get_by_role("radio", name="Ben").check()
    assert violations(page) == []
    press(page, "button", "Propose this")
    press(page, "button", "Accept it and tell everyone")

    page.get_by_text("1 session changed; people are told.").wait_for()
    evening.refresh_from_db()
    assert evening.leader == clinic.staff["ben"]
    told = Message.objects.in_program(clinic.program)
    assert {row.staff for row in told} == {clinic.staff["ruth"], clinic.staff["ben"]}
