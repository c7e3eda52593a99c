"""The text that is signed, made by the notes room itself but not once for every note.

The notes room composes one note per shape (with a quotation or without, with a risk or
without) around marked places; the words of each note then go into those places. A test
composes every note of a demo again and compares.
"""

import re
from datetime import datetime
from typing import Any

from daybridge.attendance.models import Attendance
from daybridge.demo.clinic import ZONE
from daybridge.demo.groups import Held
from daybridge.demo.place import Place
from daybridge.demo.writing import Words
from daybridge.notes.composing import compose
from daybridge.notes.models import Note, Summary
from daybridge.rules.note_format import Affect, Participation, Response, text_hash
from daybridge.schedule.models import Session

STYLE = "DAP"
RATINGS = frozenset({"participation", "affect", "response"})
MARKED = re.compile(r"⟦(\w+)⟧")
NO_MINUTES = 99_999  # a number no stay has: marks the line of the stay
LABELS = {
    word.name.lower(): word.value for words in (Participation, Affect, Response)
    for word in words
}  # fmt: skip
Pieces = list[str]  # words, name of a place, words, …

_stays: dict[tuple[Any, ...], str] = {}


class Desk:
    """Where the notes of one session are composed."""

    def __init__(self, held: Held, summary: str) -> None:
        self._held = held
        self._summary = Summary(text=summary)
        self._session = Session(
            title=held.title, topic_text=held.topic, starts_at=held.starts_at,
            ends_at=held.ends_at, leader=held.leader.as_staff(),
            co_leader=held.co_leader.as_staff() if held.co_leader else None,
        )  # fmt: skip
        self._note, self._attendance = Note(), Attendance(mark="attended")
        self._wall = held.starts_at.astimezone(ZONE).time()
        self._shapes: dict[tuple[bool, str], Pieces] = {}

    def sign(self, place: Place, words: Words) -> tuple[str, str]:
        """The text of one note, and the digest that a signature covers."""
        shape = (bool(words.quote), words.risk)
        pieces = self._shapes.get(shape)
        if pieces is None:
            pieces = self._shapes[shape] = self._shape(*shape)
        filled = [
            self._said(piece, place, words) if number % 2 else piece
            for number, piece in enumerate(pieces)
        ]
        text = "".join(filled)
        return text, text_hash(text)

    def _said(self, name: str, place: Place, words: Words) -> str:
        if name == "stay":
            return self._stay(place)
        value: str = getattr(words, name)
        return (
            LABELS[value] if name in ("participation", "affect", "response") else value
        )

    def _shape(self, has_quote: bool, risk: str) -> Pieces:
        names = ("goal", "participation", "affect", "response", "sentence", "next_step")
        note = self._note
        for name in names:
            setattr(note, name, f"⟦{name}⟧")
        note.risk = risk
        note.quote = "⟦quote⟧" if has_quote else ""
        note.risk_note = "⟦risk_note⟧" if risk != "none_raised" else ""
        held = self._held
        text = self._compose(
            note, held.starts_at, held.ends_at, NO_MINUTES, "in_person"
        )
        lines = [
            "⟦stay⟧" if f"{NO_MINUTES} minutes" in line else line
            for line in text.split("\n")
        ]
        return MARKED.split("\n".join(lines))

    def _stay(self, place: Place) -> str:
        """The line that says from when to when somebody was there."""
        arrived_at, left_at = place.arrived_at, place.left_at
        if arrived_at is None or left_at is None:
            return ""
        key = (
            self._wall, arrived_at - self._held.starts_at,
            left_at - self._held.starts_at, place.minutes, place.mode,
        )  # fmt: skip
        line = _stays.get(key)
        if line is None:
            text = self._compose(
                self._note, arrived_at, left_at, place.minutes, place.mode
            )
            said = f"{place.minutes} minutes"
            line = next(line for line in text.split("\n") if said in line)
            _stays[key] = line
        return line

    def _compose(
        self,
        note: Note,
        arrived_at: datetime,
        left_at: datetime,
        minutes: int,
        mode: str,
    ) -> str:
        attendance = self._attendance
        attendance.mode, attendance.minutes = mode, minutes
        attendance.arrived_at, attendance.left_at = arrived_at, left_at
        return compose(
            attendance=attendance, note=note, summary=self._summary,
            session=self._session, style=STYLE, zone=ZONE,
        ).text  # fmt: skip
