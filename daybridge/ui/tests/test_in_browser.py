"""The components in a real Chromium: keyboard, theme, width, and the axe checker."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.browsers import PATIENCE, violations

pytestmark = [
    pytest.mark.journey,
    pytest.mark.urls("daybridge.ui.tests.urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def visit(browser: Any, live_server: Any) -> Callable[..., Any]:
    """Open an address in a browser of the asked width and theme."""

    def open_page(path: str, *, width: int = 1440, **more: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **more)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: _keep(page.complaints, m))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


def _keep(complaints: list[str], message: Any) -> None:
    if message.type in ("error", "warning"):
        complaints.append(message.text)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_checker_finds_nothing_on_the_living_page(visit, width, theme):
    page = visit("/ui/", width=width, color_scheme=theme, reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(300)
    complaints = list(page.complaints)  # before the checker adds its own

    assert violations(page) == []
    assert complaints == []


OPENED = {
    "search": ("/ui/", "[data-search-opener]"),
    "dialog": ("/ui/", "[data-open-dialog=cancel-session]"),
    "own menu": ("/ui/signed-in/", ".topbar .menu > summary"),
    "menu": ("/ui/", ".topbar .menu > summary"),
    "sign-in page": ("/ui/plain/", None),
    "failure page": ("/ui/failure/", None),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("what", OPENED)
def test_the_checker_finds_nothing_in_what_opens(visit, what, theme):
    path, opener = OPENED[what]
    page = visit(path, color_scheme=theme)
    if opener:
        page.locator(opener).click()

    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_no_width_makes_the_page_scroll_sideways(visit, width):
    page = visit("/ui/", width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scripts", [True, False])
def test_a_wide_table_scrolls_in_its_own_region(visit, scripts):
    page = visit("/ui/wide/", width=390, java_script_enabled=scripts)
    region = page.locator(".table-region")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    assert region.get_attribute("tabindex") == "0"


def test_a_long_table_scrolls_with_the_page_and_keeps_its_head(visit):
    page = visit("/ui/long/")

    page.evaluate("scrollTo(0, 2000)")
    page.wait_for_timeout(100)

    head = page.locator(".table thead th").first.bounding_box()
    bar = page.locator(".topbar").bounding_box()
    assert head["y"] == pytest.approx(bar["y"] + bar["height"], abs=2)
    assert page.locator(".table-region").get_attribute("tabindex") is None


@pytest.mark.parametrize("width", [390, 1440])
def test_everything_to_press_is_at_least_24_pixels(visit, width):
    page = visit("/ui/", width=width)

    small = page.evaluate(
        """() => [...document.querySelectorAll(
            'button, input:not([type=hidden]), select, textarea, summary, .button, '
            + '.rail-link, .tab, .sort-link, .search-opener')]
          .filter(e => e.checkVisibility())
          .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24)
          .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )

    assert small == []


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_a_key_opens_the_search_and_arrows_walk_what_it_finds(visit, keys):
    page = visit("/ui/")

    page.keyboard.press(keys)
    page.keyboard.type("dana")
    page.wait_for_selector("#search-results a")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Dana Whitfield"

    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-words"
    page.keyboard.press("Escape")
    assert not page.locator("#search-dialog").is_visible()


def test_a_slash_typed_into_a_field_stays_a_slash(visit):
    page = visit("/ui/")

    page.locator("#by-hand").focus()
    page.keyboard.type("11/24")

    assert page.locator("#by-hand").input_value() == "11/24"
    assert not page.locator("#search-dialog").is_visible()


def test_an_error_link_moves_focus_to_its_field(visit):
    page = visit("/ui/")

    page.locator(".error-summary a", has_text="Preferred name").click()
    assert page.evaluate("document.activeElement.id") == "id_preferred_name"

    page.locator(".error-summary a", has_text="How they took part").click()
    assert page.evaluate("document.activeElement.name") == "way"


def test_a_dialog_opens_by_key_and_gives_focus_back(visit):
    page = visit("/ui/")
    opener = page.locator("[data-open-dialog=cancel-session]")

    opener.focus()
    page.keyboard.press("Enter")
    assert page.locator("#cancel-session").is_visible()
    page.keyboard.press("Escape")

    assert not page.locator("#cancel-session").is_visible()
    assert opener.evaluate("element => element === document.activeElement")


def test_without_javascript_the_theme_can_still_be_chosen(visit):
    page = visit("/ui/", java_script_enabled=False)

    page.locator(".topbar .menu > summary").click()
    page.locator("button[value=dark]").click()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    ground = page.locator("html").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == "rgb(26, 24, 21)"


def test_the_chart_is_drawn_and_its_table_is_there(visit):
    page = visit("/ui/")

    assert page.locator("#chart [data-chart-area] svg").count() == 1
    assert page.locator("#chart tbody tr").count() == 6
    page.locator("#chart [data-chart-area]").hover()
    page.wait_for_timeout(100)
    assert page.complaints == []


def test_a_stranger_s_text_runs_nowhere(visit):
    page = visit("/ui/")

    assert page.locator("img[src=x]").count() == 0
    data = page.locator("#hours-data").text_content()
    assert json.loads(data)["series"][0]["name"] == "Attended"


def test_leaving_a_form_with_unsaved_words_is_asked_about(visit):
    page = visit("/ui/")
    page.evaluate(
        "document.querySelector('#field form').setAttribute('data-confirm-leave', '')"
    )
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.locator("#by-hand").fill("half a sentence")
    page.close(run_before_unload=True)
    page.wait_for_timeout(200)

    assert asked == ["beforeunload"]


def test_a_request_that_fails_is_told_and_not_swallowed(visit):
    page = visit("/ui/")
    page.route("**/search/**", lambda route: route.fulfill(status=500))

    page.keyboard.press("/")
    page.keyboard.type("dana")
    page.wait_for_selector("#toasts [data-trouble]")
    assert "nothing was changed" in page.locator("#toasts").inner_text()

    page.unroute("**/search/**")
    page.route("**/search/**", lambda route: route.abort())
    page.keyboard.type("x")
    page.wait_for_selector("#toasts [data-trouble=offline]")
    assert page.locator("#toasts [data-trouble]").count() == 1


def test_a_message_can_be_closed(visit):
    page = visit("/ui/")
    page.evaluate(
        "document.getElementById('toasts').append(document.getElementById("
        "'trouble-any').content.firstElementChild.cloneNode(true))"
    )

    page.locator("#toasts [data-close-toast]").click()

    assert page.locator("#toasts [data-toast]").count() == 0
