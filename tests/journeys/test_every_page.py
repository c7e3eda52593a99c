"""No page of the product shuts anybody out, is too wide, or makes the browser complain.

Each page is looked at wide and light, and narrow and dark; `python -m bench.axe` looks
as every role that may open it, in both widths and both themes.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.architecture.test_pages import pages
from tests.journeys.every_page import NOT_OPENED, find_pages
from tests.journeys.looks import ALL_LOOKS, TWO_LOOKS, Looker
from tests.journeys.showroom import open_showroom

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
COUNTS = os.environ.get("DAYBRIDGE_TEST_EVERY_LOOK", "")  # a file: look at everything
SHARDS = 2
FEWEST_PAGES = 60  # in each share


@pytest.mark.parametrize("number", range(SHARDS))
def test_pages_are_sound(live_server, browser, sign_in, number):
    addresses = list(pages())
    share = addresses[number::SHARDS]
    found = find_pages(open_showroom(), sign_in, share, every_role=bool(COUNTS))
    looker = Looker(browser, live_server.url, thorough=bool(COUNTS))
    looks = ALL_LOOKS if COUNTS else TWO_LOOKS

    problems = [
        problem for page in found.pages for problem in looker.problems(page, looks)
    ]

    assert not problems, "\n".join(problems)
    named = {name for _, name, _ in share} & set(NOT_OPENED)
    assert set(found.unopened) == named  # whatever is new is opened, or named
    assert set(NOT_OPENED) <= {name for _, name, _ in addresses}  # and still is there
    assert len({page.name for page in found.pages}) > FEWEST_PAGES
    if COUNTS:
        write_counts(found.pages, len(looks))


def test_on_a_phone_the_rail_opens_at_this_room_and_tab_begins_at_the_top(
    at_work, clinic
):
    page = at_work(clinic.staff["grace"], reverse("reports:census"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    assert page.evaluate("document.querySelector('[data-rail]').scrollLeft") > 0
    here = page.locator("[data-rail] [aria-current=page]").bounding_box()

    page.keyboard.press("Tab")

    assert here["x"] >= 0
    assert here["x"] + here["width"] <= 390
    assert "skip-link" in page.evaluate("document.activeElement.className")


def write_counts(pages: list[Any], looks: int) -> None:
    counts = {"names": [page.name for page in pages], "looks": len(pages) * looks}
    with Path(COUNTS).open("a") as file:
        file.write(json.dumps(counts) + "\n")
