"""Reminders of the next days in the demo, and what most people answered to them."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from daybridge.attendance.models import (
    Attendance,
    FollowUp,
    Reminder,
    ReminderAnswer,
)
from daybridge.attendance.reminding.offers import gives_up_a_seat
from daybridge.demo.clinic import ZONE, Clinic
from daybridge.demo.draw import Draw

AHEAD, LEAD = timedelta(days=4), timedelta(hours=24)
ANSWERED = 75  # of a hundred
CHOICES = (*["coming"] * 17, "late", "late", "away")
LATE_MINUTES = (10, 15, 15, 30)


def remind_ahead(clinic: Clinic, draw: Draw) -> None:
    """One reminder a person and day; a few come late, and one in twenty cannot."""
    days: dict[tuple[UUID, date], list[Attendance]] = {}
    for place in _places_ahead(clinic):
        key = (place.patient_id, place.starts_at.astimezone(ZONE).date())
        days.setdefault(key, []).append(place)
    answered = [
        place
        for (_, held_on), places in days.items()
        for place in _remind(clinic, draw, held_on, places)
    ]
    clinic.bulk.flush()
    Attendance.objects.write_columns(answered, ["answer_id", "given_up_at"])


def _places_ahead(clinic: Clinic) -> Any:
    places = Attendance.objects.in_program(clinic.program_id).on_roster()
    ahead = {"starts_at__gt": clinic.now, "starts_at__lt": clinic.now + AHEAD}
    return (
        places.still_expected()
        .filter(session__cancelled_at=None, **ahead)
        .select_related("session")
        .order_by("starts_at", "pk")
    )


def _remind(
    clinic: Clinic, draw: Draw, held_on: date, places: list[Attendance]
) -> list[Attendance]:
    """One day's reminder; the places that point at an answer from now on."""
    first, told_at = places[0], min(places[0].starts_at - LEAD, clinic.now)
    key = draw.id(told_at)
    clinic.bulk.add(
        Reminder, id=key, program_id=clinic.program_id, created_at=told_at,
        patient_id=first.patient_id, kind=Reminder.Kind.AHEAD.value, held_on=held_on,
        starts_at=first.starts_at, expires_at=places[-1].session.ends_at,
        token_digest=sha256(key.bytes).hexdigest(),
    )  # fmt: skip
    if not draw.percent(ANSWERED):
        return []
    choice = draw.one(CHOICES)
    late = draw.one(LATE_MINUTES) if choice == "late" else None
    for place in places:
        place.answer_id = _answer(clinic, draw, key, place, choice, late)
        if choice == "away" and gives_up_a_seat(place):
            place.given_up_at = clinic.now
    if choice == "away":
        _ask_to_call(clinic, draw, first)
    return places


def _answer(
    clinic: Clinic, draw: Draw, reminder: UUID, place: Attendance, choice: str,
    late: int | None,
) -> Any:  # fmt: skip
    at = clinic.now - timedelta(minutes=draw.between(1, 50))
    return clinic.bulk.add(
        ReminderAnswer, id=draw.id(at), program_id=clinic.program_id, created_at=at,
        reminder_id=reminder, attendance_id=place.pk, choice=choice, late_minutes=late,
        wants_call=choice == "away", answered_at=at,
    )  # fmt: skip


def _ask_to_call(clinic: Clinic, draw: Draw, place: Attendance) -> None:
    clinic.bulk.add(
        FollowUp, id=draw.id(clinic.now), program_id=clinic.program_id,
        created_at=clinic.now, attendance_id=place.pk, due_on=clinic.today,
        reason=FollowUp.Reason.ASKED.value,
    )  # fmt: skip
