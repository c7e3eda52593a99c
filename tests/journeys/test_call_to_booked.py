"""From a ringing telephone to a booked assessment: one coordinator, by keyboard alone.

Nothing is timed with a clock, which would measure the machine. Every key is counted and
costed as published for a typist of 40 words a minute, every question and decision with
the time to think of it (Card, Moran & Newell 1980: K = 0.28 s, M = 1.35 s), and every
page with the second that we allow ourselves for an answer.
"""

import sys
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from daybridge.intake.models import AssessmentBooking, Inquiry
from tests.browsers import violations
from tests.cast import hire

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

KEY_SECONDS = 0.28  # 40 words a minute
THINK_SECONDS = 1.35  # before each answer and each decision
PAGE_SECONDS = 1.0
ALLOWED_SECONDS = 180
WORDS = "I want to stop but I can't take a month off work."


@dataclass
class Keyboard:
    """The keys somebody presses, counted."""

    page: Any
    keys: int = 0
    thoughts: int = 0
    pages: int = 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times

    def to(self, label: str) -> None:
        """Press Tab until the field or button with this label has the focus."""
        for _ in range(60):
            if label in self.page.evaluate(NAME_OF_FOCUSED):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not lead to {label}")

    def answer(self, label: str, text: str) -> None:
        self.to(label)
        self.page.keyboard.type(text)
        self.keys += len(text)
        self.thoughts += 1

    def go(self, key: str = "Enter") -> None:
        with self.page.expect_navigation():
            self.press(key)
        self.thoughts += 1
        self.pages += 1

    def __str__(self) -> str:
        return f"{self.keys} keys, {self.thoughts} answers, {self.pages} pages"

    @property
    def seconds(self) -> float:
        return (
            self.keys * KEY_SECONDS
            + self.thoughts * THINK_SECONDS
            + self.pages * PAGE_SECONDS
        )


NAME_OF_FOCUSED = """() => {
  const here = document.activeElement;
  return here?.labels?.[0]?.textContent ?? here?.textContent?.slice(0, 200) ?? "";
}"""


@pytest.fixture
def noor(clinic: Any) -> Any:
    return hire(clinic, "Noor", "Aziz", "front_desk")


def test_a_call_becomes_a_booked_assessment_within_three_minutes(
    clinic: Any, at_work: Any, noor: Any, capsys: Any
) -> None:
    page = at_work(noor, reverse("intake:board"))
    page.get_by_role("link", name="Take a call").first.focus()
    keyboard = Keyboard(page)
    keyboard.go()
    assert "First name" in page.evaluate(NAME_OF_FOCUSED)  # ready to write

    keyboard.answer("First name", "Nadia")
    keyboard.answer("Last name", "Haddad")
    keyboard.answer("Phone that is safe", "2155550144")
    keyboard.answer("We may leave a message", " ")
    keyboard.answer("Birth date", "03041990")
    keyboard.answer("In a message we say", "Noor")
    keyboard.answer("In their own words", WORDS)
    keyboard.answer("How soon", "As")
    keyboard.answer("Insurance company", "Keystone First")
    keyboard.answer("Member number", "764261214")
    keyboard.go()  # Enter in a field: keep, and book
    assert violations(page) == []

    keyboard.to("with Ruth Abelson")
    keyboard.go()
    assert "Booked with Ruth Abelson" in page.inner_text("body")
    assert violations(page) == []

    inquiry = Inquiry.objects.in_program(clinic.program).get()
    booking = AssessmentBooking.objects.in_program(clinic.program).get()
    assert (inquiry.stage, booking.inquiry) == ("booked", inquiry)
    assert (inquiry.phone_e164, str(inquiry.born_on)) == ("+12155550144", "1990-03-04")
    assert (inquiry.may_leave_message, inquiry.how_soon) == (True, "now")
    assert inquiry.words == WORDS
    assert inquiry.patient.legal_name == "Nadia Haddad"
    with capsys.disabled():
        sys.stdout.write(f"\n{keyboard}: {keyboard.seconds:.0f} s\n")
    assert keyboard.seconds <= ALLOWED_SECONDS


def test_a_card_is_moved_by_arrow_keys_and_by_dragging(
    clinic: Any, at_work: Any, noor: Any, viewer: Any
) -> None:
    from django.utils import timezone

    from daybridge.intake import services

    told = {"first_name": "Nadia", "last_name": "Haddad"}
    inquiry = services.receive_inquiry(values=told, at=timezone.now(), by=viewer(noor))
    page = at_work(noor, reverse("intake:board"))
    assert violations(page) == []
    move = page.get_by_role("link", name="Move Nadia Haddad")
    move.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    inquiry.refresh_from_db()
    assert inquiry.stage == "screened"

    handle = page.get_by_role("link", name="Move Nadia Haddad").bounding_box()
    there = page.locator("[data-stage=benefits]").bounding_box()
    page.mouse.move(handle["x"] + 4, handle["y"] + 4)
    page.mouse.down()
    page.mouse.move(there["x"] + 30, there["y"] + 30, steps=6)
    with page.expect_navigation():
        page.mouse.up()
    inquiry.refresh_from_db()
    assert inquiry.stage == "benefits"
