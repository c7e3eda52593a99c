"""The Chromium of this machine, kept for a module, and what axe finds in its pages."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FOUND = next(filter(None, map(shutil.which, NAMES)), "")
CHROMIUM = os.environ.get("CHROMIUM", FOUND)  # empty: without one
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PATIENCE = 90_000  # ms; a slow machine is not a fault of the page


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    """The driver of browsers, where this machine has one."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not os.path.exists(CHROMIUM):
        pytest.skip(f"no Chromium at {CHROMIUM}" if CHROMIUM else "no Chromium here")
    with pytest.MonkeyPatch.context() as patched, sync_api.sync_playwright() as driver:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the driver runs a loop
        yield driver


class Chromium:
    """A browser without a window, opened anew where it died of itself."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self.browser: Any = None

    @property
    def is_open(self) -> bool:
        return self.browser is not None and self.browser.is_connected()

    def opened(self) -> Any:
        """The browser, for one test."""
        if not self.is_open:
            self.browser = self.driver.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"]
            )
        return self.browser

    def forget(self) -> None:
        """Leave nothing open and nothing behind for the next test."""
        for context in self.browser.contexts if self.is_open else ():
            try:
                context.close()
            except Exception:
                if self.is_open:
                    raise

    def close(self) -> None:
        if self.is_open:
            self.browser.close()


@pytest.fixture(scope="module")
def chromium(playwright: Any) -> Iterator[Chromium]:
    """The Chromium of this machine."""
    kept = Chromium(playwright)
    yield kept
    kept.close()


@pytest.fixture
def browser(chromium: Chromium) -> Iterator[Any]:
    """An open browser, in which no test finds anything of another."""
    yield chromium.opened()
    chromium.forget()


def violations(page: Any) -> list[str]:
    """What axe finds on a page, one line each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
