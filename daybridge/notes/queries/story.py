"""One patient's chart as one story, newest first, in two statements a page.

The caller has passed the gate for this patient's chart (`reading.readable_charts`); the
statements here only name the program and the patient.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.notes.models import Note
from daybridge.notes.queries.happenings import happenings
from daybridge.notes.reading import reads_own_only
from daybridge.notes.sections import sections_of
from daybridge.people.models import Patient
from daybridge.rules.note_format import Section

PAGE_SIZE = 25
SHOWN = (
    "kind", "session__title", "happened_at", "sentence", "minutes", "format",
    "signed_text", "signed_at", "signed_as", "co_signature_needed", "co_signed_at",
    "co_signed_as", "author__preferred_name", "author__legal_first_name",
    "author__legal_last_name",
)  # fmt: skip


class Part(StrEnum):
    """The filters of a chart."""

    ALL = "all"
    NOTES = "notes"
    ATTENDANCE = "attendance"
    CARE = "care"


@dataclass(frozen=True, slots=True)
class NoteInStory:
    """One note as the story shows it."""

    note: Note
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment of the story: a session, a note, an addendum or a change of care."""

    at: datetime
    kind: str
    key: UUID
    facts: Mapping[str, Any]
    note: NoteInStory | None = None


@dataclass(frozen=True, slots=True)
class StoryPage:
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
    return [
        Entry(row["at"], row["kind"], row["key"], row) for row in rows[: PAGE_SIZE + 1]
    ]


def _written(
    patient: Patient, viewer: Viewer, part: Part, before: datetime | None
) -> list[Entry]:
    if part not in (Part.ALL, Part.NOTES):
        return []
    notes = (
        Note.objects.in_program(patient.program_id).kept().filter(patient_id=patient.pk)
    )
    if reads_own_only(viewer):
        notes = notes.filter(author_id=viewer.staff_id)
    if before is not None:
        notes = notes.filter(happened_at__lt=before)
    notes = (
        notes.select_related("author", "session")
        .only(*SHOWN)
        .order_by("-happened_at", "-pk")
    )
    return [
        Entry(
            note.happened_at, "note", note.pk, {}, NoteInStory(note, sections_of(note))
        )
        for note in notes[: PAGE_SIZE + 1]
    ]


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
        entry.note.note.session_id: entry
        for entry in entries
        if entry.note is not None and entry.note.note.session_id
    }
    places = {entry.facts["ref"] for entry in entries if entry.kind == "attendance"}
    return [
        replace(entry, note=notes[entry.facts["ref"]].note)
        if entry.kind == "attendance" and entry.facts["ref"] in notes
        else entry
        for entry in entries
        if not (entry.note is not None and entry.note.note.session_id in places)
    ]
