"""One patient's chart as one story, newest first, in two statements a page.

The caller has passed the gate for this patient's chart (`reading.readable_charts`); the
statements here only name the program and the patient.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import UUIDField

from daybridge.access.prepared import Place, Prepared
from daybridge.access.viewer import Viewer
from daybridge.notes.models import Note
from daybridge.notes.queries.happenings import MARKS, Happening, happenings
from daybridge.notes.reading import reads_own_only
from daybridge.people.models import Patient

PAGE_SIZE = 25
SHOWN = (
    "id", "session_id", "happened_at", "kind", "session__title", "sentence", "minutes",
    "format", "signed_text", "signed_at", "signed_as", "co_signature_needed",
    "co_signed_at", "co_signed_as", "author__preferred_name",
    "author__legal_first_name", "author__legal_last_name",
)  # fmt: skip
AUTHOR: Place = (UUIDField(), UUID(int=3))


class Part(StrEnum):
    """The filters of a chart."""

    ALL = "all"
    NOTES = "notes"
    ATTENDANCE = "attendance"
    CARE = "care"


class NoteInStory(NamedTuple):
    """One note as the story shows it: the columns of `SHOWN`, in their order."""

    pk: UUID
    session_id: UUID | None
    happened_at: datetime
    kind: str
    session_title: str | None
    sentence: str
    minutes: int
    format: str
    signed_text: str
    signed_at: datetime | None
    signed_as: str
    co_signature_needed: bool
    co_signed_at: datetime | None
    co_signed_as: str
    author_preferred_name: str
    author_first_name: str
    author_last_name: str

    @property
    def author(self) -> str:
        """The author's name as people read it."""
        called = self.author_preferred_name or self.author_first_name
        return f"{called} {self.author_last_name}".strip()


class Entry(NamedTuple):
    """One moment of the story: a session, a note, an addendum or a change of care."""

    at: datetime
    kind: str
    key: UUID
    facts: Happening | None
    note: NoteInStory | None = None


class StoryPage(NamedTuple):
    entries: list[Entry]
    older: str  # the moment before which the next page begins, or ""


def story_page(
    patient: Patient, viewer: Viewer, *, part: Part, before: datetime | None
) -> StoryPage:
    """A page of the story that ends before a moment."""
    found = [
        *_happened(patient, viewer, part, before),
        *_written(patient, viewer, part, before),
    ]
    found.sort(key=attrgetter("at", "kind", "key"), reverse=True)
    page, older = _cut(found)
    return StoryPage(_joined(page), older)


def _happened(
    patient: Patient, viewer: Viewer, part: Part, before: datetime | None
) -> list[Entry]:
    if reads_own_only(viewer):
        return []
    kinds = {
        Part.ALL: ("attendance", "care", "addendum"),
        Part.NOTES: ("addendum",),
        Part.ATTENDANCE: ("attendance",),
        Part.CARE: ("care",),
    }[part]
    rows = happenings(patient, kinds=kinds, before=before, now=viewer.at)
    return [Entry(row.at, row.kind, row.key, row) for row in rows]


def _written(
    patient: Patient, viewer: Viewer, part: Part, before: datetime | None
) -> list[Entry]:
    if part not in (Part.ALL, Part.NOTES):
        return []
    statement = _statement(own_only=reads_own_only(viewer), is_cut=before is not None)
    rows = statement.rows(
        program=patient.program_id,
        patient=patient.pk,
        author=viewer.staff_id,
        before=before,
    )
    notes = [NoteInStory._make(row) for row in rows]
    return [Entry(note.happened_at, "note", note.pk, None, note) for note in notes]


@cache
def _statement(*, own_only: bool, is_cut: bool) -> Prepared:
    """The notes of a page, compiled at its first use."""
    marks = {name: MARKS[name] for name in ("program", "patient")}
    if own_only:
        marks["author"] = AUTHOR
    if is_cut:
        marks["before"] = MARKS["before"]
    return Prepared(_rows, marks)


def _rows(
    program: UUID,
    patient: UUID,
    author: UUID | None = None,
    before: datetime | None = None,
) -> Any:
    """The newest notes, in any order; picked by the index, before they are joined."""
    notes = Note.objects.in_program(program).kept().filter(patient_id=patient)
    if author is not None:
        notes = notes.filter(author_id=author)
    if before is not None:
        notes = notes.filter(happened_at__lt=before)
    newest = notes.order_by("-happened_at").values("pk")[: PAGE_SIZE + 1]
    picked = Note.objects.in_program(program).filter(pk__in=newest)
    return picked.order_by().values_list(*SHOWN)


def _cut(entries: list[Entry]) -> tuple[list[Entry], str]:
    """The page, and where the next one begins; what shares a moment stays together."""
    if len(entries) <= PAGE_SIZE:
        return entries, ""
    first_left_out = entries[PAGE_SIZE].at
    page = [entry for entry in entries[:PAGE_SIZE] if entry.at > first_left_out]
    if not page:  # a whole page of one moment: show it all and go on before it
        page = [entry for entry in entries if entry.at == first_left_out]
    return page, page[-1].at.isoformat()


def _joined(entries: Iterable[Entry]) -> list[Entry]:
    """Put the note of a session into the entry of its attendance."""
    entries = list(entries)
    notes = {
        entry.note.session_id: entry.note
        for entry in entries
        if entry.note is not None and entry.note.session_id
    }
    places = {
        entry.facts.ref
        for entry in entries
        if entry.facts is not None and entry.kind == "attendance"
    }
    return [
        _with_its_note(entry, notes)
        for entry in entries
        if entry.note is None or entry.note.session_id not in places
    ]


def _with_its_note(entry: Entry, notes: Mapping[UUID, NoteInStory]) -> Entry:
    facts = entry.facts if entry.kind == "attendance" else None
    session_id = facts.ref if facts is not None else None
    note = notes.get(session_id) if session_id else None
    return entry if note is None else entry._replace(note=note)
