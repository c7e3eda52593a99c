"""Sign notes over the text that was on the screen; once signed, closed for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.access.matrix import Operation
from daybridge.access.reach import writable
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance
from daybridge.audit.recording import event, record, record_many
from daybridge.notes.composing import Composed, compose
from daybridge.notes.errors import (
    NamesInSharedText,
    NoteAlreadySigned,
    NoteIncomplete,
    NoteRefusal,
    NotOverYet,
    NotYours,
    TextChangedSinceShown,
)
from daybridge.notes.models import Addendum, Note, Summary
from daybridge.notes.names import index_of, open_findings, people_of
from daybridge.notes.services.drafts import (
    hold_session,
    new_note,
    notes_of,
    summary_of,
)
from daybridge.notes.timing import wait_of
from daybridge.people.signers import Signer, signer_of
from daybridge.rules.note_format import text_hash, tidy
from daybridge.schedule.models import Session

SIGNED_FIELDS = (
    "format", "signed_text", "signed_digest", "signed_at", "signed_by", "signed_as",
    "minutes", "co_signature_needed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signing:
    """What came of signing several notes at once."""

    signed: tuple[Note, ...]
    refused: Mapping[UUID, NoteRefusal]  # by patient, each with its sentence


@service
def sign_notes(
    *, session: Session, shown: Mapping[UUID, str], by: Viewer, at: datetime
) -> Signing:
    """Sign the notes of the given patients, each over the digest that was shown.

    Raises NamesInSharedText while the shared text may name another patient.
    """
    session = hold_session(session)
    summary = summary_of(session)
    if open_findings(summary, index_of(people_of(session))):
        raise NamesInSharedText
    signer = signer_of(by, on=session.program.day_of(at))
    places = _places(session, shown, by)
    notes = notes_of(session, shown)
    signed, refused = [], {}
    for patient_id, digest in shown.items():
        try:
            place = places.get(patient_id)
            note = notes.get(patient_id) or new_note(session, patient_id, by)
            composed = _to_sign(place, note, summary, session, digest, by, at)
        except NoteRefusal as refusal:
            refused[patient_id] = refusal
            continue
        _close(note, composed, place, signer, session, at)
        signed.append(note)
    _store(signed, by=by, at=at)
    return Signing(tuple(signed), refused)


@service
def co_sign(*, note: Note, digest: str, by: Viewer, at: datetime) -> Note:
    """Put a supervisor's signature under a note that needs one."""
    signer = signer_of(by, on=by.program.day_of(at))
    if note.author_id == by.staff_id or signer.needs_co_signature:
        raise NotYours("A co-signature comes from someone else who signs alone.")
    if digest != note.signed_digest:
        raise TextChangedSinceShown
    waiting = (
        Note.objects.in_program(note.program_id)
        .awaiting_co_signature()
        .filter(pk=note.pk)
    )
    if not waiting.update(
        co_signed_at=at, co_signed_by_id=by.staff_id, co_signed_as=signer.signs_as
    ):
        raise NoteAlreadySigned("This note is co-signed already.")
    record("notes.co_signed", by=by.actor, target=note, at=at)
    note.refresh_from_db()
    return note


@service
def add_addendum(*, note: Note, text: str, by: Viewer, at: datetime) -> Addendum:
    """Add a correction under a signed note, signed at once."""
    words = tidy(text)
    if not words:
        raise NoteIncomplete("Write the addendum first.")
    if note.signed_at is None:
        raise NoteRefusal("This note is still open: change the note itself.")
    signer = signer_of(by, on=by.program.day_of(at))
    addendum: Addendum = Addendum.objects.create(
        program_id=note.program_id,
        note=note,
        patient_id=note.patient_id,
        text=words,
        signed_digest=text_hash(words),
        signed_at=at,
        signed_by_id=by.person_id,
        signed_as=signer.signs_as,
    )
    record("notes.addendum_signed", by=by.actor, target=addendum, at=at)
    return addendum


def _places(
    session: Session, shown: Mapping[UUID, str], by: Viewer
) -> dict[UUID, Attendance]:
    """Places of the patients whose notes this viewer may sign."""
    rows = Attendance.objects.in_program(session.program_id).filter(
        writable(by, Operation.SIGN), session=session, patient_id__in=list(shown)
    )
    return {row.patient_id: row for row in rows}


def _to_sign(
    place: Attendance | None,
    note: Note,
    summary: Summary | None,
    session: Session,
    digest: str,
    by: Viewer,
    at: datetime,
) -> Composed:
    """The composed note, or the refusal that says why it cannot be signed."""
    if place is None:
        raise NotYours("You are not on this patient's treatment team.")
    if note.signed_at is not None:
        raise NoteAlreadySigned(f"{note.signed_as} signed this note already.")
    if by.staff_id not in (note.author_id, session.leader_id, session.co_leader_id):
        raise NotYours(f"{note.author.display_name} wrote this note and signs it.")
    composed = compose(
        attendance=place,
        note=note,
        summary=summary,
        session=session,
        style=session.program.note_format,
        zone=session.program.zone,
    )
    if composed.digest != digest:
        raise TextChangedSinceShown
    if composed.missing:
        raise NoteIncomplete(" ".join(composed.missing))
    if wait := wait_of(place, session, at=at):
        raise NotOverYet(wait)
    return composed


def _close(
    note: Note,
    composed: Composed,
    place: Attendance | None,
    signer: Signer,
    session: Session,
    at: datetime,
) -> None:
    note.format = session.program.note_format
    note.signed_text, note.signed_digest = composed.text, composed.digest
    note.signed_at, note.signed_by_id = at, signer.staff_id
    note.signed_as = signer.signs_as
    note.minutes = place.minutes if place else 0
    note.co_signature_needed = signer.needs_co_signature


def _store(notes: Sequence[Note], *, by: Viewer, at: datetime) -> None:
    """Write the signatures and their audit rows, one statement each."""
    if not notes:
        return
    Note.objects.bulk_create(
        notes,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=list(SIGNED_FIELDS),
    )
    record_many(
        event(
            "notes.signed",
            by=by.actor,
            target=note,
            at=at,
            detail={"digest": note.signed_digest},
        )
        for note in notes
    )
