"""From "is this right for me?" to a call asked for: with scripts and without them."""

import json
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from daybridge.intake.models import Inquiry
from daybridge.rules.self_check import QUESTIONS, as_data, check

STYLED = """() => {
  const came = (sheet) => sheet && [...sheet.cssRules].every(
    (rule) => !(rule instanceof CSSImportRule) || came(rule.styleSheet));
  return [...document.querySelectorAll("link[rel=stylesheet]")]
    .every(({ sheet }) => came(sheet));
}"""
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def start(clinic, live_server):
    """Where the program begins."""
    cache.clear()
    return f"{live_server.url}/start/{clinic.program.pk}/"


def test_without_scripts_the_self_check_leads_to_a_call(browser, start, clinic):
    page = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(start)
    page.get_by_role("link", name="Is it right for me?").first.click()
    for label in (
        "No", "I feel unwell, but not in danger", "No",
        "Safe, and somebody there is on my side", "A lot", "Yes",
        "In the evening or on weekends",
    ):  # fmt: skip
        question = page.locator("[data-check-step]").nth(_asked(page))
        question.get_by_label(label, exact=True).check()
    with page.expect_navigation():
        page.get_by_role("button", name="See what it says").click()
    assert page.get_by_role(
        "heading", name="Talk to us about this program"
    ).is_visible()

    page.get_by_role("button", name="Ask for a call").click()
    page.get_by_label("What may we call you?").fill("Joan")
    page.get_by_label("Which number is safe to call?").fill("215 555 0188")
    page.get_by_label("Give these answers to whoever calls me").check()
    later = time_machine.travel(timezone.now() + timedelta(seconds=5))
    with later, page.expect_navigation():
        page.get_by_role("button", name="Ask for the call").click()
    assert page.get_by_role("heading", name="We will call you").is_visible()

    kept = Inquiry.objects.in_program(clinic.program).get()
    assert (kept.first_name, kept.self_check["home"]) == ("Joan", "supportive")


def _asked(page):
    """How many questions have an answer."""
    return page.locator("[data-check-step]:has(input:checked)").count()


def test_with_scripts_it_is_followed_by_keyboard_in_the_browser_alone(browser, start):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{start}check/")
    page.get_by_text("Question 1 of 7").wait_for()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.locator("input:visible").first.focus()
    for _ in QUESTIONS:
        page.keyboard.press("Space")
        page.keyboard.press("Enter")

    page.get_by_role("heading", name="Talk to us about this program").wait_for()
    assert page.evaluate("document.activeElement.id") == "outcome-talk"
    assert asked == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.url == f"{start}check/"


def test_with_scripts_danger_is_answered_the_moment_it_is_said(browser, start):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{start}check/")
    page.get_by_text("Question 1 of 7").wait_for()

    page.locator("input[name=danger][value=yes]").check()

    page.get_by_role("heading", name="Get help right now").wait_for()
    assert page.get_by_role("link", name="Call 911").is_visible()
    assert page.get_by_role("link", name="Call or text 988").is_visible()
    assert not page.locator("[data-check-step]").first.is_visible()


def test_the_first_question_stays_where_it_was_while_the_module_is_on_its_way(
    browser, start
):
    page = browser.new_context(viewport=PHONE).new_page()
    on_its_way = []
    page.route("**/self_check.js", lambda route: on_its_way.append(route))
    page.goto(f"{start}check/", wait_until="commit")
    first, *others = (
        page.locator(f"[data-check-step={each.name}]") for each in QUESTIONS
    )
    others[-1].wait_for(state="attached")
    for other in others:
        other.wait_for(state="hidden")
    while not page.evaluate(STYLED):
        page.wait_for_timeout(50)
    before = first.bounding_box()

    on_its_way[0].continue_()
    page.get_by_text("Question 1 of 7").wait_for()

    assert first.bounding_box() == before


def test_a_module_that_never_comes_leaves_the_whole_form(browser, start):
    page = browser.new_context(viewport=PHONE).new_page()
    page.route("**/self_check.js", lambda route: route.abort())
    page.goto(f"{start}check/")

    page.locator("[data-check-step]").last.wait_for(timeout=5_000)

    assert page.locator("[data-check-step]:visible").count() == len(QUESTIONS)
    assert page.get_by_role("button", name="See what it says").is_visible()


def test_the_browser_says_what_the_rule_says_for_every_way_of_answering(
    browser, start, live_server
):
    page = browser.new_page()
    page.goto(f"{start}check/")
    names = [question.name for question in QUESTIONS]
    ways = [
        dict(zip(names, answers, strict=True))
        for answers in product(*(question.answers for question in QUESTIONS))
    ]

    said = page.evaluate(
        """async ([script, table, ways]) => {
          const { outcomeOf, reasonsOf } = await import(script);
          const told = JSON.parse(table);
          return ways.map((way) => [outcomeOf(told, way), reasonsOf(told, way)]);
        }""",
        [f"{live_server.url}/static/public/self_check.js", json.dumps(as_data()), ways],
    )

    expected = [
        [check(way).outcome.value, [" ".join(reason) for reason in check(way).reasons]]
        for way in ways
    ]
    assert len(said) == 2592
    assert said == expected
