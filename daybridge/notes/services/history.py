"""Keep how a text read before it is overwritten, often enough that nothing is lost.

A version is kept when another person goes on writing, when five minutes have passed
since the last save, and whenever a text gets shorter by more than a word or two.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from daybridge.access.prepared import instances
from daybridge.access.viewer import Viewer
from daybridge.audit.versions import remember
from daybridge.bulk import every_column
from daybridge.notes.cards import CARD_FIELDS, SUMMARY_FIELDS
from daybridge.notes.models import Note, Summary

WORDS = tuple(name for name in every_column(Note) if name in CARD_FIELDS)
EVERY = timedelta(minutes=5)
SHORTER_BY_CHARACTERS = 20


def keep_former_cards(
    notes: Sequence[Note],
    *,
    former: Mapping[UUID, Mapping[str, str]],
    by: Viewer,
    at: datetime,
) -> None:
    """Keep the former texts of the notes about to be overwritten, in one statement."""
    worth_keeping = [
        (note.pk, note.program_id, *(former[note.patient_id][name] for name in WORDS))
        for note in notes
        if note.patient_id in former
        and (_is_due(note, by=by, at=at) or _is_shorter(note, former[note.patient_id]))
    ]
    if worth_keeping:
        were = instances(Note, ("id", "program_id", *WORDS), worth_keeping)
        remember(were, fields=CARD_FIELDS, by=by.actor, at=at)


def keep_former_summary(
    summary: Summary, *, former: Mapping[str, str], by: Viewer, at: datetime
) -> None:
    """Keep the former text of a summary about to be overwritten."""
    if _is_due(summary, by=by, at=at) or _is_shorter(summary, former):
        was = Summary(id=summary.pk, program_id=summary.program_id, **former)
        remember([was], fields=SUMMARY_FIELDS, by=by.actor, at=at)


def _is_due(row: Note | Summary, *, by: Viewer, at: datetime) -> bool:
    if row.edited_at is None:
        return False
    return row.edited_by_id != by.staff_id or at - row.edited_at > EVERY


def _is_shorter(row: Note | Summary, former: Mapping[str, str]) -> bool:
    for field, text in former.items():
        if len(text) - len(getattr(row, field)) > SHORTER_BY_CHARACTERS:
            return True
    return False
