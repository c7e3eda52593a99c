"""Dana's reminder on her phone: she cannot come, and takes another evening by keys."""

from datetime import timedelta

import pytest

from daybridge.attendance.models import Attendance
from daybridge.attendance.reminding.planning import remind
from daybridge.attendance.tests.reminded import (
    a_place,
    a_session,
    by_system,
    link_in,
    messages_to,
    next_monday,
)
from tests.browsers import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_who_cannot_come_takes_another_evening_by_keyboard(
    clinic, dana, browser, live_server
):
    monday = next_monday()
    place = a_place(a_session(clinic, monday), dana)
    friday = a_session(clinic, monday + timedelta(days=4))
    at = place.starts_at - timedelta(hours=24)
    remind(at=at, by=by_system(clinic, at))
    page = browser.new_page(viewport={"width": 390, "height": 800})

    page.goto(live_server.url + link_in(messages_to(dana)[0]))
    assert violations(page) == []
    page.get_by_role("button", name="I cannot come").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Friday").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Friday").focus()
    page.keyboard.press("Space")
    page.get_by_text("You have another time").wait_for()
    assert violations(page) == []

    seat = Attendance.objects.in_program(clinic.program).get(session=friday)
    assert seat.patient == dana
    assert seat.makes_up_for == place
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
