"""Dana rings: Faye finds her day, notes that she cannot come, and gives another one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daybridge.attendance.models import Attendance
from daybridge.attendance.tests.reminded import a_place, a_session, next_monday
from tests.browsers import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_said_on_the_telephone_is_noted_by_keyboard(
    clinic, dana, at_work, theme
):
    monday = next_monday()
    place = a_place(a_session(clinic, monday), dana)
    friday = a_session(clinic, monday + timedelta(days=4))
    faye = clinic.staff["faye"]
    days = reverse("attendance:days", args=[dana.pk])
    page = at_work(faye, days, color_scheme=theme)

    assert violations(page) == []
    day = reverse("attendance:noted", args=[dana.pk, monday.isoformat()])
    page.locator(f"a[href='{day}']").press("Enter")
    page.get_by_role("heading", name="What Dana says").wait_for()
    assert violations(page) == []
    page.get_by_label("Reason").fill("The night shift")
    page.get_by_role("button", name="They cannot come", exact=True).press("Enter")
    page.get_by_text("Noted by Faye").wait_for()
    page.get_by_role("button", name="Friday").press("Enter")
    page.get_by_text("Instead: Friday").wait_for()
    assert violations(page) == []

    seat = Attendance.objects.in_program(clinic.program).get(session=friday)
    assert seat.makes_up_for == place
    page.get_by_role("button", name="Take this back").press("Enter")
    page.get_by_text("Instead: Friday").wait_for(state="detached")
    seat.refresh_from_db()
    assert seat.removed_at is not None
    page.set_viewport_size({"width": 390, "height": 800})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
