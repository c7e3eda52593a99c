"""Put what someone deleted in their own bin, take it back, and empty old bins.

A deleted draft, counseling note or phrase comes back for 30 days. When another note
took a draft's place meanwhile, nothing is lost: the texts of the deleted one are kept
as an earlier version of the note that stands there.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.actor import system_actor
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.notes.cards import CARD_FIELDS
from daybridge.notes.errors import NoteAlreadySigned, NoteRefusal, NotYours
from daybridge.notes.models import CounselingNote, Note, QuickPhrase
from daybridge.notes.services.drafts import hold_session
from daybridge.schedule.models import Session

BIN_DAYS = timedelta(days=30)
Binnable: TypeAlias = Note | CounselingNote | QuickPhrase
KINDS: dict[str, type[Binnable]] = {
    "note": Note,
    "counseling": CounselingNote,
    "phrase": QuickPhrase,
}


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and the note that keeps its text if its place was taken."""

    row: Binnable
    kept_in: Note | None = None


@service
def delete_draft(*, note: Note, by: Viewer, at: datetime) -> None:
    """Put an own open draft in the bin."""
    if note.author_id != by.staff_id:
        raise NotYours
    drafts = Note.objects.in_program(note.program_id).unsigned().filter(pk=note.pk)
    if not drafts.update(deleted_at=at, deleted_by_id=by.staff_id):
        _refuse_to_delete(note)
        return
    record("notes.deleted", by=by.actor, target=note, at=at)


def _refuse_to_delete(note: Note) -> None:
    note.refresh_from_db()
    if note.signed_at is not None:
        raise NoteAlreadySigned


@service
def restore(*, kind: str, row_id: UUID, by: Viewer, at: datetime) -> Restored:
    """Take something back from one's own bin."""
    row = _in_bin(kind, row_id, by)
    if row is None:
        raise NotYours("This is no longer in your bin.")
    standing = _standing_in_place_of(row)
    if isinstance(row, Note) and standing is not None:
        return _keep_in(standing, row, by, at)
    row.deleted_at, row.deleted_by = None, None
    row.save(update_fields=["deleted_at", "deleted_by"])
    if not isinstance(row, QuickPhrase):
        record("notes.restored", by=by.actor, target=row, at=at)
    return Restored(row)


@service
def purge_bin(*, before: datetime, at: datetime | None = None) -> int:
    """Remove for good what lay in a bin since before a moment; answers how many rows.

    The worker calls this each night with 30 days ago. Signed notes are never binned.
    """
    gone: Counter[UUID] = Counter()
    for model in (Note, CounselingNote, QuickPhrase):
        old = model.objects.across_programs(
            because="bins of every program are emptied"
        ).filter(deleted_at__lt=before)
        gone.update(old.values_list("program_id", flat=True))
        old.delete()
    for program_id, count in gone.items():
        system = system_actor(program_id)
        record("notes.bin_emptied", by=system, at=at, detail={"rows": count})
    return gone.total()


def _in_bin(kind: str, row_id: UUID, by: Viewer) -> Binnable | None:
    if kind not in KINDS:
        return None
    model = KINDS[kind]
    rows: Any
    if model is QuickPhrase:
        rows = QuickPhrase.objects.in_program(by.program_id)
    else:
        rows = model.objects.visible_to(by)  # not in a chart that is closed by now
    row: Binnable | None = (
        rows.filter(pk=row_id, deleted_by_id=by.staff_id, deleted_at__isnull=False)
        .select_for_update()
        .first()
    )
    return row


def _standing_in_place_of(row: Binnable) -> Note | None:
    """The note that took a deleted draft's place in its session."""
    if not isinstance(row, Note) or row.session_id is None:
        return None
    session = Session(pk=row.session_id, program_id=row.program_id)
    hold_session(session)
    found: Note | None = (
        Note.objects.in_program(row.program_id)
        .kept()
        .filter(session_id=row.session_id, patient_id=row.patient_id)
        .first()
    )
    return found


def _keep_in(standing: Note, row: Note, by: Viewer, at: datetime) -> Restored:
    """Keep the deleted texts as a version of the note that stands there now."""
    if standing.signed_at is not None:
        raise NoteRefusal(
            "A note for this session was signed meanwhile. Your text stays in the bin; "
            "copy what is missing into an addendum."
        )
    texts = {field: getattr(row, field) for field in CARD_FIELDS}
    was = Note(id=standing.pk, program_id=standing.program_id, **texts)
    remember([was], fields=CARD_FIELDS, by=by.actor, at=at)
    record(
        "notes.restored",
        by=by.actor,
        target=standing,
        at=at,
        detail={"kept_as_version": True},
    )
    return Restored(row, kept_in=standing)
