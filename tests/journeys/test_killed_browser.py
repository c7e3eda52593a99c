"""A browser killed with -9 in mid-sentence; bench/browser_kills.py does it fifty times.

The session page is opened again with the same profile: what was typed is there, in its
own field of its own card, and reaches the server.
"""

from typing import Any

import pytest
from django.urls import reverse

from bench.browser_kills import run_round
from daybridge.notes.cards import CARD_FIELDS
from daybridge.notes.models import Note

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SERVER_STAYS, SERVER_GOES = 1, 2  # numbers of rounds


class Ground:
    """The suite's own server, whose line to the browser can be cut."""

    def __init__(self, address: str, path: str, key: str, session: Any) -> None:
        self.address, self.path, self.key, self.session = address, path, key, session
        self.is_down = False

    def open(self, page: Any) -> None:
        cookie = {"name": "session", "value": self.key, "url": self.address}
        page.context.add_cookies([cookie])
        page.goto(self.address + self.path)
        page.wait_for_selector("[data-ready]")
        page.route("**/*", self.pass_on)

    def pass_on(self, route: Any) -> None:
        if self.is_down:
            route.abort()
        else:
            route.continue_()

    def stored(self) -> dict[tuple[str, str], str]:
        notes = Note.objects.in_program(self.session.program).kept()
        return {
            (str(note.patient_id), field): getattr(note, field)
            for note in notes.filter(session=self.session)
            for field in CARD_FIELDS
        }

    def go_down(self) -> None:
        self.is_down = True

    def come_back(self) -> None:
        self.is_down = False


def test_a_killed_browser_loses_three_seconds_of_one_field_at_most(
    running, ruth, live_server, playwright, sign_in, tmp_path
):
    key = sign_in(ruth).cookies["session"].value
    path = reverse("notes:session", args=[running.pk])
    ground = Ground(live_server.url, path, key, running)

    rounds = [
        run_round(ground, playwright, tmp_path / "profile", number, seed=4, longest=4)
        for number in (SERVER_STAYS, SERVER_GOES)
    ]

    assert [each.problems for each in rounds] == [(), ()]
    assert [each.server_down for each in rounds] == [False, True]
    assert all(each.keys > 10 for each in rounds)
