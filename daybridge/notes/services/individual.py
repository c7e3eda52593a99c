"""Write and sign notes about individual sessions, which have no roster behind them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from daybridge.access.matrix import Operation
from daybridge.access.reach import writable
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.notes.cards import CARD_FIELDS, FieldChange, apply
from daybridge.notes.errors import (
    NoteAlreadySigned,
    NoteIncomplete,
    NotOverYet,
    NotYours,
    TextChangedSinceShown,
)
from daybridge.notes.individual import LONGEST_MINUTES, compose_individual
from daybridge.notes.models import Note
from daybridge.notes.services.drafts import SavedCard
from daybridge.notes.services.history import keep_former_cards
from daybridge.people.models import Patient
from daybridge.people.signers import signer_of


@service
def begin_individual(
    *, patient: Patient, happened_at: datetime, minutes: int, by: Viewer, at: datetime
) -> Note:
    """Begin a draft about one individual session."""
    _assert_writes_for(by, patient.pk)
    _check(happened_at, minutes, at)
    note: Note = Note.objects.create(
        program_id=patient.program_id,
        kind=Note.Kind.INDIVIDUAL,
        patient=patient,
        author_id=by.person_id,
        happened_at=happened_at,
        minutes=minutes,
        edited_by_id=by.staff_id,
        edited_at=at,
    )
    record("notes.saved", by=by.actor, target=note, at=at)
    return note


@service
def save_individual(
    *,
    note: Note,
    changes: Sequence[FieldChange],
    happened_at: datetime,
    minutes: int,
    by: Viewer,
    at: datetime,
) -> SavedCard:
    """Take what its author wrote; two windows with the same field both keep it."""
    note = _locked(note)
    if note.signed_at is not None:
        return SavedCard(note.patient_id, note, (), is_closed=True)
    _assert_author(note, by)
    _check(happened_at, minutes, at)
    former = {field: getattr(note, field) for field in CARD_FIELDS}
    clashes = apply(note, changes, by=lambda _: "You, in another window,")
    note.happened_at, note.minutes = happened_at, minutes
    if former != {field: getattr(note, field) for field in CARD_FIELDS}:
        keep_former_cards([note], former={note.patient_id: former}, by=by, at=at)
    note.version += 1
    note.edited_by_id, note.edited_at = by.staff_id, at
    note.save()
    return SavedCard(note.patient_id, note, tuple(clashes), is_closed=False)


@service
def sign_individual(*, note: Note, digest: str, by: Viewer, at: datetime) -> Note:
    """Sign over the text that was shown; the note is closed for ever."""
    note = _locked(note)
    if note.signed_at is not None:
        raise NoteAlreadySigned(f"{note.signed_as} signed this note already.")
    _assert_author(note, by)
    _assert_writes_for(by, note.patient_id, Operation.SIGN)
    style, zone = by.program.note_format, by.program.zone
    composed = compose_individual(note, style=style, zone=zone)
    if composed.digest != digest:
        raise TextChangedSinceShown
    if composed.missing:
        raise NoteIncomplete(" ".join(composed.missing))
    if note.happened_at + timedelta(minutes=note.minutes) > at:
        raise NotOverYet(
            "By its time and minutes this session is not over. Correct them, or sign "
            "when it is."
        )
    signer = signer_of(by, on=by.program.day_of(at))
    note.format, note.signed_text, note.signed_digest = style, composed.text, digest
    note.signed_at, note.signed_by_id, note.signed_as = at, by.staff_id, signer.signs_as
    note.co_signature_needed = signer.needs_co_signature
    note.save()
    record("notes.signed", by=by.actor, target=note, at=at, detail={"digest": digest})
    return note


def _locked(note: Note) -> Note:
    """The note as it stands now, held until this transaction ends."""
    found: Note | None = (
        Note.objects.in_program(note.program_id)
        .kept()
        .filter(pk=note.pk, kind=Note.Kind.INDIVIDUAL)
        .select_for_update(of=("self",))
        .select_related("author", "edited_by")
        .first()
    )
    if found is None:
        raise NotYours("This note is in the bin.")
    return found


def _assert_author(note: Note, by: Viewer) -> None:
    if note.author_id != by.staff_id:
        raise NotYours


def _assert_writes_for(
    by: Viewer, patient_id: UUID, operation: Operation = Operation.CREATE
) -> None:
    """Refuse unless the patient is this viewer's to write about."""
    patients = Patient.objects.in_program(by.program_id).filter(pk=patient_id)
    if not patients.filter(writable(by, operation, patient_path="pk")).exists():
        raise NotYours("You are not on this patient's treatment team.")


def _check(happened_at: datetime, minutes: int, at: datetime) -> None:
    if happened_at > at:
        raise NoteIncomplete("The session is still ahead. Write the note afterwards.")
    if not 0 < minutes <= LONGEST_MINUTES:
        raise NoteIncomplete("Minutes are between 1 and 480.")
