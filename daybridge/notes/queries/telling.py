"""The words of each moment of a story: title, icon, tone, and what is worth saying."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.intake.models import DischargeReason
from daybridge.notes.queries.story import Entry, NoteInStory
from daybridge.rules import time_in_care
from daybridge.rules.time_in_care import Grace, Interval, Presence, presence_of
from daybridge.rules.wording import count_of, hours_and_minutes

TONES = {
    Presence.NO_SHOW: ("calendar-x", "needs"),
    Presence.EXCUSED: ("circle-slash", "quiet"),
    Presence.EXPECTED: ("circle-dashed", ""),
}


@dataclass(frozen=True, slots=True)
class Moment:
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


def tell(entry: Entry, viewer: Viewer) -> Moment:
    """Say one moment in words."""
    return TELLERS[entry.kind](entry, viewer)


def _attendance(entry: Entry, viewer: Viewer) -> Moment:
    facts = entry.facts
    presence = _presence(entry, viewer)
    icon, tone = TONES.get(presence, ("calendar-check", "settled"))
    came = facts["state"] == Mark.ATTENDED
    detail = ""
    if came:
        detail = hours_and_minutes(facts["number"])
        if facts["more"] == Attendance.Mode.TELEHEALTH:
            detail += ", by telehealth"
    elif facts["more"]:
        detail = facts["more"]
    return Moment(
        key=entry.key,
        title=facts["title"],
        icon=icon,
        tone=tone,
        at=entry.at,
        on=None,
        state=presence.value,
        words=facts["words"] or "",
        who=facts["who"],
        detail=detail,
        session_id=facts["ref"],
        note=entry.note,
    )


def _presence(entry: Entry, viewer: Viewer) -> Presence:
    facts = entry.facts
    if facts["state"] == Mark.EXPECTED:
        return Presence.EXPECTED
    grace = viewer.program.grace_minutes
    return presence_of(
        time_in_care.Attendance(
            session=Interval(entry.at, facts["ends_at"]),
            arrived_at=facts["first_at"],
            left_at=facts["last_at"],
            excused=facts["state"] == Mark.EXCUSED,
            marked_no_show=facts["state"] == Mark.NO_SHOW,
        ),
        now=viewer.at,
        grace=Grace(grace, grace, "program"),
    )


def _note(entry: Entry, viewer: Viewer) -> Moment:
    assert entry.note is not None
    note = entry.note.note
    title = note.session.title if note.session else note.get_kind_display()
    return Moment(
        key=entry.key,
        title=title,
        icon="file-check" if note.signed_at else "file-pen-line",
        tone="settled" if note.signed_at else "needs",
        at=entry.at,
        on=None,
        who=note.author.display_name,
        session_id=note.session_id,
        note=entry.note,
        detail=hours_and_minutes(note.minutes) if note.minutes else "",
    )


def _addendum(entry: Entry, viewer: Viewer) -> Moment:
    facts = entry.facts
    return Moment(
        entry.key, "Addendum", "file-plus", "action", entry.at, None,
        words=facts["words"], who=facts["who"], note_id=facts["ref"],
    )  # fmt: skip


def _change(
    icon: str, say: Callable[[dict[str, Any]], str]
) -> Callable[[Entry, Viewer], Moment]:
    """A teller of a change of care, which has a day and no time."""

    def told(entry: Entry, viewer: Viewer) -> Moment:
        facts = dict(entry.facts)
        day = entry.at.astimezone(UTC).date()
        return Moment(
            entry.key, say(facts), icon, "action", None, day,
            words=facts["words"] or "", who=facts["who"] or "",
        )  # fmt: skip

    return told


def _discharge(facts: dict[str, Any]) -> str:
    reasons = dict(DischargeReason.choices)
    reason = reasons.get(facts["state"])
    return f"Discharged: {reason}" if reason else "Discharged"


def _dose(facts: dict[str, Any]) -> str:
    hours = hours_and_minutes(facts["number"])
    return f"Dose ordered: {hours} a week on {count_of(facts['amount'], 'day')}"


TELLERS: dict[str, Callable[[Entry, Viewer], Moment]] = {
    "attendance": _attendance,
    "note": _note,
    "addendum": _addendum,
    "admitted": _change("door-open", lambda facts: "Admitted"),
    "discharged": _change("log-out", _discharge),
    "level": _change(
        "layers", lambda facts: f"Level {facts['state']}, {facts['title']}"
    ),
    "dose": _change("target", _dose),
}
