"""Three weeks away, and what staff lead at most: on a phone and by keyboard alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daybridge.schedule.hours import contact_limits
from daybridge.schedule.models import Session
from daybridge.schedule.tests.broken_days import hold, repaired, wednesday
from daybridge.schedule.tests.weeks import meet
from tests.journeys.test_repair import PHONE, press, violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_three_weeks_away_are_covered_by_one_press(at_work, clinic):
    group = meet(clinic, "Wednesday group", "WE")
    for week in range(3):
        hold(clinic, group.name, wednesday(days=7 * week), *clinic.patients[:3],
             group=group)  # fmt: skip
    repair = repaired(
        clinic, "leader", clinic.staff["ruth"], ends_at=wednesday(0, 0, days=21)
    )
    repair.asked_at += timedelta(minutes=10)  # however slow this machine is
    repair.save()
    page = at_work(clinic.staff["grace"], reverse("schedule:repairs"))
    page.set_viewport_size(PHONE)

    press(page, "link", "Ruth Abelson is away")
    page.get_by_role("heading", name="Wednesday group, 3 weeks").wait_for()
    press(page, "button", "Stop, and take the best so far")
    page.get_by_text("The search ends with the best so far.").wait_for()
    page.get_by_text("Date by date").click()
    assert violations(page) == []
    press(page, "button", "Accept these 3")

    page.get_by_text("3 sessions changed; people are told.").wait_for()
    assert violations(page) == []
    press(page, "button", "Bring these 3 back")
    page.get_by_text("3 sessions as planned again; people are told.").wait_for()
    led = Session.objects.in_program(clinic.program).filter(group=group)
    assert {row.leader for row in led} == {clinic.staff["ruth"]}


def test_what_staff_lead_at_most_is_typed_and_an_error_leads_to_its_field(
    at_work, clinic
):
    ruth = clinic.staff["ruth"]
    page = at_work(ruth, reverse("schedule:hours", args=["staff", ruth.pk]))
    page.set_viewport_size(PHONE)

    page.get_by_label("Hours with patients a day").fill("5.3")
    press(page, "button", "Keep these hours")
    page.get_by_role("link", name="Hours with patients a day, at most").click()
    assert page.evaluate("document.activeElement.name") == "day_hours"
    assert violations(page) == []
    page.get_by_label("Hours with patients a day").fill("5.5")
    press(page, "button", "Keep these hours")

    page.get_by_text("These hours are kept.").wait_for()
    limits = contact_limits(program=clinic.program, staff=[ruth.pk])[ruth.pk]
    assert limits.max_contact_minutes_per_day == 330
