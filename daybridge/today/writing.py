"""What the viewer has to write, sign and co-sign, with the age of the oldest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.notes.queries.queue import Age, Queue, queue_of
from daybridge.notes.reading import co_signs

SHOWN = 6


@dataclass(frozen=True, slots=True)
class SessionToWrite:
    """One session with notes not begun or not signed."""

    session_id: UUID
    title: str
    starts_at: datetime
    not_begun: int
    not_signed: int
    age: Age


@dataclass(frozen=True, slots=True)
class Writing:
    sessions: list[SessionToWrite]
    more: int  # sessions beyond those shown
    individual: int
    to_co_sign: int
    co_sign_age: Age | None
    oldest: Age | None
    count: int  # notes to write or sign
    may_co_sign: bool


def to_write(viewer: Viewer) -> Writing:
    """The queue of notes, by session, without a patient's name; two statements."""
    queue = queue_of(viewer)
    sessions = _by_session(queue)
    waiting = queue.to_co_sign
    return Writing(
        sessions=sessions[:SHOWN],
        more=max(0, len(sessions) - SHOWN),
        individual=sum(each.note.session_id is None for each in queue.drafts),
        to_co_sign=len(waiting),
        co_sign_age=waiting[0].age if waiting else None,
        oldest=queue.oldest,
        count=len(queue.drafts) + len(queue.to_begin),
        may_co_sign=co_signs(viewer),
    )


def _by_session(queue: Queue) -> list[SessionToWrite]:
    facts: dict[UUID, tuple[str, datetime, Age]] = {}
    begun: dict[UUID, int] = {}
    unbegun: dict[UUID, int] = {}
    for draft in queue.drafts:
        session = draft.note.session
        if session is not None:
            facts[session.pk] = (session.title, session.starts_at, draft.age)
            begun[session.pk] = begun.get(session.pk, 0) + 1
    for row in queue.to_begin:
        facts.setdefault(row.session_id, (row.title, row.starts_at, row.age))
        unbegun[row.session_id] = unbegun.get(row.session_id, 0) + 1
    found = [
        SessionToWrite(
            number, title, starts_at, unbegun.get(number, 0), begun.get(number, 0), age
        )
        for number, (title, starts_at, age) in facts.items()
    ]
    return sorted(found, key=lambda each: each.starts_at)
