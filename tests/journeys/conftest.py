"""A real Chromium, and signed-in pages of the cast in it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The Chromium of this machine, without a window."""
    sync_api = pytest.importorskip("playwright.sync_api")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    if not os.path.exists(CHROMIUM):
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.fixture
def at_work(
    browser: Any, live_server: Any, sign_in: Callable[[Any], Any]
) -> Callable[..., Any]:
    """`at_work(ruth, path)`: a page that Ruth opened, signed in."""

    def open_page(staff: Any, path: str, **options: Any) -> Any:
        context = browser.new_context(viewport=DESKTOP, **options)
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
