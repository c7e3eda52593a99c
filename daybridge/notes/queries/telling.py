"""The words of each moment of a story: title, icon, tone, and what is worth saying."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.intake.models import DischargeReason
from daybridge.notes.models import Note
from daybridge.notes.queries.happenings import Happening
from daybridge.notes.queries.story import Entry, NoteInStory
from daybridge.rules import time_in_care
from daybridge.rules.time_in_care import Grace, Interval, Presence, presence_of
from daybridge.rules.wording import count_of, hours_and_minutes

TONES = {
    Presence.NO_SHOW: ("calendar-x", "needs"),
    Presence.EXCUSED: ("circle-slash", "quiet"),
    Presence.EXPECTED: ("circle-dashed", ""),
}


class Moment(NamedTuple):
    """One moment as the chart shows it."""

    key: UUID
    title: str
    icon: str
    tone: str
    at: datetime | None  # a moment with its time of day
    on: date | None  # or a day alone
    state: str = ""
    words: str = ""
    who: str = ""
    detail: str = ""
    session_id: UUID | None = None
    note_id: UUID | None = None  # of an addendum
    note: NoteInStory | None = None


Teller = Callable[[Entry, Happening, Viewer], Moment]


def tell(entry: Entry, viewer: Viewer) -> Moment:
    """Say one moment in words."""
    if entry.note is not None and entry.kind == "note":
        return _note(entry, entry.note)
    return TELLERS[entry.kind](entry, entry.facts, viewer)


def _attendance(entry: Entry, facts: Happening, viewer: Viewer) -> Moment:
    presence = _presence(facts, viewer)
    icon, tone = TONES.get(presence, ("calendar-check", "settled"))
    detail = facts.more
    if facts.state == Mark.ATTENDED:
        detail = hours_and_minutes(facts.number or 0)
        if facts.more == Attendance.Mode.TELEHEALTH:
            detail += ", by telehealth"
    return Moment(
        entry.key, facts.title or "", icon, tone, entry.at, None,
        state=presence.value, words=facts.words or "", who=facts.who or "",
        detail=detail, session_id=facts.ref, note=entry.note,
    )  # fmt: skip


def _presence(facts: Happening, viewer: Viewer) -> Presence:
    if facts.state == Mark.EXPECTED:
        return Presence.EXPECTED
    return presence_of(
        time_in_care.Attendance(
            session=Interval(facts.at, facts.ends_at or facts.at),
            arrived_at=facts.first_at,
            left_at=facts.last_at,
            excused=facts.state == Mark.EXCUSED,
            marked_no_show=facts.state == Mark.NO_SHOW,
        ),
        now=viewer.at,
        grace=_grace(viewer.program.grace_minutes),
    )


@cache
def _grace(minutes: int) -> Grace:
    return Grace(minutes, minutes, "program")


def _note(entry: Entry, note: NoteInStory) -> Moment:
    return Moment(
        entry.key,
        KINDS[note.kind] if note.session_title is None else note.session_title,
        "file-check" if note.signed_at else "file-pen-line",
        "settled" if note.signed_at else "needs",
        entry.at,
        None,
        who=note.author,
        session_id=note.session_id,
        note=note,
        detail=hours_and_minutes(note.minutes) if note.minutes else "",
    )


def _addendum(entry: Entry, facts: Happening, viewer: Viewer) -> Moment:
    return Moment(
        entry.key, "Addendum", "file-plus", "action", entry.at, None,
        words=facts.words or "", who=facts.who or "", note_id=facts.ref,
    )  # fmt: skip


def _change(icon: str, say: Callable[[Happening], str]) -> Teller:
    """A teller of a change of care, which has a day and no time."""

    def told(entry: Entry, facts: Happening, viewer: Viewer) -> Moment:
        day = entry.at.astimezone(UTC).date()
        return Moment(
            entry.key, say(facts), icon, "action", None, day,
            words=facts.words or "", who=facts.who or "",
        )  # fmt: skip

    return told


def _discharge(facts: Happening) -> str:
    reason = REASONS.get(facts.state)
    return f"Discharged: {reason}" if reason else "Discharged"


def _dose(facts: Happening) -> str:
    hours = hours_and_minutes(facts.number or 0)
    return f"Dose ordered: {hours} a week on {count_of(facts.amount or 0, 'day')}"


KINDS: dict[str, str] = dict(Note.Kind.choices)
REASONS: dict[str, str] = dict(DischargeReason.choices)
TELLERS: dict[str, Teller] = {
    "attendance": _attendance,
    "addendum": _addendum,
    "admitted": _change("door-open", lambda facts: "Admitted"),
    "discharged": _change("log-out", _discharge),
    "level": _change("layers", lambda facts: f"Level {facts.state}, {facts.title}"),
    "dose": _change("target", _dose),
}
