"""One patient's chart as one story, newest first, in one statement a page.

The caller has passed the gate for this patient's chart (`reading.chart_or_refused`);
the statement here only names the program and the patient.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.notes.queries.happenings import LIMIT, Happening, happenings
from daybridge.notes.reading import reads_own_only
from daybridge.people.models import Patient

PAGE_SIZE = LIMIT - 1


class Part(StrEnum):
    """The filters of a chart."""

    ALL = "all"
    NOTES = "notes"
    ATTENDANCE = "attendance"
    CARE = "care"


KINDS_OF = {
    Part.ALL: ("attendance", "note", "addendum", "care"),
    Part.NOTES: ("note", "addendum"),
    Part.ATTENDANCE: ("attendance",),
    Part.CARE: ("care",),
}


class NoteInStory(NamedTuple):
    """One note as the story shows it."""

    pk: UUID
    session_id: UUID | None
    happened_at: datetime
    kind: str
    session_title: str | None
    author: str  # as people read the name
    sentence: str
    minutes: int
    format: str
    signed_text: str
    signed_at: datetime | None
    signed_as: str
    co_signature_needed: bool
    co_signed_at: datetime | None
    co_signed_as: str


class Entry(NamedTuple):
    """One moment of the story: a session, a note, an addendum or a change of care."""

    at: datetime
    kind: str
    key: UUID
    facts: Happening
    note: NoteInStory | None = None


class StoryPage(NamedTuple):
    entries: list[Entry]
    older: str  # the moment before which the next page begins, or ""


def story_page(
    patient: Patient, viewer: Viewer, *, part: Part, before: datetime | None
) -> StoryPage:
    """A page of the story that ends before a moment."""
    own_only = reads_own_only(viewer)
    kinds = KINDS_OF[part]
    if own_only:
        kinds = tuple(kind for kind in kinds if kind == "note")
    if not kinds:
        return StoryPage([], "")
    found = [
        Entry(row.at, row.kind, row.key, row, note_of(row))
        for row in happenings(
            patient,
            kinds=kinds,
            before=before,
            now=viewer.at,
            author=viewer.staff_id if own_only else None,
        )
    ]
    found.sort(key=attrgetter("at", "kind", "key"), reverse=True)
    page, older = _cut(found)
    return StoryPage(_joined(page), older)


def note_of(row: Happening) -> NoteInStory | None:
    """The note that a row is, if it is one."""
    if row.kind != "note":
        return None
    return NoteInStory(
        row.key, row.ref, row.at, row.state, row.title, (row.who or "").strip(),
        row.words or "", row.number or 0, row.more, row.signed_text, row.first_at,
        row.signed_as, bool(row.amount), row.last_at, row.co_signed_as,
    )  # fmt: skip


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
    places = {entry.facts.ref for entry in entries if entry.kind == "attendance"}
    return [
        _with_its_note(entry, notes)
        for entry in entries
        if entry.note is None or entry.note.session_id not in places
    ]


def _with_its_note(entry: Entry, notes: Mapping[UUID, NoteInStory]) -> Entry:
    session_id = entry.facts.ref if entry.kind == "attendance" else None
    note = notes.get(session_id) if session_id else None
    return entry if note is None else entry._replace(note=note)
