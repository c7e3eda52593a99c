"""A sign-in that ends in mid-sentence: the words wait for the one who wrote them."""

from typing import Any

import pytest
from django.urls import reverse

from daybridge.access.sessions import end_sessions
from daybridge.notes.models import Note
from tests.cast import join_team

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RUTHS = "Spoke of her brother for the first time."
SAVED = "[data-card='{}'] .saved[data-state=saved]"


@pytest.fixture
def path(running: Any) -> str:
    return reverse("notes:session", args=[running.pk])


@pytest.fixture
def now_is(live_server, sign_in):
    """`now_is(page, ben)`: Ben signs in on this machine, in whatever tab."""

    def change(page: Any, staff: Any) -> None:
        key = sign_in(staff).cookies["session"].value
        page.context.add_cookies(
            [{"name": "session", "value": key, "url": live_server.url}]
        )

    return change


def write_signed_out(page: Any, patient: Any, ruth: Any) -> None:
    """Ruth's sign-in ends elsewhere; she types on and is told."""
    page.wait_for_selector("[data-ready]")
    end_sessions(ruth.user_id)
    page.locator(f"#sentence-{patient.pk}").focus()
    page.keyboard.type(RUTHS)
    page.get_by_text("You were signed out.").wait_for()


def sentences(clinic: Any) -> dict[Any, str]:
    notes = Note.objects.in_program(clinic.program)
    return {note.patient_id: note.sentence for note in notes if note.sentence}


def test_words_typed_after_the_sign_in_ended_go_to_their_own_card(
    path, clinic, dana, ruth, at_work, now_is
):
    page = at_work(ruth, path)
    write_signed_out(page, dana, ruth)
    assert sentences(clinic) == {}
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again in a new tab").click()
    opened.value.get_by_label("Password").wait_for()

    now_is(page, ruth)

    page.wait_for_selector(SAVED.format(dana.pk), timeout=15_000)
    page.get_by_text("You were signed out.").wait_for(state="hidden")
    assert page.locator(f"#sentence-{dana.pk}").input_value() == RUTHS
    assert sentences(clinic) == {dana.pk: RUTHS}


def test_the_next_person_on_this_machine_does_not_see_them(
    path, clinic, running, dana, ruth, ben, at_work, now_is
):
    join_team(clinic, ben, *clinic.patients)
    running.co_leader = ben
    running.save()
    page = at_work(ruth, path)
    write_signed_out(page, dana, ruth)

    with page.expect_navigation():  # the open page finds that it is someone else's turn
        now_is(page, ben)
    page.wait_for_selector("[data-ready]")
    assert RUTHS not in page.content()
    assert page.locator(f"#sentence-{dana.pk}").input_value() == ""
    page.locator(f"#sentence-{dana.pk}").fill("Ben's own words.")
    page.wait_for_selector(SAVED.format(dana.pk))
    assert sentences(clinic) == {dana.pk: "Ben's own words."}

    now_is(page, ruth)
    page.goto(page.url)
    page.get_by_text("wrote here at the same time").wait_for(timeout=15_000)
    assert page.locator(f"#sentence-{dana.pk}").input_value() == RUTHS
    page.get_by_role("button", name="Keep both").click()
    page.wait_for_selector(SAVED.format(dana.pk))
    assert sentences(clinic) == {dana.pk: f"Ben's own words.\n{RUTHS}"}
