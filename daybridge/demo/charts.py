"""The notes of a session: a summary, a card for each who came, most of them signed."""

from datetime import datetime, timedelta
from typing import Any

from daybridge.demo.clinic import Clinic
from daybridge.demo.draw import Draw
from daybridge.demo.groups import Held
from daybridge.demo.people import Hired
from daybridge.demo.place import Place
from daybridge.demo.signing import STYLE, Desk
from daybridge.demo.writing import Words, card, summary
from daybridge.notes.models import Note, Summary

OPEN_PERCENT = 40  # of yesterday's notes
CO_SIGNED_AFTER_DAYS = 4


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
    desk = Desk(held, text)
    for place in came:
        author = held.leader
        if held.co_leader and draw.percent(33):
            author = held.co_leader
        _note(clinic, draw, desk, place, author, written_at)


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
        clinic.trail.keep(
            draw, "notes.signed", author, target_type="notes.Note",
            target_id=row["id"], patient_id=who.id, at=signed_at,
        )  # fmt: skip
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
    text, digest = desk.sign(place, words)
    signature = {
        "format": STYLE, "signed_text": text, "signed_digest": digest,
        "signed_at": signed_at, "signed_by_id": author.id, "signed_as": author.signs_as,
        "minutes": place.minutes, "co_signature_needed": not author.is_licensed,
    }  # fmt: skip
    if (
        not author.is_licensed
        and (clinic.today - place.held.on).days > CO_SIGNED_AFTER_DAYS
    ):
        supervisor = clinic.with_role("supervisor")[0]
        signature |= {
            "co_signed_at": signed_at + timedelta(hours=16),
            "co_signed_by_id": supervisor.id,
            "co_signed_as": supervisor.signs_as,
        }
    return signature
