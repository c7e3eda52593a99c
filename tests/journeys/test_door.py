"""Dana comes in after work: six digits on a tablet, with scripts and without."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services.door import make_tablet
from daybridge.people.arrival_codes import digest, pin_digest
from tests.browsers import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
CODE = "483920"
PIN = "3920"
COMFORTABLE_PIXELS = 44


@pytest.fixture
def token(clinic, dana, viewer):
    """A tablet's token; Dana's code; tonight's session starts in twenty minutes."""
    soon = timezone.now() + timedelta(minutes=20)
    session = clinic.session
    session.starts_at, session.ends_at = soon, soon + timedelta(hours=3)
    session.save()
    for place in session.attendances.all():
        place.starts_at = soon
        place.save()
    dana.arrival_code_digest = digest(CODE, clinic.program.pk)
    dana.arrival_pin_digest = pin_digest(PIN, dana.pk)
    dana.save()
    by = viewer(clinic.staff["faye"])
    return make_tablet(site=clinic.site, name="Lobby", at=timezone.now(), by=by)[1]


@pytest.mark.parametrize("scripts", [True, False])
def test_dana_checks_in_at_the_door(live_server, browser, clinic, dana, token, scripts):
    context = browser.new_context(
        viewport={"width": 768, "height": 1024}, java_script_enabled=scripts
    )
    door = f"{live_server.url}{reverse('attendance:door')}"
    context.add_cookies([{"name": "door", "value": token, "url": door}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))

    page.goto(door)
    for button in page.locator(".door-keys > *, .door-go").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= COMFORTABLE_PIXELS

    for key in CODE:
        page.get_by_role("button", name=key, exact=True).click()
    page.locator(".door-go").click()

    expect(page.get_by_role("heading", name="Welcome, Dana.")).to_be_visible()
    expect(page.get_by_text("Room 2.")).to_be_visible()
    expect(page).to_have_title("Welcome")
    page.wait_for_selector("#code", timeout=9000)  # back by itself after six seconds
    assert page.input_value("#code") == ""
    assert complaints == []
    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    assert place.mark == Mark.ATTENDED


def test_nobody_is_kept_out_by_the_page_itself(live_server, browser, token):
    """Axe adds styles of its own, so it looks at pages that nobody listens to."""
    context = browser.new_context(viewport={"width": 768, "height": 1024})
    door = f"{live_server.url}{reverse('attendance:door')}"
    context.add_cookies([{"name": "door", "value": token, "url": door}])
    page = context.new_page()

    page.goto(door)
    assert violations(page) == []
    page.fill("#code", CODE)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Welcome, Dana.").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [390, 1440])
def test_dana_checks_in_with_her_name(
    live_server, browser, clinic, dana, token, scripts, width
):
    """By keyboard for the name, by touch for the PIN; nobody's name is on a list."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=scripts
    )
    door = f"{live_server.url}{reverse('attendance:door')}"
    context.add_cookies([{"name": "door", "value": token, "url": door}])
    page = context.new_page()

    page.goto(door)
    page.get_by_role("link", name="Use my name instead").click()
    expect(page.locator("#called")).to_be_focused()
    page.keyboard.type("dána w")
    for key in PIN:
        page.get_by_role("button", name=key, exact=True).click()
    assert page.input_value("#called") == "dána w"
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    page.locator(".door-go").click()

    expect(page.get_by_role("heading", name="Welcome, Dana.")).to_be_visible()
    place = Attendance.objects.in_program(clinic.program).get(patient=dana)
    assert place.mark == Mark.ATTENDED


def test_the_way_by_name_keeps_nobody_out(live_server, browser, token):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    door = f"{live_server.url}{reverse('attendance:door')}"
    context.add_cookies([{"name": "door", "value": token, "url": door}])
    page = context.new_page()

    page.goto(f"{door}?by=name")
    assert violations(page) == []
    page.fill("#called", "Nobody")
    page.fill("#code", PIN)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Please see the front desk.").wait_for()
    assert violations(page) == []
