"""When a note may be signed: no one attests to minutes that nobody has spent yet."""

from datetime import datetime

from daybridge.attendance.models import Attendance, Mark
from daybridge.schedule.models import Session
from daybridge.schedule.wording import clock_in


def over_at(place: Attendance, session: Session) -> datetime:
    """When what the note tells is over: they left, or the session ended.

    Of someone who did not come, what there is to tell is there once it begins.
    """
    if place.mark == Mark.ATTENDED:
        return place.left_at or session.ends_at
    return session.starts_at


def wait_of(place: Attendance, session: Session, *, at: datetime) -> str:
    """The sentence that says from when on the note can be signed; empty: now."""
    over = over_at(place, session)
    if at >= over:
        return ""
    clock = clock_in(over, session.program.zone)
    if place.mark == Mark.ATTENDED:
        return f"To be signed from {clock} on, or once you say that they left."
    return f"To be signed from {clock} on, when the session begins."
