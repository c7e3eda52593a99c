"""Two people save the same evening at once: whoever waited sees the other's words."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from daybridge.attendance.errors import StaleAttendance
from daybridge.attendance.models import Attendance, Mark
from daybridge.attendance.services import AttendanceChange
from daybridge.attendance.services.holding import hold_session
from daybridge.notes.cards import CardChange, FieldChange, mark
from daybridge.notes.models import Note, Summary
from daybridge.notes.services.drafts import hold_session as hold_for_signing
from daybridge.notes.services.drafts import summary_of
from daybridge.notes.services.evening import save_evening
from daybridge.people.middleware import viewer_of
from tests.cast import admit, hire, hold_group, join_team, make_program
from tests.races import on_disk

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability
WAITS = 0.4  # seconds in which a second writer comes to the held session


@pytest.fixture
def clinic(on_disk):
    clinic = make_program()
    for first in ("Ruth", "Ben"):
        hire(clinic, first, "Abelson", "counselor")
        admit(clinic, f"Patient of {first}", "Whitfield", len(clinic.staff))
    join_team(clinic, clinic.staff["ruth"], *clinic.patients)
    join_team(clinic, clinic.staff["ben"], *clinic.patients)
    hold_group(clinic, clinic.staff["ruth"])
    return clinic


def save(clinic, name, word):
    """Save the whole page, all of it from the empty one, with one word everywhere."""
    places = Attendance.objects.in_program(clinic.program).order_by("pk")
    change = FieldChange("text", word, mark(""))
    return save_evening(
        session=clinic.session,
        places=[
            AttendanceChange(place, 1, Mark.EXCUSED, absence_reason=word)
            for place in places.values_list("pk", flat=True)
        ]
        if name == "places"
        else [],
        cards=[
            CardChange(patient.pk, (FieldChange("sentence", word, mark("")),))
            for patient in clinic.patients
        ],
        summary=[change],
        by=viewer_of(clinic.staff["ben"], at=timezone.now()),
        at=timezone.now(),
    )


def while_held(clinic, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do the first thing while the second one waits for the session; its answer."""
    answers: list[Any] = []

    def wait() -> None:
        try:
            answers.append(second())
        except Exception as refusal:
            answers.append(refusal)
        finally:
            connections.close_all()

    thread = threading.Thread(target=wait)
    with transaction.atomic():
        hold_session(clinic.session)
        thread.start()
        thread.join(WAITS)
        assert thread.is_alive()
        first()
    thread.join(60)
    return answers[0]


def test_who_waited_is_told_of_every_word_that_was_written_meanwhile(clinic):
    saved = while_held(
        clinic, lambda: save(clinic, "", "first"), lambda: save(clinic, "", "second")
    )

    assert [clash.theirs for clash in saved.summary_clashes] == ["first"]
    assert [[c.theirs for c in card.clashes] for card in saved.cards] == [["first"]] * 2
    assert {clash.by for clash in saved.summary_clashes} == {"Ben Abelson"}
    assert Summary.objects.in_program(clinic.program).get().text == "first"
    notes = Note.objects.in_program(clinic.program)
    assert [note.sentence for note in notes] == ["first", "first"]


def test_who_waited_with_places_is_told_and_nothing_of_theirs_is_stored(clinic):
    refusal = while_held(
        clinic,
        lambda: save(clinic, "places", "first"),
        lambda: save(clinic, "places", "second"),
    )

    assert isinstance(refusal, StaleAttendance)
    assert len(refusal.rows) == 2
    places = Attendance.objects.in_program(clinic.program)
    assert {place.absence_reason for place in places} == {"first"}
    assert Summary.objects.in_program(clinic.program).get().text == "first"


def test_who_waited_to_sign_reads_the_summary_as_it_was_left(clinic):
    def read() -> str:
        with transaction.atomic():
            return summary_of(hold_for_signing(clinic.session)).text

    assert while_held(clinic, lambda: save(clinic, "", "first"), read) == "first"
