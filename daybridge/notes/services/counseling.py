"""SUD counseling notes (42 CFR 2.11), kept apart: their author's own.

A supervisor reads one only when its author puts it forward for supervision, and the
author is told each time. They enter no chart, search, export, print or queue.
"""

from datetime import datetime
from uuid import UUID

from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services.notices import notify
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.notes.errors import NoteRefusal, NotYours
from daybridge.notes.models import CounselingNote
from daybridge.notes.services.history import EVERY
from daybridge.people.models import Patient, Staff


class ChangedMeanwhile(NoteRefusal):
    sentence = (
        "This note was changed in another window. Both texts are below; put together "
        "what you want to keep."
    )


@service
def write_counseling_note(
    *, patient: Patient, text: str, by: Viewer, at: datetime
) -> CounselingNote:
    """Keep a new counseling note of one's own."""
    note: CounselingNote = CounselingNote.objects.create(
        program_id=patient.program_id,
        patient=patient,
        author_id=by.person_id,
        text=text,
        edited_at=at,
    )
    record("notes.counseling_note_written", by=by.actor, target=note, at=at)
    return note


@service
def change_counseling_note(
    *, note: CounselingNote, text: str, base_version: int, by: Viewer, at: datetime
) -> CounselingNote:
    """Change an own counseling note; how it read before is kept."""
    if note.author_id != by.staff_id:
        raise NotYours
    if note.text == text:
        return note
    current = CounselingNote.objects.in_program(note.program_id).filter(
        pk=note.pk, version=base_version, deleted_at=None
    )
    if at - note.edited_at > EVERY or len(text) < len(note.text):
        remember([note], fields=("text",), by=by.actor, at=at)
    if not current.update(text=text, edited_at=at, version=base_version + 1):
        raise ChangedMeanwhile
    record("notes.counseling_note_changed", by=by.actor, target=note, at=at)
    note.refresh_from_db()
    return note


@service
def put_note_forward(
    *, note: CounselingNote, to: UUID | None, by: Viewer, at: datetime
) -> CounselingNote:
    """Put an own note forward to one supervisor, or take it back (None)."""
    if note.author_id != by.staff_id:
        raise NotYours
    if to is not None and to not in {staff.pk for staff in supervisors_for(by)}:
        raise NoteRefusal("Choose a supervisor of this program.")
    note.put_forward_to_id, note.put_forward_at = to, at if to else None
    note.save(update_fields=["put_forward_to", "put_forward_at"])
    what = "put_forward" if to else "taken_back"
    record(f"notes.counseling_note_{what}", by=by.actor, target=note, at=at)
    return note


@service
def delete_counseling_note(*, note: CounselingNote, by: Viewer, at: datetime) -> None:
    """Put an own counseling note in the bin; nobody supervises it any longer."""
    own = CounselingNote.objects.in_program(note.program_id).filter(
        pk=note.pk, author_id=by.staff_id, deleted_at=None
    )
    if own.update(
        deleted_at=at,
        deleted_by_id=by.staff_id,
        put_forward_to=None,
        put_forward_at=None,
    ):
        record("notes.counseling_note_deleted", by=by.actor, target=note, at=at)


@service
def log_reading(*, note: CounselingNote, by: Viewer, at: datetime) -> None:
    """Audit that someone read the note, and tell its author if it was not they."""
    record("notes.counseling_note_read", by=by.actor, target=note, at=at)
    if note.author_id != by.staff_id:
        notify(
            staff=[note.author],
            kind="notes.counseling_note_read",
            text=f"{by.name} read a counseling note that you put forward.",
            at=at,
        )


def supervisors_for(viewer: Viewer) -> list[Staff]:
    """To whom this viewer may put a note forward, by name."""
    staff = Staff.objects.in_program(viewer.program_id).active()
    return [
        row
        for row in staff.order_by("legal_last_name", "legal_first_name")
        if Role.SUPERVISOR in row.role_set and row.pk != viewer.staff_id
    ]
