"""What stands in a session that is held: its notes, its summary, and who wrote them.

Read by statements prepared once, with the columns that a save compares and writes; a
note's other columns are read when somebody asks for them.
"""

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from daybridge.access.prepared import Prepared, instances
from daybridge.attendance.services.holding import MARKS
from daybridge.notes.models import Note, Summary
from daybridge.people.models import Staff
from daybridge.schedule.models import Session

OF_NOTE = (
    "id", "program_id", "patient_id", "session_id", "author_id", "happened_at", "goal",
    "participation", "affect", "response", "sentence", "quote", "next_step", "risk",
    "risk_note", "edited_by_id", "edited_at", "version", "signed_at",
)  # fmt: skip
OF_SUMMARY = (
    "id", "program_id", "session_id", "text", "next_step", "names_accepted",
    "edited_by_id", "edited_at", "version",
)  # fmt: skip


def held_notes(held: Session, patient_ids: Iterable[UUID]) -> dict[UUID, Note]:
    """The kept notes of a session that is held, by patient."""
    wanted, patient = set(patient_ids), OF_NOTE.index("patient_id")
    rows = _notes().rows(program=held.program_id, session=held.pk)
    found = instances(Note, OF_NOTE, (row for row in rows if row[patient] in wanted))
    return {note.patient_id: note for note in found}


def held_summary(held: Session) -> Summary | None:
    """The shared summary of a session that is held, if anyone has begun it."""
    rows = _summary().rows(program=held.program_id, session=held.pk)
    return next(iter(instances(Summary, OF_SUMMARY, rows)), None)


class Writers:
    """Who wrote some rows last: asked in one statement, and only when words clash."""

    def __init__(self, rows: Sequence[Note | Summary]) -> None:
        self.rows = rows

    def of(self, row: Note | Summary) -> str:
        return self._names.get(row.edited_by_id, "someone")

    @cached_property
    def _names(self) -> dict[UUID | None, str]:
        ids = {row.edited_by_id for row in self.rows if row.edited_by_id}
        if not ids:
            return {}
        staff = Staff.objects.in_program(self.rows[0].program_id).filter(pk__in=ids)
        return {each.pk: each.display_name for each in staff}


@cache
def _notes() -> Prepared:
    def build(program: UUID, session: UUID) -> Any:
        kept = Note.objects.in_program(program).kept()
        return kept.filter(session_id=session).values_list(*OF_NOTE)

    return Prepared(build, MARKS)


@cache
def _summary() -> Prepared:
    def build(program: UUID, session: UUID) -> Any:
        found = Summary.objects.in_program(program).filter(session_id=session)
        return found.values_list(*OF_SUMMARY)

    return Prepared(build, MARKS)
