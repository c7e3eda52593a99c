"""The self-check: says what the rule says, danger first, and leaves no trace."""

import logging
import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.public.forms.call import answers_in
from daybridge.public.self_check_words import QUESTION_WORDS, TITLES
from daybridge.rules.self_check import QUESTIONS, REASONS, Outcome

pytestmark = pytest.mark.django_db
FITS = {
    "danger": "no", "withdrawal": "mild", "supervision": "no", "home": "supportive",
    "impact": "large", "willing": "yes", "times": "evenings",
}  # fmt: skip


def shown(page):
    """The outcome that is not hidden, and its reasons."""
    outcome = re.search(r'data-outcome="(\w+)"[^>]*?(?<! hidden)>', page)
    sections = re.findall(r'<section class="check-outcome".*?</section>', page, re.S)
    open_ones = [s for s in sections if " hidden>" not in s.split(">", 1)[0] + ">"]
    assert len(open_ones) == 1, outcome
    reasons = re.findall(r'<li data-reason="([\w ]+)">', open_ones[0])
    return re.search(r'data-outcome="(\w+)"', open_ones[0])[1], reasons


@pytest.mark.parametrize(
    ("answers", "outcome", "reasons"),
    [
        (FITS, "talk", ["withdrawal mild", "home supportive", "impact large",
                        "willing yes", "times evenings"]),
        (FITS | {"withdrawal": "severe", "home": "unsafe"}, "more",
         ["withdrawal severe", "home unsafe"]),
        (FITS | {"withdrawal": "none", "impact": "small"}, "less",
         ["withdrawal none", "home supportive", "impact small"]),
    ],
)  # fmt: skip
def test_a_form_without_scripts_says_what_the_rule_says(
    anyone, place, answers, outcome, reasons
):
    answer = anyone.post(f"/start/{place}/check/", answers)

    assert answer.status_code == 200
    assert shown(answer.content.decode()) == (outcome, reasons)
    assert "A professional decides with you" in answer.content.decode()


def test_danger_is_answered_at_once_whatever_else_is_open(anyone, place):
    answer = anyone.post(f"/start/{place}/check/", {"danger": "yes"})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert shown(page)[0] == "now"
    main = page[page.index("<main") :]
    assert main.index("tel:911") < main.index("tel:988") < main.index("</section>")
    assert "check-form" not in page


def test_before_any_question_the_page_says_where_help_is(anyone, place):
    page = anyone.get(f"/start/{place}/check/").content.decode()
    main = page[page.index("<main") :]

    assert main.index("tel:988") < main.index("<form")
    assert re.search(r'data-check-step="(\w+)"', main)[1] == "danger"


@pytest.mark.parametrize("question", [q.name for q in QUESTIONS])
def test_an_answer_that_is_missing_is_asked_for_beside_its_question(
    anyone, place, question
):
    for wrong in ({}, {question: "perhaps"}):
        sent = {k: v for k, v in FITS.items() if k != question} | wrong
        answer = anyone.post(f"/start/{place}/check/", sent)
        page = answer.content.decode()

        assert answer.status_code == 422
        assert f'href="#id_{question}' in page
        assert page.count("Choose the answer that comes closest.") == 2


def test_it_leaves_no_row_no_cookie_no_log_and_nothing_in_an_address(
    anyone, place, caplog
):
    anyone.get(f"/start/{place}/check/")
    before, cookies = rows(), dict(anyone.cookies.items())

    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
        answer = anyone.post(f"/start/{place}/check/", FITS)

    logged = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]
    assert rows() == before
    assert not [q for q in asked if not q["sql"].lstrip("( ").startswith("SELECT")]
    assert {name: c.value for name, c in anyone.cookies.items()} == {
        name: c.value for name, c in cookies.items()
    }
    assert not [line for line in logged if any(a in line for a in ("mild", "evenings"))]
    assert "Location" not in answer
    page = answer.content.decode()
    assert not re.search(r'(?:href|action)="[^"]*(?:mild|evenings)', page)
    assert answer["Cache-Control"] == "no-store"


def rows():
    return {model: model._base_manager.count() for model in apps.get_models()}


def test_answers_in_an_address_are_not_read(anyone, place):
    page = anyone.get(f"/start/{place}/check/?danger=yes&home=unsafe").content.decode()

    assert "checked" not in page.replace("data-check", "")


def test_every_question_answer_and_reason_has_its_words():
    assert list(QUESTION_WORDS) == [question.name for question in QUESTIONS]
    assert set(TITLES) == set(Outcome)
    for question in QUESTIONS:
        assert tuple(sorted(QUESTION_WORDS[question.name].answers)) == tuple(
            sorted(question.answers)
        )
    for told in REASONS.values():
        for name, answers in told.items():
            assert set(answers) <= set(QUESTION_WORDS[name].reasons)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", "null", '"x"', '{"danger": []}', '{"danger": {"a": 1}}',
     '{"other": "yes"}', '{"danger": "maybe"}', "{" * 5000,
     '{"danger": "yes"' + 9999 * " "],
)  # fmt: skip
def test_whatever_else_comes_as_answers_falls_away(text):
    assert answers_in(text) == {}
