"""What notes tell where a consent lets it leave (`wiring.py`).

Of signed notes: the day, the goal, how it went and the next step. The clinician's own
sentence, the quote, the shared text of a group and counseling notes stay here. Words in
which somebody else of the group may be named are left out, whole.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Q

from daybridge.attendance.models import Attendance
from daybridge.consents.sections import Section
from daybridge.notes.models import Note
from daybridge.notes.names import index_of
from daybridge.people.models import Patient
from daybridge.rules.consent import Item
from daybridge.rules.name_index import NameIndex
from daybridge.rules.names_in_text import find_names
from daybridge.schedule.occurrences import instant

MOST = 60  # notes, the newest first
LEFT_OUT = "(left out: it may name somebody else)"


def goals(*, patient: Any, first: date, last: date) -> list[Section]:
    """The goals that were worked on, each once, the newest first."""
    notes, others = _signed(patient, first, last), _others(patient, first, last)
    days: dict[str, str] = {}
    for note in notes:
        if note.goal.strip():
            days.setdefault(_safe(note.goal, others), _day(patient, note))
    rows = tuple((goal, day) for goal, day in days.items())
    data = [{"goal": goal, "last_worked_on": day} for goal, day in rows]
    text = "" if rows else "No goal is written in the notes of the last 90 days."
    return [Section(Item.CARE_PLAN, text, ("Goal", "Last worked on"), rows, data)]


def progress(*, patient: Any, first: date, last: date) -> list[Section]:
    """How the sessions of the last weeks went."""
    notes, others = _signed(patient, first, last), _others(patient, first, last)
    rows = tuple(
        (
            _day(patient, note),
            note.get_kind_display(),
            _safe(note.goal, others),
            _went(note),
            _safe(note.next_step, others),
        )
        for note in notes
    )
    head = ("Day", "Session", "Goal", "How it went", "Next step")
    keys = ("on", "session", "goal", "went", "next_step")
    data = [dict(zip(keys, row, strict=True)) for row in rows]
    text = "" if rows else "No note was signed in the last 90 days."
    return [Section(Item.PROGRESS, text, head, rows, data)]


def _signed(patient: Any, first: date, last: date) -> Sequence[Note]:
    rows = Note.objects.in_program(patient.program_id).kept()
    rows = rows.filter(patient=patient, signed_at__isnull=False)
    rows = rows.filter(happened_at__range=_between(patient, first, last))
    return list(rows.order_by("-happened_at", "-pk")[:MOST])


def _others(patient: Any, first: date, last: date) -> NameIndex:
    """The names of all who had a place in a session together with this patient."""
    places = Attendance.objects.in_program(patient.program_id)
    places = places.filter(starts_at__range=_between(patient, first, last))
    sessions = places.filter(patient=patient).values("session_id")
    together = places.filter(session__in=sessions).values("patient_id")
    people = Patient.objects.in_program(patient.program_id).filter(
        Q(pk__in=together), ~Q(pk=patient.pk)
    )
    return index_of(list(people))


def _between(patient: Any, first: date, last: date) -> tuple[Any, Any]:
    zone = patient.program.zone
    return (
        instant(first, time(), zone),
        instant(last + timedelta(days=1), time(), zone),
    )


def _safe(text: str, others: NameIndex) -> str:
    words = " ".join(text.split())
    return LEFT_OUT if find_names(words, others) else words


def _went(note: Note) -> str:
    """Participation and response in the words of the card."""
    said = (note.get_participation_display(), note.get_response_display())
    return ". ".join(filter(None, said))


def _day(patient: Any, note: Note) -> str:
    return str(patient.program.day_of(note.happened_at).isoformat())
