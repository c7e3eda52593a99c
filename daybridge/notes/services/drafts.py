"""Save what is being written: cards and the shared summary of a session.

Saving is idempotent by itself: a change says which text it started from, so the same
save sent twice, late or after a lost reply has one effect.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.services import holding
from daybridge.notes.cards import (
    CARD_FIELDS,
    SUMMARY_FIELDS,
    CardChange,
    Clash,
    FieldChange,
    apply,
)
from daybridge.notes.models import Note, Summary
from daybridge.notes.services.held import Writers, held_notes, held_summary
from daybridge.notes.services.history import keep_former_cards, keep_former_summary
from daybridge.schedule.models import Session

EMPTY = dict.fromkeys(CARD_FIELDS, "")
_in_order = itemgetter(*CARD_FIELDS)
WRITTEN = (*CARD_FIELDS, "version", "edited_by_id", "edited_at")
WRITTEN_OF_SUMMARY = (*SUMMARY_FIELDS, "version", "edited_by_id", "edited_at")


@dataclass(frozen=True, slots=True)
class SavedCard:
    """One card after a save: the note as stored, and what could not be taken."""

    patient_id: UUID
    note: Note
    clashes: tuple[Clash, ...]
    is_closed: bool  # signed meanwhile: the words wait for an addendum


@dataclass(frozen=True, slots=True)
class SavedSummary:
    summary: Summary
    clashes: tuple[Clash, ...]


@service
def save_cards(
    *, session: Session, changes: Sequence[CardChange], by: Viewer, at: datetime
) -> list[SavedCard]:
    """Take the changes of one or more cards of a session, all in one go."""
    return take_cards(holding.hold_session(session), changes, by=by, at=at)


@service
def save_summary(
    *, session: Session, changes: Sequence[FieldChange], by: Viewer, at: datetime
) -> SavedSummary:
    """Take changes of the shared summary."""
    return take_summary(holding.hold_session(session), changes, by=by, at=at)


def hold_session(session: Session) -> Session:
    """The session with all that a signature speaks of, held so that one decides.

    It is read after it is held: whoever waited reads what the other one wrote.
    """
    holding.hold_session(session)
    held: Session = (
        Session.objects.in_program(session.program_id)
        .select_related("summary__edited_by", "program", "leader", "co_leader", "topic")
        .get(pk=session.pk)
    )
    return held


def summary_of(session: Session) -> Summary | None:
    """The shared summary of a session, if anyone has begun it."""
    return getattr(session, "summary", None)


def take_cards(
    held: Session, changes: Sequence[CardChange], *, by: Viewer, at: datetime
) -> list[SavedCard]:
    """Take changes of cards of a session that is held."""
    notes = held_notes(held, [change.patient_id for change in changes])
    former = {patient_id: _values(note) for patient_id, note in notes.items()}
    writers = Writers(list(notes.values()))
    saved = [
        _save_card(notes.get(change.patient_id), change, held, by, writers)
        for change in changes
    ]
    written = [card.note for card in saved if _is_changed(card, former)]
    keep_former_cards(written, former=former, by=by, at=at)
    _store(written, held, by=by, at=at)
    return saved


def take_summary(
    held: Session, changes: Sequence[FieldChange], *, by: Viewer, at: datetime
) -> SavedSummary:
    """Take changes of the shared summary of a session that is held."""
    stored = held_summary(held)
    summary = stored or Summary(program_id=held.program_id, session=held, version=0)
    former = {field: getattr(summary, field) for field in SUMMARY_FIELDS}
    clashes = apply(summary, changes, by=Writers([summary]).of)
    if any(getattr(summary, field) != text for field, text in former.items()):
        keep_former_summary(summary, former=former, by=by, at=at)
        summary.version += 1
        summary.edited_by_id, summary.edited_at = by.staff_id, at
        if stored is None:
            Summary.objects.put([vars(summary)], WRITTEN_OF_SUMMARY)
        else:
            Summary.objects.write_columns([summary], WRITTEN_OF_SUMMARY)
    return SavedSummary(summary, tuple(clashes))


def notes_of(session: Session, patient_ids: Iterable[UUID]) -> dict[UUID, Note]:
    """The kept notes of a session, by patient."""
    notes = (
        Note.objects.in_program(session.program_id)
        .kept()
        .filter(session=session, patient_id__in=list(patient_ids))
        .select_related("edited_by")
    )
    return {note.patient_id: note for note in notes}


def new_note(session: Session, patient_id: UUID, by: Viewer) -> Note:
    """An empty, unsaved card of one patient in one session."""
    return Note(
        program_id=session.program_id,
        kind=Note.Kind.GROUP,
        patient_id=patient_id,
        session=session,
        author_id=by.person_id,
        happened_at=session.starts_at,
        version=0,
    )


def _save_card(
    note: Note | None, change: CardChange, held: Session, by: Viewer, writers: Writers
) -> SavedCard:
    if note is not None and note.signed_at is not None:
        return SavedCard(change.patient_id, note, (), is_closed=True)
    note = note or new_note(held, change.patient_id, by)
    clashes = apply(note, change.fields, by=writers.of)
    return SavedCard(change.patient_id, note, tuple(clashes), is_closed=False)


def _values(note: Note) -> dict[str, str]:
    return dict(zip(CARD_FIELDS, _in_order(vars(note)), strict=True))


def _is_changed(card: SavedCard, former: Mapping[UUID, dict[str, str]]) -> bool:
    return not card.is_closed and _values(card.note) != former.get(
        card.patient_id, EMPTY
    )


def _store(notes: Sequence[Note], held: Session, *, by: Viewer, at: datetime) -> None:
    """Write changed cards, new and old alike, in one statement."""
    for note in notes:
        note.version += 1
        note.edited_by_id, note.edited_at = by.staff_id, at
    if not any(note._state.adding for note in notes):
        Note.objects.write_columns(notes, WRITTEN)
        return
    whole = [vars(new_note(held, note.patient_id, by)) | vars(note) for note in notes]
    Note.objects.put(whole, WRITTEN)
