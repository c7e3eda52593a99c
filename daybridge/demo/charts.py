"""The notes of a session: a summary, a card for each who came, most of them signed.

The text that is signed comes from the notes room itself, so a demo note reads, prints
and verifies like any other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from daybridge.attendance.models import Attendance
from daybridge.demo.clinic import ZONE, Clinic, Hired
from daybridge.demo.draw import Draw
from daybridge.demo.groups import Held
from daybridge.demo.place import Place
from daybridge.demo.trail import keep
from daybridge.demo.writing import Words, card, summary
from daybridge.notes.composing import compose
from daybridge.notes.models import Note, Summary
from daybridge.schedule.models import Session

STYLE = "DAP"
OPEN_PERCENT = 40  # of yesterday's notes


@dataclass(slots=True)
class Desk:
    """Scratch rows that are filled in again for each note, never saved themselves."""

    session: Session
    summary: Summary
    note: Note
    attendance: Attendance


def write_up(clinic: Clinic, draw: Draw, held: Held, places: list[Place]) -> None:
    """Write the summary and the notes of one past session."""
    came = [place for place in places if place.mark == "attended"]
    if not came:
        return
    text = summary(draw, held.topic)
    written_at = held.ends_at + timedelta(minutes=draw.between(5, 30))
    clinic.bulk.add(
        Summary, id=draw.id(written_at), program_id=clinic.program_id,
        created_at=written_at, session_id=held.id, text=text,
        edited_by_id=held.leader.id, edited_at=written_at,
    )  # fmt: skip
    desk = _desk(held, text)
    for place in came:
        author = held.leader
        if held.co_leader and draw.percent(33):
            author = held.co_leader
        _note(clinic, draw, desk, place, author, written_at)


def _desk(held: Held, text: str) -> Desk:
    session = Session(
        title=held.title, topic_text=held.topic, starts_at=held.starts_at,
        ends_at=held.ends_at, leader=held.leader.as_staff(),
        co_leader=held.co_leader.as_staff() if held.co_leader else None,
    )  # fmt: skip
    return Desk(session, Summary(text=text), Note(), Attendance())


def _note(
    clinic: Clinic,
    draw: Draw,
    desk: Desk,
    place: Place,
    author: Hired,
    written_at: datetime,
) -> None:
    who, held = place.who, place.held
    words = card(
        draw, name=who.called, goal=who.goal, topic=held.topic, substance=who.substance
    )
    row: dict[str, Any] = {
        "id": draw.id(written_at), "program_id": clinic.program_id,
        "created_at": written_at, "patient_id": who.id, "session_id": held.id,
        "author_id": author.id, "happened_at": held.starts_at,
        "edited_by_id": author.id, "edited_at": written_at, "goal": words.goal,
        "participation": words.participation, "affect": words.affect,
        "response": words.response, "sentence": words.sentence, "quote": words.quote,
        "next_step": words.next_step, "risk": words.risk, "risk_note": words.risk_note,
    }  # fmt: skip
    if held.on < clinic.last_worked_on or not draw.percent(OPEN_PERCENT):
        signed_at = written_at + timedelta(minutes=draw.between(2, 90))
        row |= _signature(clinic, desk, place, words, author, signed_at)
        keep(
            clinic,
            draw,
            "notes.signed",
            author,
            "notes.Note",
            row["id"],
            who.id,
            signed_at,
        )
    elif draw.percent(50):
        row |= {"response": "", "sentence": "", "next_step": ""}  # begun, not finished
    clinic.bulk.add(Note, **row)


def _signature(
    clinic: Clinic,
    desk: Desk,
    place: Place,
    words: Words,
    author: Hired,
    signed_at: datetime,
) -> dict[str, Any]:
    note, attendance = desk.note, desk.attendance
    note.goal, note.participation, note.affect = (
        words.goal,
        words.participation,
        words.affect,
    )
    note.response, note.sentence, note.quote = (
        words.response,
        words.sentence,
        words.quote,
    )
    note.next_step, note.risk, note.risk_note = (
        words.next_step,
        words.risk,
        words.risk_note,
    )
    attendance.patient_id, attendance.mark = place.who.id, place.mark
    attendance.mode, attendance.minutes = place.mode, place.minutes
    attendance.arrived_at, attendance.left_at = place.arrived_at, place.left_at
    composed = compose(
        attendance=attendance, note=note, summary=desk.summary, session=desk.session,
        style=STYLE, zone=ZONE,
    )  # fmt: skip
    signature = {
        "format": STYLE, "signed_text": composed.text, "signed_digest": composed.digest,
        "signed_at": signed_at, "signed_by_id": author.id, "signed_as": author.signs_as,
        "minutes": place.minutes, "co_signature_needed": not author.is_licensed,
    }  # fmt: skip
    if not author.is_licensed and (clinic.today - place.held.on).days > 4:
        supervisor = clinic.with_role("supervisor")[0]
        signature |= {
            "co_signed_at": signed_at + timedelta(hours=16),
            "co_signed_by_id": supervisor.id,
            "co_signed_as": supervisor.signs_as,
        }
    return signature
