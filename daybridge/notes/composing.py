"""The text of one patient's note of one session, as it is shown and as it is signed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from daybridge.attendance.models import Attendance, Mark
from daybridge.notes.models import Note, Summary
from daybridge.rules import note_format
from daybridge.rules.note_format import Section
from daybridge.rules.wording import listed
from daybridge.schedule.models import Session

AWAY = {
    Mark.NO_SHOW: "Did not come and did not call ahead.",
    Mark.EXCUSED: "Excused from this session.",
}


@dataclass(frozen=True, slots=True)
class Composed:
    """A note as it would be signed now."""

    patient_id: UUID
    sections: tuple[Section, ...]
    text: str
    digest: str  # of the text; a signature says which digest it was given to
    missing: tuple[str, ...]  # sentences; empty means complete

    @property
    def is_complete(self) -> bool:
        return not self.missing


def compose(
    *,
    attendance: Attendance,
    note: Note | None,
    summary: Summary | None,
    session: Session,
    style: str,
    zone: ZoneInfo,
) -> Composed:
    """Compose one note in the program's format from what is on the card."""
    heading = Section("Session", _heading(session, attendance, zone))
    missing: tuple[str, ...]
    if attendance.mark in AWAY:
        body, missing = _away(attendance, note), ()
    else:
        body, missing = _present(note, summary, style)
    if attendance.mark == Mark.EXPECTED:
        missing = ("Say whether they came.", *missing)
    sections = (heading, *body)
    text = note_format.canonical_text(sections)
    return Composed(
        attendance.patient_id, sections, text, note_format.text_hash(text), missing
    )


def card_of(note: Note | None, summary: Summary | None) -> note_format.Card:
    """The rulebook's card: ratings in words, the shared next step where none is own."""
    if note is None:
        return note_format.Card(next_step=summary.next_step if summary else "")
    shared = summary.next_step if summary else ""
    return note_format.Card(
        goal=note.goal,
        participation=note.get_participation_display(),
        affect=note.get_affect_display(),
        response=note.get_response_display(),
        own_sentence=note.sentence,
        patient_words=note.quote,
        next_step=note.next_step.strip() or shared,
        risk=note.get_risk_display() or note_format.Risk.NONE_RAISED,
        risk_note=note.risk_note,
    )


def own_words(note: Note | None) -> str:
    """What was written about this patient alone: what the likeness meter compares."""
    if note is None:
        return ""
    return "\n".join(filter(None, (note.sentence, note.quote, note.next_step)))


def _present(
    note: Note | None, summary: Summary | None, style: str
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    card = card_of(note, summary)
    sections = note_format.compose_note(
        card,
        group_summary=summary.text if summary else "",
        note_format=note_format.NoteFormat(style),
    )
    return sections, tuple(gap.sentence for gap in note_format.missing_parts(card))


def _away(attendance: Attendance, note: Note | None) -> tuple[Section, ...]:
    """A missed session is a short note of its own: nothing of the group enters it."""
    reason = attendance.absence_reason.strip()
    known = [AWAY[Mark(attendance.mark)], reason, note.sentence if note else ""]
    lines = "\n".join(note_format.tidy(line) for line in known if line.strip())
    plan = (note.next_step if note else "").strip() or "Reach out the same day."
    return Section("Attendance", lines), Section("Plan", note_format.tidy(plan))


def _heading(session: Session, attendance: Attendance, zone: ZoneInfo) -> str:
    start = session.starts_at.astimezone(zone)
    title = ": ".join(filter(None, (session.title, session.topic_title)))
    planned = f"{start:%B} {start.day}, {start.year}, {_clock(start)}"
    planned += f" to {_clock(session.ends_at.astimezone(zone))}"
    leaders = [session.leader, session.co_leader]
    led = listed([person.display_name for person in leaders if person])
    return "\n".join(
        filter(None, (title, planned, f"Led by {led}", _stay(attendance, zone)))
    )


def _stay(attendance: Attendance, zone: ZoneInfo) -> str:
    if attendance.arrived_at is None:
        return ""
    where = attendance.get_mode_display().lower()
    until = ""
    if attendance.left_at is not None:
        until = f" to {_clock(attendance.left_at.astimezone(zone))}"
    arrived = _clock(attendance.arrived_at.astimezone(zone))
    return f"Attended from {arrived}{until}, {attendance.minutes} minutes, {where}"


def _clock(moment: datetime) -> str:
    hour = moment.hour % 12 or 12
    return f"{hour}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"
