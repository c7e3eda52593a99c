"""Co-signatures, addenda and bins under a race: one winner, and nothing lost."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from daybridge.audit.models import AuditEvent
from daybridge.keys import new_id
from daybridge.notes.cards import FieldChange, mark
from daybridge.notes.errors import NoteAlreadySigned, NoteRefusal
from daybridge.notes.individual import compose_individual
from daybridge.notes.models import Addendum, Note
from daybridge.notes.services.binning import delete_draft
from daybridge.notes.services.individual import (
    begin_individual,
    save_individual,
    sign_individual,
)
from daybridge.notes.services.signing import co_sign
from daybridge.notes.tests.conftest import COMPLETE
from daybridge.people.middleware import viewer_of
from tests.cast import admit, hire, hold_group, join_team, make_program
from tests.races import on_disk, race

__all__ = ["on_disk"]

pytestmark = pytest.mark.reliability
WORKERS = 4
ROUNDS = 25


@pytest.fixture
def clinic(on_disk):
    clinic = make_program()
    hire(clinic, "Ruth", "Abelson", "counselor")
    hire(clinic, "Sylvia", "Marchetti", "supervisor")
    join_team(clinic, clinic.staff["ruth"], admit(clinic, "Dana", "Whitfield", 1))
    hold_group(clinic, clinic.staff["ruth"])
    return clinic


def complete_drafts(clinic, number):
    """Ruth's complete drafts about as many hours with Dana."""
    by, now = viewer_of(clinic.staff["ruth"], at=timezone.now()), timezone.now()
    changes = [FieldChange(name, value, mark("")) for name, value in COMPLETE.items()]
    drafts = []
    for back in range(1, number + 1):
        at = now - timedelta(hours=back)
        note = begin_individual(
            patient=clinic.patients[0], happened_at=at, minutes=50, by=by, at=now
        )
        drafts.append(
            save_individual(
                note=note, changes=changes, happened_at=at, minutes=50, by=by, at=now
            ).note
        )
    return drafts


def digest_of(note, clinic):
    program = clinic.program
    return compose_individual(note, style=program.note_format, zone=program.zone).digest


def test_a_note_is_co_signed_once_however_many_press(clinic):
    sylvia, ruth = clinic.staff["sylvia"], clinic.staff["ruth"]
    now = timezone.now()
    notes = [
        Note.objects.create(
            program=clinic.program, kind="individual", patient=clinic.patients[0],
            author=ruth, happened_at=now, signed_at=now, signed_by=ruth,
            signed_digest="d", signed_text="Data\nWords", co_signature_needed=True,
        )
        for _ in range(ROUNDS)
    ]  # fmt: skip

    answers = race(
        [
            [
                lambda note=note: co_sign(
                    note=note, digest="d", by=viewer_of(sylvia, at=now), at=now
                )
                for note in notes
            ]
            for _ in range(WORKERS)
        ],
        (NoteRefusal,),
    )

    for answer in answers:
        assert Counter(answer) == {"won": 1, "NoteAlreadySigned": WORKERS - 1}
    assert AuditEvent.objects.filter(action="notes.co_signed").count() == ROUNDS


def test_a_draft_is_signed_or_binned_and_never_both(clinic):
    by = viewer_of(clinic.staff["ruth"], at=timezone.now())
    drafts = complete_drafts(clinic, ROUNDS)
    digests = {note.pk: digest_of(note, clinic) for note in drafts}

    def sign(note):
        return lambda: sign_individual(
            note=note, digest=digests[note.pk], by=by, at=timezone.now()
        )

    def drop(note):
        copy = Note.objects.in_program(clinic.program).get(pk=note.pk)
        return lambda: delete_draft(note=copy, by=by, at=timezone.now())

    answers = race(
        [[sign(note) for note in drafts], [drop(note) for note in drafts]],
        (NoteRefusal,),
    )

    for note, (signed, dropped) in zip(drafts, answers, strict=True):
        note.refresh_from_db()
        assert (note.signed_at is None) != (note.deleted_at is None)
        assert (signed == "won") == (note.signed_at is not None)
        assert (dropped == "won") == (note.deleted_at is not None)


def test_an_addendum_tapped_twice_at_once_is_signed_once(clinic, sign_in):
    ruth, now = clinic.staff["ruth"], timezone.now()
    note = Note.objects.create(
        program=clinic.program, kind="individual", patient=clinic.patients[0],
        author=ruth, happened_at=now, signed_at=now, signed_by=ruth,
        signed_digest="d", signed_text="Data\nWords",
    )  # fmt: skip
    browsers = [sign_in(ruth) for _ in range(WORKERS)]
    forms = [
        {"submission": str(new_id()), "text": f"Addendum {number}"}
        for number in range(10)
    ]

    def tap(browser, form):
        return lambda: browser.post(f"/notes/{note.pk}/addenda/", form)

    race([[tap(browser, form) for form in forms] for browser in browsers], ())

    texts = Addendum.objects.in_program(clinic.program).values_list("text", flat=True)
    assert sorted(texts) == sorted(form["text"] for form in forms)


def test_a_note_is_signed_once_however_many_press(clinic):
    by = viewer_of(clinic.staff["ruth"], at=timezone.now())
    drafts = complete_drafts(clinic, ROUNDS)
    digests = {note.pk: digest_of(note, clinic) for note in drafts}
    jobs = [
        lambda note=note: sign_individual(
            note=note, digest=digests[note.pk], by=by, at=timezone.now()
        )
        for note in drafts
    ]

    answers = race([jobs for _ in range(WORKERS)], (NoteAlreadySigned,))

    for answer in answers:
        assert Counter(answer) == {"won": 1, "NoteAlreadySigned": WORKERS - 1}
