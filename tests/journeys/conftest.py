"""A real Chromium, signed-in pages of the cast in it, and tonight's running group."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
DESKTOP = {"width": 1440, "height": 900}
PATIENCE = 90_000  # ms; a slow machine is not a fault of the page


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    """The driver of browsers, where this machine has one."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not os.path.exists(CHROMIUM):
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with pytest.MonkeyPatch.context() as patched, sync_api.sync_playwright() as driver:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the driver runs a loop
        yield driver


@pytest.fixture(scope="module")
def chromium(playwright: Any) -> Iterator[Any]:
    """The Chromium of this machine, without a window."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"]
    )
    yield browser
    browser.close()


@pytest.fixture
def browser(chromium: Any) -> Iterator[Any]:
    """The same, in which each test leaves nothing open and nothing behind."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def at_work(
    browser: Any, live_server: Any, sign_in: Callable[[Any], Any]
) -> Callable[..., Any]:
    """`at_work(ruth, path)`: a page that Ruth opened, signed in."""

    def open_page(staff: Any, path: str, **options: Any) -> Any:
        context = browser.new_context(viewport=DESKTOP, **options)
        context.set_default_timeout(PATIENCE)
        key = sign_in(staff).cookies["session"].value
        context.add_cookies([{"name": "session", "value": key, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return open_page


def violations(page: Any) -> list[str]:
    """What axe finds on a page, one line each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


def let_it_end(session: Any) -> None:
    """The session is over now: all its times are as far back as it had to go."""
    session.refresh_from_db()
    back = max(session.ends_at - timezone.now(), timedelta(0))
    for row in (session, *session.attendances.all()):
        for name in ("starts_at", "ends_at", "arrived_at", "left_at"):
            if getattr(row, name, None) is not None:
                setattr(row, name, getattr(row, name) - back)
        row.save()


@pytest.fixture
def running(begun: Any, dana: Any, viewer: Callable[..., Any], ruth: Any) -> Any:
    """The same session; Dana came twenty minutes late."""
    from daybridge.attendance.services import record_arrival

    late = begun.starts_at + timedelta(minutes=20)
    place = begun.attendances.get(patient=dana)
    record_arrival(attendance=place, at=late, by=viewer(ruth), arrived_at=late)
    return begun
