"""What stands in one person's calendar: read from places, sessions and bookings.

A calendar holds the last week and the year ahead. What was moved or cancelled is still
there, so that the calendar learns of it; a place that was taken away is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from daybridge.access.records import barred
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.calendars.entries import Entry, OwnCalendar, WholeDay, uid_of
from daybridge.calendars.words import appointment, by_video, calendar_name, spoken
from daybridge.intake.models import AssessmentBooking
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.rules.telling_words import telling_words
from daybridge.schedule.models import Session
from daybridge.schedule.occurrences import instant
from daybridge.schedule.queries import closures_between
from daybridge.schedule.seats import with_taken
from daybridge.ui.languages import ENGLISH
from daybridge.ui.naming import initials

BACK, AHEAD = timedelta(days=7), timedelta(days=366)
GROUP, CLOSED = "Group", "Closed"  # staff pages, and their calendars, are English


@dataclass(frozen=True, slots=True)
class Span:
    """The days a calendar holds, in the program's zone."""

    program: Any
    start: datetime
    end: datetime

    @classmethod
    def around(cls, at: datetime, program: Any) -> "Span":
        """From a week ago until a year from now, by whole days."""
        today = program.day_of(at)
        return cls(
            program,
            instant(today - BACK, time(), program.zone),
            instant(today + AHEAD, time(), program.zone),
        )


def calendar_of_patient(patient: Patient, *, at: datetime) -> OwnCalendar:
    """Every session in which a patient has a place, under words that say nothing."""
    span = Span.around(at, patient.program)
    language = spoken(patient.language)
    places = (
        Attendance.objects.in_program(span.program)
        .on_roster()
        .filter(
            patient_id=patient.pk, starts_at__gte=span.start, starts_at__lt=span.end
        )
        .select_related("session")
        .order_by("starts_at", "pk")
    )
    words, video = appointment(span.program, language), by_video(language)
    return OwnCalendar(
        calendar_name(language),
        span.program.zone,
        tuple(entry_of_place(place, words, video) for place in places),
    )


def entry_of_place(place: Attendance, words: str, video: str) -> Entry:
    """One person's place in a session as their calendar shows it."""
    session = place.session
    return Entry(
        uid_of(place.patient_id, session.pk),
        session.starts_at,
        session.ends_at,
        words,
        sequence=session.version + place.version,
        is_off=session.cancelled_at is not None or place.mark == Mark.EXCUSED,
        note=video if _is_by_video(session) else "",
    )


def calendar_of_staff(by: Viewer) -> OwnCalendar:
    """What a member of staff leads or assesses, and the days without any of it."""
    span = Span.around(by.at, by.program)
    entries = [*_led(by, span), *_assessed(by, span)]
    entries.sort(key=lambda entry: (entry.starts_at, entry.uid))
    return OwnCalendar(
        calendar_name(ENGLISH), span.program.zone, tuple(entries), _closed(by, span)
    )


def _led(by: Viewer, span: Span) -> Iterator[Entry]:
    sessions = list(
        with_taken(Session.objects.in_program(span.program))
        .led_by(by.person_id)
        .between(span.start, span.end)
        .select_related("room")
        .order_by("starts_at", "pk")
    )
    alone = [one for one in sessions if one.group_id is None and one.taken == 1]
    initials_of = _initials_on(alone, by)
    words = appointment(span.program, ENGLISH)
    for session in sessions:
        whose = initials_of.get(session.pk, "")
        said = f"{words}, {whose}" if whose else words
        yield Entry(
            uid_of(by.person_id, session.pk),
            session.starts_at,
            session.ends_at,
            said if session in alone else GROUP,
            sequence=session.version,
            is_off=session.cancelled_at is not None,
            note=by_video(ENGLISH) if _is_by_video(session) else "",
            place=_place(session),
        )


def _initials_on(sessions: list[Session], by: Viewer) -> dict[Any, str]:
    """Whose each session is, in letters, without those whose chart is closed."""
    places = (
        Attendance.objects.in_program(by.program_id)
        .on_roster()
        .filter(session__in=sessions)
        .exclude(barred(by, "patient_id"))
        .select_related("patient")
    )
    return {place.session_id: letters(by, place.patient) for place in places}


def _assessed(by: Viewer, span: Span) -> Iterator[Entry]:
    bookings = (
        AssessmentBooking.objects.in_program(span.program)
        .filter(
            assessor_id=by.person_id,
            starts_at__gte=span.start,
            starts_at__lt=span.end,
        )
        .exclude(barred(by, "patient_id"))
        .select_related("patient")
        .order_by("starts_at", "pk")
    )
    words = appointment(span.program, ENGLISH)
    for booking in bookings:
        is_off = booking.cancelled_at is not None
        yield Entry(
            uid_of(by.person_id, booking.pk),
            booking.starts_at,
            booking.ends_at,
            f"{words}, {letters(by, booking.patient)}",
            sequence=int(is_off),
            is_off=is_off,
            note=booking.get_mode_display(),
        )


def _closed(by: Viewer, span: Span) -> tuple[WholeDay, ...]:
    zone = span.program.zone
    days = closures_between(
        span.program,
        span.start.astimezone(zone).date(),
        span.end.astimezone(zone).date(),
    )
    return tuple(
        WholeDay(uid_of(by.person_id, f"closed {day}"), day, CLOSED)
        for day in sorted(days)
    )


def letters(by: Viewer, patient: Patient) -> str:
    """A patient as one letter a name: whoever knows them knows, and nobody else."""
    return initials(as_read_by(by, patient).display_name)


def _is_by_video(session: Session) -> bool:
    return session.room_id is None and bool(session.telehealth_url)


def _place(session: Session) -> str:
    """The room, unless its name would say what happens in it."""
    name = session.room.name if session.room else ""
    return "" if telling_words(name) else name
