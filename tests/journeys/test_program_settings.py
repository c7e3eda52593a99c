"""The program's pages in a real browser: sound in every look, and run by keyboard."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from daybridge.programs import services
from daybridge.programs.forms.tracks import usual_dose
from daybridge.programs.models import Closure, Room
from daybridge.programs.shelf import packaged
from daybridge.programs.values import RoomValues, SiteValues
from daybridge.schedule.models import Session
from tests.browsers import violations

FITS = "() => document.documentElement.scrollWidth <= innerWidth"
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LOOKS = [(390, "dark"), (1440, "light")]
LONG = "Verylongnamewithoutanyspacethatsomeonepastedintothefieldofaname" * 2


@pytest.fixture
def paths(clinic, viewer) -> list[str]:
    """Every page of the settings, with long names, a rule to come and a closed day."""
    grace = viewer(clinic.staff["grace"])
    who: dict[str, Any] = {"at": grace.at, "by": grace}
    today = grace.at.astimezone(clinic.program.zone).date()
    site = services.open_site(values=SiteValues(LONG[:120], LONG, LONG[:40]), **who)
    room = services.open_room(site=site, values=RoomValues(LONG[:80], 9), **who)
    attic = services.open_room(site=site, values=RoomValues("Attic", 4), **who)
    services.retire(place=attic, **who)
    services.set_dose(
        track=clinic.track, values=replace(usual_dose(), source=LONG),
        starts_on=today + timedelta(days=7), **who,
    )  # fmt: skip
    course = services.install_curriculum(course=packaged()[0], **who)
    services.fill_holidays(year=today.year + 1, **who)
    closure = services.close_day(
        on=today + timedelta(days=40), name=LONG[:120], site=site, **who
    )
    named = [
        reverse(f"programs:{name}")
        for name in (
            "program", "sites", "tracks", "day_rules", "calendar", "shelf",
            "program_change", "site_new", "track_new", "day_rule_new", "closure_new",
        )
    ]  # fmt: skip
    return [
        *named,
        reverse("programs:calendar") + f"?year={today.year + 1}",
        reverse("programs:track", args=[clinic.track.pk]),
        reverse("programs:dose_rule_new", args=[clinic.track.pk]),
        reverse("programs:room_change", args=[room.pk]),
        reverse("programs:closure", args=[closure.pk]),
        reverse("programs:curriculum", args=[course.pk]),
    ]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_with_long_names_are_sound(
    at_work, live_server, clinic, paths, width, theme
):
    first = at_work(clinic.staff["grace"], "/program/", color_scheme=theme)

    problems = [
        (path, problem)
        for path in paths
        for problem in look(first.context.new_page(), live_server.url + path, width)
    ]

    assert problems == []


def stays_wide(page: Any) -> bool:
    """Whether a page is wider than its window once styles and fonts have come."""
    try:
        page.wait_for_function(FITS, timeout=20_000)
    except PlaywrightTimeoutError:
        return True
    return False


def look(page: Any, url: str, width: int) -> list[str]:
    """What is wrong with one page at one width."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(url)
    wide = stays_wide(page)
    complaints = list(said)  # before axe, whose own styles the policy blocks
    wrong = violations(page)
    page.close()
    return [*complaints, *wrong, *(["wider than the window"] if wide else [])]


def test_the_director_closes_a_day_by_keyboard(at_work, clinic):
    tomorrow = timezone.now().astimezone(clinic.program.zone) + timedelta(days=1)
    start = tomorrow.replace(hour=17, minute=30)
    stopped, kept = (
        Session.objects.create(
            program=clinic.program, title=title, track=clinic.track, modality="group",
            starts_at=start, ends_at=start + timedelta(hours=3), capacity=12,
            leader=clinic.staff["ruth"], room=clinic.room,
        )
        for title in ("Evening", "Individual hour")
    )  # fmt: skip
    page = at_work(clinic.staff["grace"], reverse("programs:closure_new"))

    page.get_by_label("Day").focus()
    page.keyboard.type(tomorrow.strftime("%m%d%Y"))
    page.get_by_label("Why").focus()
    page.keyboard.type("Snow")
    page.keyboard.press("Enter")

    page.get_by_label("Individual hour").focus()
    page.keyboard.press("Space")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Snow").wait_for()

    stopped.refresh_from_db()
    kept.refresh_from_db()
    assert stopped.cancelled_at is not None
    assert kept.cancelled_at is None

    page.get_by_role("button", name="We meet anyway").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stay closed after all").wait_for()
    stopped.refresh_from_db()
    assert stopped.cancelled_at is None


def test_an_error_takes_the_reader_to_its_field(at_work, clinic):
    url = reverse("programs:room_new", args=[clinic.site.pk])
    page = at_work(clinic.staff["grace"], url)

    page.get_by_label("Name").fill("Room 2")
    page.get_by_label("People it holds").fill("9")
    page.get_by_role("button", name="Add this room").click()
    page.get_by_role("link", name="already a room of this name").click()

    expect(page.locator("#id_name")).to_be_focused()
    assert violations(page) == []
    assert Room.objects.in_program(clinic.program).count() == 1
    assert not Closure.objects.in_program(clinic.program).exists()


def test_on_a_phone_the_bar_of_rooms_opens_at_the_room_one_is_in(at_work, clinic):
    page = at_work(clinic.staff["grace"], reverse("programs:program"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()

    here = page.locator("[data-rail] [aria-current=page]")
    expect(here).to_have_text("Program")
    expect(here).to_be_in_viewport(ratio=1)
