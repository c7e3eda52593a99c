"""Tonight's group: twelve people, two exceptions, twelve honest notes, signed."""

import pytest
from django.urls import reverse

from daybridge.attendance.models import Attendance
from daybridge.notes.models import Note
from tests.browsers import violations
from tests.cast import join_team
from tests.journeys.conftest import let_it_end

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MOST_COMMAND_KEYS = 20
SENTENCES = (
    "Named two triggers on the way home from the warehouse.",
    "Called a cousin instead of stopping at the corner bar.",
    "Asked how to tell a boss about Thursdays without shame.",
    "Practiced the refusal twice, laughing the second time.",
    "Said that sleep came back this week, six hours a night.",
    "Argued with the idea of a plan and then wrote one anyway.",
    "Brought the urge log with five entries and read one aloud.",
    "Talked about the children for the first time in this room.",
    "Was tired after a double shift and stayed to the end.",
    "Compared cravings to weather and explained it to a newcomer.",
    "Worried about court on Monday and named who will drive.",
    "Listened at first, then offered a ride to a new member.",
)


def cards_of(page):
    return page.locator("[data-card][data-save]:not([data-card=summary])")


def test_an_evening_by_keyboard_alone(running, clinic, at_work, ruth):
    page = at_work(ruth, reverse("notes:session", args=[running.pk]))
    page.wait_for_selector("[data-ready]")
    keys = 1  # Enter on tonight's group, on Today

    def command(key: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    page.locator("#summary-text").focus()
    page.keyboard.type("The group practiced turning down an offer in pairs.")
    command("Tab")
    page.keyboard.type("Fill in the urge log before Thursday")
    goals = [card.locator("[data-field=goal]") for card in cards_of(page).all()]
    for number, goal in enumerate(goals):  # goals carry over from the last note
        goal.fill(f"Goal {number}")
    page.locator("#summary-text").focus()
    no_show = None
    for number, sentence in enumerate(SENTENCES):
        command("Control+Enter")
        if number == 3:
            no_show = page.evaluate(
                "document.activeElement.closest('[data-card]').dataset.card"
            )
            command("0")
            page.wait_for_selector(f"[data-card='{no_show}'][data-mark=no_show]")
            continue
        for rating in "212":
            page.keyboard.press(rating)
        page.keyboard.type(sentence)
    with page.expect_navigation():
        command("Alt+Shift+H")
    page.wait_for_selector("[data-ready]")
    page.wait_for_selector("#register-bar:has-text('0 expected')")
    assert violations(page) == []
    let_it_end(running)
    page.reload()
    page.wait_for_selector("[data-ready]")
    page.locator("#summary-text").focus()
    with page.expect_navigation():
        command("Control+Shift+Enter")
    page.wait_for_url("**/review/")
    page.evaluate("document.activeElement?.blur()")
    while page.locator("[data-sign-all]").is_disabled():
        command("PageDown")
        page.wait_for_timeout(500)
        assert keys <= MOST_COMMAND_KEYS
    assert violations(page) == []
    with page.expect_navigation():
        command("Enter")

    page.wait_for_selector("text=12 notes signed")
    assert keys <= MOST_COMMAND_KEYS, keys
    notes = Note.objects.in_program(clinic.program)
    assert notes.exclude(signed_at=None).count() == 12
    texts = "\n".join(notes.values_list("signed_text", flat=True))
    assert all(sentence in texts for i, sentence in enumerate(SENTENCES) if i != 3)
    minutes = Attendance.objects.in_program(clinic.program).filter(session=running)
    assert sorted(minutes.values_list("minutes", flat=True)) == [0, 160, *[180] * 10]


def test_words_typed_while_the_server_is_away_arrive_when_it_is_back(
    running, dana, clinic, at_work, ruth
):
    page = at_work(ruth, reverse("notes:session", args=[running.pk]))
    page.wait_for_selector("[data-ready]")
    field = page.locator(f"#sentence-{dana.pk}")

    page.context.set_offline(True)
    field.focus()
    page.keyboard.type("Spoke of her brother for the first time.")
    page.wait_for_selector(f"[data-card='{dana.pk}'] .saved[data-state=kept]")
    page.context.set_offline(False)
    page.wait_for_selector(
        f"[data-card='{dana.pk}'] .saved[data-state=saved]", timeout=15_000
    )

    note = Note.objects.in_program(clinic.program).get(patient=dana)
    assert note.sentence == "Spoke of her brother for the first time."


def test_a_save_whose_answer_is_lost_is_no_clash_with_oneself(
    running, dana, clinic, at_work, ruth
):
    page = at_work(ruth, reverse("notes:session", args=[running.pk]))
    page.wait_for_selector("[data-ready]")
    lost = []

    def lose_the_first_answer(route):
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route(f"**/cards/{dana.pk}/", lose_the_first_answer)
    page.locator(f"#sentence-{dana.pk}").focus()
    page.keyboard.type("Half of it")
    page.wait_for_selector(f"[data-card='{dana.pk}'] .saved[data-state=kept]")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("a sentence.")
    page.wait_for_selector(f"[data-card='{dana.pk}'] .saved[data-state=saved]")

    assert lost == [200]
    assert page.get_by_text("wrote here at the same time").count() == 0
    note = Note.objects.in_program(clinic.program).get(patient=dana)
    assert note.sentence == "Half of a sentence."


def test_a_browser_that_dies_in_mid_sentence_finds_the_words_again(
    running, dana, at_work, ruth
):
    path = reverse("notes:session", args=[running.pk])
    page = at_work(ruth, path)
    page.wait_for_selector("[data-ready]")
    page.context.set_offline(True)
    page.locator(f"#sentence-{dana.pk}").focus()
    page.keyboard.type("Half a sentence that never reached the")
    page.wait_for_selector(f"[data-card='{dana.pk}'] .saved[data-state=kept]")

    page.close()  # the page is gone; what the browser kept is not
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(page.url)
    again.wait_for_selector("[data-ready]")

    kept = again.locator(f"#sentence-{dana.pk}").input_value()
    assert kept == "Half a sentence that never reached the"


def test_two_people_write_one_field_and_nothing_is_lost(
    running, dana, clinic, at_work, ruth, ben
):
    join_team(clinic, ben, dana)
    running.co_leader = ben
    running.save()
    path = reverse("notes:session", args=[running.pk])
    first, second = at_work(ruth, path), at_work(ben, path)
    for page in (first, second):
        page.wait_for_selector("[data-ready]")
    sentence = f"#sentence-{dana.pk}"
    second.locator(sentence).focus()  # a field someone is in is never changed for them
    first.locator(sentence).fill("From Ruth.")
    first.wait_for_selector(f"[data-card='{dana.pk}'] .saved[data-state=saved]")
    first.wait_for_timeout(1500)
    second.locator(sentence).fill("From Ben.")
    second.wait_for_selector("text=wrote here at the same time", timeout=10_000)
    assert "From Ruth." in second.locator("blockquote").first.inner_text()
    with second.expect_response(f"**/cards/{dana.pk}/"):
        second.get_by_role("button", name="Keep both").click()

    note = Note.objects.in_program(clinic.program).get(patient=dana)
    assert "From Ruth." in note.sentence
    assert "From Ben." in note.sentence
