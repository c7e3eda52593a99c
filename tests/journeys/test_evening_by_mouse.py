"""The same evening by mouse, every click counted, and in a browser without scripts."""

from typing import Any

import pytest
from django.urls import reverse

from daybridge.attendance.models import Attendance
from daybridge.notes.models import Note
from tests.journeys.conftest import let_it_end
from tests.journeys.test_evening import MOST_COMMAND_KEYS, SENTENCES, cards_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LATE, NO_SHOW = 0, 3  # whose card it is, counted from the top
DONE = "The group practiced turning down an offer in pairs."
NEXT = "Fill in the urge log before Thursday."
UNSAVED = "[data-card][data-save] .saved:not([data-state=saved])"
RATINGS = ("participation", "affect", "response")
HERE = "[data-act][value$=':arrived']"


def test_an_evening_by_mouse(begun, clinic, at_work, ruth):
    page, clicks = at_work(ruth, "/"), []

    def click(target: Any) -> None:
        clicks.append(str(target))
        target.click()

    click(page.get_by_role("main").get_by_role("link", name=begun.title).first)
    page.wait_for_selector("[data-ready]")
    give_goals(page)
    click(cards_of(page).nth(LATE).locator(HERE).first)
    click(cards_of(page).nth(NO_SHOW).get_by_text("No-show").first)
    page.wait_for_selector("#register-bar:has-text('10 expected')")
    with page.expect_navigation():
        click(page.get_by_role("button", name="Everyone else is here"))
    page.wait_for_selector("[data-ready]")
    click(page.locator("#summary-text"))
    page.keyboard.type(DONE)
    click(page.locator("#summary-next"))
    page.keyboard.type(NEXT)
    for number, sentence in enumerate(SENTENCES):
        card = cards_of(page).nth(number)
        if number == NO_SHOW:
            click(card.locator("[data-field=sentence]"))
        else:
            rate(card)  # three clicks that are not counted, like the three keys
            card.locator("[data-field=sentence]:focus").wait_for()
        page.keyboard.type(sentence)
    while page.locator(UNSAVED).count():
        page.wait_for_timeout(100)
    let_it_end(begun)
    page.reload()
    page.wait_for_selector("[data-ready]")
    with page.expect_navigation():
        click(page.locator("[data-review]"))
    sign = page.locator("[data-sign-all]")
    page.mouse.move(700, 450)
    while sign.is_disabled():
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(60)
    click(sign)
    page.wait_for_selector("text=12 notes signed")

    assert len(clicks) <= MOST_COMMAND_KEYS, clicks
    assert_all_is_signed(clinic, begun)


def test_an_evening_without_scripts(begun, clinic, at_work, ruth):
    path = reverse("notes:session", args=[begun.pk])
    page = at_work(ruth, path, java_script_enabled=False)

    def send(button: Any) -> None:
        """Press it, and touch nothing before the whole next page is there."""
        with page.expect_navigation():
            button.click()

    send(cards_of(page).nth(LATE).locator(HERE).first)
    send(cards_of(page).nth(NO_SHOW).get_by_text("No-show").first)
    send(page.get_by_role("button", name="Everyone else is here"))
    give_goals(page)
    page.locator("#summary-text").fill(DONE)
    page.locator("#summary-next").fill(NEXT)
    for number, sentence in enumerate(SENTENCES):
        card = cards_of(page).nth(number)
        card.locator("[data-field=sentence]").fill(sentence)
        if number != NO_SHOW:
            rate(card)
    send(page.get_by_role("button", name="Save", exact=True))
    page.get_by_text("Saved.").first.wait_for()
    for number, sentence in enumerate(SENTENCES):
        written = cards_of(page).nth(number).locator("[data-field=sentence]")
        assert written.input_value() == sentence
    let_it_end(begun)
    page.goto(page.url)
    send(page.get_by_role("button", name="Review and sign"))
    send(page.locator("[data-sign-all]"))

    page.wait_for_selector("text=12 notes signed")
    assert_all_is_signed(clinic, begun)


def give_goals(page: Any) -> None:
    """As they carry over from each patient's last note."""
    cards = cards_of(page).all()
    assert len(cards) == 12
    for number, card in enumerate(cards):
        if number != NO_SHOW:
            card.locator("[data-field=goal]").fill(f"Goal {number}")


def rate(card: Any) -> None:
    """As anybody would: what moved away under the pointer is clicked again."""
    for rating in RATINGS:
        choices = card.locator(f"[data-rating={rating}]")
        for _ in range(3):
            choices.locator("label").nth(1).click()
            if choices.locator(":checked").count():
                break


def assert_all_is_signed(clinic: Any, session: Any) -> None:
    notes = Note.objects.in_program(clinic.program)
    assert notes.exclude(signed_at=None).count() == 12
    texts = "\n".join(notes.values_list("signed_text", flat=True))
    assert [sentence for sentence in SENTENCES if sentence not in texts] == []
    places = Attendance.objects.in_program(clinic.program).filter(session=session)
    absent, late, *present = sorted(places.values_list("minutes", flat=True))
    assert absent == 0
    assert 130 <= late <= 140  # the clock goes on while the test clicks
    assert present == [180] * 10
