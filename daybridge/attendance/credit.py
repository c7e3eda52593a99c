"""Turns a row of attendance into facts for the rules, and their answer into the row."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from daybridge.attendance.errors import TimesOutOfOrder, TooEarly
from daybridge.attendance.models import Attendance, Mark
from daybridge.rules import time_in_care
from daybridge.rules.time_in_care import Grace, Interval, Presence
from daybridge.schedule.models import Session
from daybridge.schedule.wording import clock_in, day_words

# Times further away belong to another day: a typing error, not an arrival.
EARLIEST = timedelta(hours=18)
OPENS_BEFORE = timedelta(minutes=60)  # from then on someone can be there
LATEST = timedelta(hours=6)


def grace_of(program: object) -> Grace:
    """The minutes this program overlooks."""
    minutes = getattr(program, "grace_minutes", 5)
    return Grace(minutes, minutes, "The program's own setting")


def presence(
    row: Attendance, *, starts_at: datetime, ends_at: datetime, now: datetime,
    grace: Grace,
) -> Presence:  # fmt: skip
    """How the patient attended, in the words of the rules."""
    return time_in_care.presence_of(
        time_in_care.Attendance(
            session=Interval(starts_at, ends_at),
            arrived_at=row.arrived_at,
            left_at=row.left_at,
            excused=row.mark == Mark.EXCUSED,
            marked_no_show=row.mark == Mark.NO_SHOW,
            mode=time_in_care.Mode(row.mode),
        ),
        now=now,
        grace=grace,
    )


def credit(row: Attendance, *, starts_at: datetime, ends_at: datetime) -> None:
    """Set the credited minutes from the times; without a departure, to the end.

    While a session runs the figure is what it will be if the patient stays; readers
    that need "until now" ask the rules with `now`.
    """
    row.minutes = (
        time_in_care.minutes_attended(
            arrived_at=row.arrived_at,
            left_at=row.left_at,
            session_start=starts_at,
            session_end=ends_at,
        )
        if row.mark == Mark.ATTENDED
        else 0
    )


def opens_at(session: Session) -> datetime:
    """From when on it can be said who is there."""
    return session.starts_at - OPENS_BEFORE


def check_it_is_open(session: Session, at: datetime) -> None:
    """Refuse to say hours before a session that somebody is there."""
    opens = opens_at(session)
    if at < opens:
        day = session.program.day_of(opens)
        when = f"{clock_in(opens, session.program.zone)} on {day_words(day)}"
        raise TooEarly(f"Nobody can be here yet. Say who came from {when} on.")


def ended_early_at(rows: Iterable[Attendance], session: Session) -> datetime | None:
    """When the group ended before its time: nobody is left, and two left together."""
    left = [row.left_at for row in rows if row.mark == Mark.ATTENDED]
    known = [at for at in left if at is not None]
    if len(known) < max(len(left), 2):
        return None
    last = max(known)
    return last if last < session.ends_at and known.count(last) > 1 else None


def check_times(
    arrived_at: datetime, left_at: datetime | None, *, starts_at: datetime,
    ends_at: datetime,
) -> None:  # fmt: skip
    """Refuse times that cannot be of this session, with what to do."""
    if left_at is not None and left_at < arrived_at:
        raise TimesOutOfOrder("They left before they arrived. Check the two times.")
    if not starts_at - EARLIEST <= arrived_at < ends_at:
        raise TimesOutOfOrder("The arrival is outside this session. Check the time.")
    if left_at is not None and not starts_at <= left_at <= ends_at + LATEST:
        raise TimesOutOfOrder("The departure is outside this session. Check the time.")
