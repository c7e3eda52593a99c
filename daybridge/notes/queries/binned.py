"""What one member of staff deleted and can still take back; three statements."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.notes.models import CounselingNote, Note, QuickPhrase
from daybridge.notes.services.binning import BIN_DAYS

SHOWN_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class InBin:
    kind: str
    row_id: UUID
    what: str
    whose: str  # the patient's name, or nothing
    words: str  # the beginning of the text
    deleted_at: datetime
    gone_at: datetime


def bin_of(viewer: Viewer) -> list[InBin]:
    """The viewer's own deleted things, the latest first.

    What was written in a chart that is closed to them now stays where it is, unseen.
    """
    mine = {
        "deleted_by_id": viewer.person_id,
        "deleted_at__gt": viewer.at - BIN_DAYS,
    }
    notes = Note.objects.visible_to(viewer).filter(**mine)
    kept_apart = CounselingNote.objects.visible_to(viewer).filter(
        author_id=viewer.person_id, **mine
    )
    phrases = QuickPhrase.objects.in_program(viewer.program_id).filter(**mine)
    found = [
        *(
            _row(each, "note", f"Draft: {_title(each)}", each.sentence or each.goal)
            for each in notes.select_related("patient", "session")[:SHOWN_AT_ONCE]
        ),
        *(
            _row(each, "counseling", "Counseling note", "")
            for each in kept_apart.select_related("patient")[:SHOWN_AT_ONCE]
        ),
        *(
            _row(each, "phrase", f"Phrase: {each.label}", each.text)
            for each in phrases[:SHOWN_AT_ONCE]
        ),
    ]
    return sorted(found, key=lambda each: each.deleted_at, reverse=True)


def _title(note: Note) -> str:
    return note.session.title if note.session else note.get_kind_display()


def _row(
    row: Note | CounselingNote | QuickPhrase, kind: str, what: str, words: str
) -> InBin:
    assert row.deleted_at is not None
    patient = getattr(row, "patient", None)
    return InBin(
        kind=kind,
        row_id=row.pk,
        what=what,
        whose=patient.display_name if patient else "",
        words=words[:160],
        deleted_at=row.deleted_at,
        gone_at=row.deleted_at + BIN_DAYS,
    )
