"""The text of a note about an individual session, as shown and as signed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from daybridge.notes.composing import Composed, card_of
from daybridge.notes.models import Note
from daybridge.rules import note_format
from daybridge.rules.note_format import Section
from daybridge.rules.wording import hours_and_minutes

LONGEST_MINUTES = 8 * 60


def compose_individual(note: Note, *, style: str, zone: ZoneInfo) -> Composed:
    """Compose an individual note in the program's format from what is on its card."""
    card = card_of(note, None)
    body = note_format.compose_note(
        card, group_summary="", note_format=note_format.NoteFormat(style)
    )
    sections = (Section("Session", _heading(note, zone)), *body)
    text = note_format.canonical_text(sections)
    missing = [gap.sentence for gap in note_format.missing_parts(card)]
    if not note.minutes:
        missing.insert(0, "Say how many minutes the session took.")
    return Composed(
        note.patient_id, sections, text, note_format.text_hash(text), tuple(missing)
    )


def _heading(note: Note, zone: ZoneInfo) -> str:
    start = note.happened_at.astimezone(zone)
    end = start + timedelta(minutes=note.minutes)
    day = f"{start:%B} {start.day}, {start.year}"
    return "\n".join(
        (
            note.get_kind_display(),
            f"{day}, {_clock(start)} to {_clock(end)}",
            f"{hours_and_minutes(note.minutes)} with {note.author.display_name}",
        )
    )


def _clock(moment: datetime) -> str:
    hour = moment.hour % 12 or 12
    return f"{hour}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"
