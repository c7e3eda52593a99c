"""The gate's pages in a real browser: no violation, no overflow, no inline code."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from daybridge.access.services import open_chart
from daybridge.audit.reading import record_read
from tests.journeys.conftest import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LOOKS = [(390, "dark"), (1440, "light")]  # every page is seen in each look elsewhere


@pytest.fixture
def places(clinic, ben, dana, sign_in, viewer) -> list[tuple[Any, str]]:
    """Every page of the gate, and who looks at it."""
    now = viewer(ben)
    opening = open_chart(
        patient=dana, kind="emergency", reason="medical_emergency", by=now, at=now.at,
        explanation="The hospital calls: unresponsive, what does she take?",
    )  # fmt: skip
    old = viewer(ben, timezone.now() - timedelta(days=12))
    open_chart(
        patient=clinic.patients[2], kind="emergency", reason="danger", by=old,
        explanation="He wrote that he will not be there tomorrow.", at=old.at,
    )  # fmt: skip
    record_read(viewer(ben), dana)
    grace, counselor = sign_in(clinic.staff["grace"]), sign_in(ben)
    return [
        (None, "/sign-in/"), (None, "/sign-in/forgotten/"), (grace, "/audit/"),
        (grace, "/openings/"), (grace, f"/openings/{opening.pk}/"),
        (grace, f"/patients/{dana.pk}/team/"),
        (grace, f"/patients/{dana.pk}/access-report/"),
        (grace, "/account/sessions/"), (counselor, "/emergency/"),
        (counselor, f"/patients/{dana.pk}/emergency/"), (counselor, "/account/"),
        (counselor, "/account/second-factor/"), (counselor, "/account/passkeys/"),
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_pages_are_sound(live_server, browser, places, width, theme):
    problems = [
        (path, problem)
        for client, path in places
        for problem in look(browser, live_server.url, client, path, width, theme)
    ]
    assert problems == []


def look(
    browser: Any, server: str, client: Any, path: str, width: int, theme: Any
) -> list[str]:
    """What is wrong with one page as one person sees it."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=theme
    )
    if client is not None:
        key = client.cookies["session"].value
        context.add_cookies([{"name": "session", "value": key, "url": server}])
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda one: said.append(one.text) if one.type == "error" else None
    )
    page.goto(server + path)
    complaints = list(said)  # before axe, whose own styles the policy blocks
    wrong = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    return [*wrong, *complaints, *(["wider than the window"] if wide else [])]
