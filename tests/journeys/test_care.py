"""From admission to discharge and back, by keyboard, on a page axe finds nothing on."""

import pytest
from django.urls import reverse

from daybridge.people.models import Patient
from tests.browsers import violations
from tests.cast import join_team

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LONG = "Wolfeschlegelsteinhausenbergerdorff-Adolphsson"


@pytest.fixture
def newcomer(clinic, ruth):
    patient = Patient.objects.create(
        program=clinic.program, record_number="P00099", legal_first_name="Maximiliane",
        legal_last_name=LONG,
    )  # fmt: skip
    join_team(clinic, ruth, patient)
    return patient


def press(page, name):
    """Reach a button or link by its name and press it with the keyboard."""
    control = page.get_by_role("button", name=name).or_(
        page.get_by_role("link", name=name, exact=True)
    )
    control.first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fits(page):
    """Nothing sticks out of a narrow page."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_someone_is_admitted_moved_to_a_low_dose_and_discharged_by_mistake(
    clinic, newcomer, at_work, ruth
):
    page = at_work(ruth, reverse("people:patient", args=[newcomer.pk]))
    press(page, "Care")
    assert violations(page) == []

    press(page, "Admit")
    page.set_viewport_size({"width": 390, "height": 900})
    assert fits(page)
    track = page.get_by_label("Track", exact=True)
    track.select_option(label="Evening IOP (level 2.1)")
    page.get_by_label("Hours a week").fill("8")
    page.get_by_label("Days a week").fill("3")
    press(page, "Admit")
    assert "needs at least 9 h on 3 days" in page.inner_text("main")
    assert violations(page) == []
    page.get_by_label("Why this dose").fill("Night shifts until March")
    page.get_by_label("I have read this. Save it all the same.").check()
    press(page, "Admit")
    assert "Night shifts until March" in page.inner_text("main")

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert fits(page)
            assert violations(page) == []

    press(page, "Discharge")
    page.get_by_label("Reason").select_option(label="Other")
    assert violations(page) == []
    press(page, "Discharge")
    assert "Discharged today" in page.inner_text("main")
    assert violations(page) == []

    press(page, "Take the discharge back")
    assert "The discharge is taken back" in page.inner_text("body")
    assert newcomer.episodes.get().discharged_on is None


def test_care_works_with_scripts_off(clinic, dana, at_work, ruth):
    page = at_work(
        ruth, reverse("intake:episodes", args=[dana.pk]), java_script_enabled=False
    )
    page.get_by_role("link", name="Change dose").click()
    page.get_by_label("Hours a week").fill("12")
    page.get_by_label("Days a week").fill("4")
    page.get_by_label("Why this dose").fill("Ready for more")
    with page.expect_navigation():
        page.get_by_role("button", name="Order this dose").click()

    assert "12 h a week on 4 days" in page.inner_text("main")
