"""The Chromium of this machine, kept from test to test, and what axe finds in pages."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import handlers
from django.contrib.staticfiles.handlers import StaticFilesHandler

NAMES = ("chromium", "chromium-browser", "google-chrome")
FOUND = next(filter(None, map(shutil.which, NAMES)), "")
CHROMIUM = os.environ.get("CHROMIUM", FOUND)  # empty: without one
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_RUN = """axe.run({ resultTypes: ["violations"], preload: { assets: ["media"] } })
  .then(({ violations }) => violations)"""  # no rule that is on asks for style sheets
SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame().then(frame); // another theme is drawn, and what moves has begun to
  const ending = document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
}"""
PATIENCE = 90_000  # ms; a slow machine is not a fault of the page


class Chromium:
    """A browser without a window, opened anew where it died of itself.

    It and its driver stay for the next test that wants a browser: to start both takes
    longer than to open a page. While the driver is there, this thread has a loop.
    """

    def __init__(self) -> None:
        self._driver: Any = None
        self._browser: Any = None
        self._kept = ExitStack()

    @property
    def is_open(self) -> bool:
        return self._browser is not None and self._browser.is_connected()

    def driver(self) -> Any:
        if self._driver is None:
            sync_api = pytest.importorskip("playwright.sync_api")
            if not os.path.exists(CHROMIUM):
                where = f"no Chromium at {CHROMIUM}" if CHROMIUM else "no Chromium here"
                pytest.skip(where)
            patched = self._kept.enter_context(pytest.MonkeyPatch.context())
            patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
            self._driver = self._kept.enter_context(sync_api.sync_playwright())
        return self._driver

    def opened(self) -> Any:
        """The browser, for one test."""
        if not self.is_open:
            self._browser = self.driver().chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"]
            )
        return self._browser

    def forget(self) -> None:
        """Leave nothing open and nothing behind for the next test."""
        for context in self._browser.contexts if self.is_open else ():
            try:
                context.close()
            except Exception:
                if self.is_open:
                    raise

    def close(self) -> None:
        if self.is_open:
            self._browser.close()
        self._browser = self._driver = None
        self._kept.close()


KEPT = Chromium()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """The browser goes where the next test is none of a browser."""
    try:
        yield
    finally:
        if "playwright" not in getattr(nextitem, "fixturenames", ()):
            KEPT.close()


class KeptFiles(StaticFilesHandler):
    """Files of the server of the tests, which a browser asks for once, as in a clinic.

    What says nothing of how long it may be kept is asked for again on each page.
    """

    def serve(self, request: Any) -> Any:
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=3600"
        return answer


@pytest.fixture(scope="session")
def kept_files() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(handlers, "StaticFilesHandler", KeptFiles)
        yield


@pytest.fixture(scope="session")
def live_server(kept_files: None, live_server: Any) -> Any:
    """The server of pytest-django, with files that may be kept."""
    return live_server


@pytest.fixture
def playwright() -> Any:
    """The driver of browsers, where this machine has one."""
    return KEPT.driver()


@pytest.fixture
def browser(playwright: Any) -> Iterator[Any]:
    """An open browser, in which no test finds anything of another."""
    yield KEPT.opened()
    KEPT.forget()


def violations(page: Any) -> list[str]:
    """What axe finds on a page, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    page.evaluate(SETTLED)
    found = page.evaluate(AXE_RUN)
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
