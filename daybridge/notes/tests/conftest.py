"""Cards that are written and notes that are signed, for tests of this room."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from daybridge.attendance.services import record_arrival
from daybridge.notes.cards import CardChange, FieldChange, mark
from daybridge.notes.composing import compose
from daybridge.notes.models import Note
from daybridge.notes.services.drafts import notes_of, save_cards, summary_of
from daybridge.notes.services.signing import Signing, sign_notes

SENTENCE = "Named two triggers on the walk home and chose another street."
COMPLETE = {
    "goal": "Get home without stopping",
    "participation": "active",
    "affect": "calm",
    "response": "applied",
    "sentence": SENTENCE,
    "next_step": "Walk the other street on Thursday",
}


@pytest.fixture
def fill_card(clinic: Any, viewer: Callable[..., Any]) -> Callable[..., Note]:
    """`fill_card(dana, ruth)`: Dana came and her card is complete."""

    def fill(patient: Any, staff: Any, **fields: str) -> Note:
        by, now = viewer(staff), max(timezone.now(), clinic.session.starts_at)
        place = clinic.session.attendances.get(patient=patient)
        record_arrival(
            attendance=place, at=now, by=by, arrived_at=clinic.session.starts_at
        )
        changes = tuple(
            FieldChange(name, value, mark(""))
            for name, value in (COMPLETE | fields).items()
        )
        [saved] = save_cards(
            session=clinic.session,
            changes=[CardChange(patient.pk, changes)],
            by=by,
            at=now,
        )
        return saved.note

    return fill


@pytest.fixture
def shown(clinic: Any) -> Callable[..., str]:
    """The digest of a patient's note of tonight as the screen shows it now."""

    def digest(patient: Any) -> str:
        return compose(
            attendance=clinic.session.attendances.get(patient=patient),
            note=notes_of(clinic.session, [patient.pk]).get(patient.pk),
            summary=summary_of(clinic.session),
            session=clinic.session,
            style=clinic.program.note_format,
            zone=clinic.program.zone,
        ).digest

    return digest


@pytest.fixture
def sign(clinic: Any, viewer: Callable[..., Any], shown: Any) -> Callable[..., Signing]:
    """`sign(ruth, dana, …)` signs over what the screen shows, when tonight is over."""

    def carry_out(staff: Any, *patients: Any, **digests: str) -> Signing:
        return sign_notes(
            session=clinic.session,
            shown={p.pk: digests.get("digest") or shown(p) for p in patients},
            by=viewer(staff),
            at=max(timezone.now(), clinic.session.ends_at),
        )

    return carry_out


@pytest.fixture
def signed_note(fill_card: Any, sign: Any) -> Callable[..., Note]:
    """`signed_note(dana, ruth)`: Dana's note of tonight, signed by Ruth."""

    def make(patient: Any, staff: Any, **fields: str) -> Note:
        fill_card(patient, staff, **fields)
        [note] = sign(staff, patient).signed
        return note

    return make
