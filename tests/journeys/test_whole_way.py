"""The whole way in, as one story: from a page at night to a seat in the group.

Joan asks for a call on her phone. Noor at the desk calls back, books, and has the forms
signed on the tablet. Ruth assesses, finds the level of care, and begins the care.
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from daybridge.consents.models import Consent
from daybridge.intake.models import Episode, OrientationStep
from daybridge.people.models import Patient
from daybridge.schedule.models import Enrollment
from tests.browsers import PATIENCE, violations
from tests.cast import hire

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
RATINGS = {
    "1A": "0", "1B": "0", "1C": "ANY", "2A": "ANY", "2B": "0", "3A": "0",
    "3B": "0", "4A": "B", "4B": "A", "5A": "A", "5B": "0", "5C": "ANY",
}  # fmt: skip
CRITERIA = (
    "More, or for longer, than meant", "Craving", "Tolerance", "Withdrawal",
    "Much time goes into getting it, using it, getting over it",
    "Duties at work, school or home are left undone",
)  # fmt: skip


def press(page: Any, name: str, role: str = "button") -> None:
    """Press a button or link and wait for the whole page it leads to."""
    with page.expect_navigation(wait_until="load"):
        page.locator("main").get_by_role(role, name=name).first.click()


def test_from_a_call_asked_for_at_night_to_a_seat_in_the_group(
    browser: Any, live_server: Any, clinic: Any, at_work: Any, ruth: Any
) -> None:
    noor = hire(clinic, "Noor", "Aziz", "front_desk")
    clinic.group.recurrence = "FREQ=WEEKLY;BYDAY=MO,TU,TH"  # nine hours, three days
    clinic.group.capacity = len(clinic.patients) + 1
    clinic.group.save()

    asks_for_a_call(browser, live_server, clinic)
    desk = at_work(noor, reverse("intake:board"))
    is_called_and_booked(desk)
    signs_the_forms(desk)
    joan = Patient.objects.in_program(clinic.program).get(legal_first_name="Joan")
    office = at_work(ruth, reverse("people:patient", args=[joan.pk]))
    is_assessed(office)
    begins(office)

    assert joan.born_on.isoformat() == "1990-02-03"
    episode = Episode.objects.in_program(clinic.program).get(patient=joan)
    assert episode.discharged_on is None
    seats = Enrollment.objects.in_program(clinic.program).filter(patient=joan)
    assert [seat.group for seat in seats] == [clinic.group]
    steps = OrientationStep.objects.in_program(clinic.program)
    assert steps.filter(episode=episode).count() > 3
    forms = Consent.objects.in_program(clinic.program).filter(patient=joan)
    assert forms.exclude(signed_at=None).count() == 4


def asks_for_a_call(browser: Any, live_server: Any, clinic: Any) -> None:
    cache.clear()
    phone = browser.new_context(viewport=PHONE).new_page()
    phone.set_default_timeout(PATIENCE)
    phone.goto(f"{live_server.url}/start/{clinic.program.pk}/")
    press(phone, "Ask for a call", "link")
    phone.get_by_label("What may we call you?").fill("Joan")
    phone.get_by_label("Which number is safe to call?").fill("215 555 0188")
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        press(phone, "Ask for the call")
    assert phone.get_by_role("heading", name="We will call you").is_visible()


def is_called_and_booked(desk: Any) -> None:
    desk.reload()
    press(desk, "Joan", "link")
    press(desk, "Reached")
    press(desk, "Change", "link")
    desk.get_by_label("Last name").fill("Bellweather")
    desk.get_by_label("Birth date").fill("1990-02-03")
    desk.get_by_label("In their own words").fill("I want my evenings back.")
    press(desk, "Keep this")
    press(desk, "Book the assessment", "link")
    press(desk, "with Ruth Abelson")
    assert "Booked with Ruth Abelson" in desk.inner_text("body")
    assert violations(desk) == []


def signs_the_forms(desk: Any) -> None:
    press(desk, "Consents", "link")
    press(desk, "Prepare the forms")
    press(desk, "On this tablet")
    press(desk, "Begin", "link")
    for _ in range(4):
        desk.get_by_label("Your full name").fill("Joan Bellweather")
        desk.get_by_label("I have read this").check()
        press(desk, "Sign")
        press(desk, "Go on with the next form", "link")
    press(desk, "I do not want to name anybody")
    press(desk, "Go on with the next form", "link")
    press(desk, "I do not want to sign this one")
    press(desk, "I am done, give the tablet back")
    assert desk.get_by_role("heading", name="Thank you.").is_visible()


def is_assessed(office: Any) -> None:
    press(office, "Assessments", "link")
    press(office, "New assessment")
    here = office.url
    press(office, "Safety now", "link")
    for name in ("suicide_now", "violence_now", "medical_now"):
        office.locator(f"[name={name}]").select_option("no")
    press(office, "Save and go on to why now")
    office.locator("[name=confirm-own_words]").check()
    press(office, "Save and go on to substance use")
    office.locator("[name=uses-0-substance]").select_option("2")
    office.locator("[name=uses-0-first_use]").fill("15")
    office.locator("[name=uses-0-route]").select_option("1")
    office.locator("[name=uses-0-days]").fill("12")
    press(office, "Save and go on to withdrawal")
    office.get_by_label("Nothing to speak of").check()
    office.locator("[name=signs_now]").select_option("no")
    press(office, "Save and leave")
    press(office, "Home, and who in it helps", "link")
    office.locator("[name=living]").select_option("3")
    press(office, "Save and leave")
    press(office, "Write", "link")
    press(office, "Write a diagnosis", "link")
    office.get_by_label("ICD-10-CM code").fill("F10.20")
    for criterion in CRITERIA:
        office.get_by_label(criterion, exact=True).check()
    office.get_by_label("This is the primary diagnosis").check()
    press(office, "Write it")
    office.goto(here)
    press(office, "Rate", "link")
    for key, code in RATINGS.items():
        office.locator(f"[name=rate-{key}]").select_option(code)
    office.locator("[name=selected]").select_option("2.1")
    office.locator("[name=offered]").select_option("2.1")
    press(office, "Save")
    office.goto(here)
    press(office, "Read and sign", "link")
    press(office, "Sign")


def begins(office: Any) -> None:
    press(office, "Begin", "link")
    assert violations(office) == []
    press(office, "Begin care")
    here = office.inner_text("main")
    assert "9 h a week" in here
    assert "Evening skills" in here
    assert violations(office) == []
