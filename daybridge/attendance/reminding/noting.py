"""Staff note what somebody says about a day on the telephone or at the desk.

It goes by the same functions as the person's own link, about the reminder that stands
for the day. Where there is none, a row of its own stands for what was said; nobody
holds its link, and the reminder follows when it is due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import NothingNoted
from daybridge.attendance.models import Attendance, FollowUp, Reminder, ReminderAnswer
from daybridge.attendance.reminding.answering import (
    let_go,
    put_on_list,
    take_seats_again,
)
from daybridge.attendance.reminding.cases import (
    Places,
    own_make_up,
    places_to_answer,
)
from daybridge.attendance.reminding.links import KIND, places_of
from daybridge.attendance.reminding.offers import gives_up_a_seat
from daybridge.attendance.reminding.telling import key_of
from daybridge.attendance.services.roster import add_to_session
from daybridge.audit.recording import record
from daybridge.consents.secrets_of_links import digest, new_token
from daybridge.outbox.errors import AlreadySettled
from daybridge.outbox.models import Message
from daybridge.outbox.services import Outcome, note_call
from daybridge.people.models import Patient
from daybridge.rules.dose_rules import week_of
from daybridge.schedule.occurrences import instant

Kind = Reminder.Kind
Answer = Callable[..., None]
NOTHING = "Nothing that staff noted stands here. Note what they say now."


@dataclass(frozen=True, slots=True)
class Noted:
    """Who noted the answer that stands, when, and with which reason."""

    by: str
    at: datetime
    reason: str


def about(patient: Patient, held_on: date, *, at: datetime, by: Viewer) -> Reminder:
    """What stands about a person's day, or what would; nothing is written.

    What is ahead comes first; else it is about the sessions that they missed.
    """
    standing = {
        row.kind: row
        for row in Reminder.objects.in_program(by.program_id)
        .answering(at)
        .filter(patient=patient, held_on=held_on)
        .select_related("patient", "program")
    }
    ahead = standing.get(Kind.AHEAD) or standing.get(Kind.NOTED)
    ahead = ahead or _new(Kind.NOTED, patient, held_on, at, by)
    if any(place.starts_at > at for place in places_of(ahead)):
        return ahead
    missed = standing.get(Kind.MISSED) or _new(Kind.MISSED, patient, held_on, at, by)
    return missed if places_of(missed) else ahead


@service
def note_answer(
    *, patient: Patient, held_on: date, answer: Answer, at: datetime, by: Viewer,
    **said: Any,
) -> None:  # fmt: skip
    """Carry out an answer as their own link would, and settle the call about it."""
    reminder = about(patient, held_on, at=at, by=by)
    if reminder._state.adding:
        _keep(reminder)
    answer(reminder=reminder, at=at, by=by, **said)
    _settle_call(reminder, at, by)


@service
def take_back_noted(
    *, patient: Patient, held_on: date, at: datetime, by: Viewer
) -> None:
    """Undo what staff noted last about a day; what stood before it stands again.

    Raises NothingNoted, LinkEnded, and SeatGivenAway or SeatTaken where a seat that
    they had before is somebody else's by now.
    """
    reminder = about(patient, held_on, at=at, by=by)
    if reminder._state.adding:
        raise NothingNoted(NOTHING)
    places = places_to_answer(reminder, at, by)
    undone = _noted_last(places)
    if not undone:
        raise NothingNoted(NOTHING)
    _as_before(undone, at, by)
    record("attendance.reminder_noted_back", by=by.actor, target=reminder, at=at,
           detail={"places": [str(place.pk) for place in undone]})  # fmt: skip


def noted_on(reminder: Reminder) -> Noted | None:
    """Who noted what stands; None where nobody did, or they answered themselves."""
    last = _noted_last(places_of(reminder))
    if not last:
        return None
    answer = last[0].answer
    assert answer is not None
    assert answer.noted_by is not None
    return Noted(answer.noted_by.display_name, answer.answered_at, answer.reason)


def _noted_last(places: Places) -> list[Attendance]:
    """The places of the last act, if it was staff who noted it."""
    answers = [place.answer for place in places if place.answer]
    if not answers:
        return []
    last = max(answers, key=lambda answer: (answer.answered_at, answer.pk))
    if last.noted_by_id is None:
        return []
    return [
        place for place in places
        if place.answer and place.answer.answered_at == last.answered_at
    ]  # fmt: skip


def _as_before(places: Places, at: datetime, by: Viewer) -> None:
    """Let what stood before stand again: seats, other times and calls with it."""
    of_program = Attendance.objects.in_program(by.program_id)
    for place in places:
        undone = place.answer
        assert undone is not None
        before: ReminderAnswer | None = undone.replaces
        seat, was = own_make_up(place), before.make_up if before else None
        if seat is not None and (was is None or was.pk != seat.pk):
            let_go([seat], at=at, by=by)
        if was is not None and was.removed_at is not None:
            add_to_session(
                session=was.session, patient=was.patient, makes_up_for=place,
                origin=Attendance.Origin.MAKE_UP, at=at, by=by,
            )  # fmt: skip
        if before is None or before.choice != ReminderAnswer.Choice.AWAY:
            take_seats_again([place])
        elif undone.choice != ReminderAnswer.Choice.AWAY and gives_up_a_seat(place):
            of_program.filter(pk=place.pk).update(given_up_at=at)
        of_program.filter(pk=place.pk).update(answer=before)
        _calls_as_before(place, before, by)


def _calls_as_before(
    place: Attendance, before: ReminderAnswer | None, by: Viewer
) -> None:  # fmt: skip
    if before is not None and before.wants_call:
        put_on_list(place, FollowUp.Reason.ASKED, by)
        return
    calls = FollowUp.objects.in_program(by.program_id).open()
    asked = (FollowUp.Reason.ASKED, FollowUp.Reason.NOTHING_FITS)
    calls.filter(attendance=place, reason__in=asked).delete()


def _new(
    kind: Kind, patient: Patient, held_on: date, at: datetime, by: Viewer
) -> Reminder:  # fmt: skip
    """A row for a day of which no message tells; it is not kept yet."""
    row = Reminder(
        program=by.program, patient=patient, kind=kind, held_on=held_on, created_at=at,
        token_digest=digest(KIND, new_token()),
    )  # fmt: skip
    places = places_of(row)
    zone = by.program.zone
    week = week_of(held_on, week_starts_on=by.program.week_starts_on)
    row.starts_at = places[0].starts_at if places else instant(held_on, time(), zone)
    last = week.ends_on if kind == Kind.MISSED else held_on
    row.expires_at = instant(last + timedelta(days=1), time(), zone)
    return row


def _keep(reminder: Reminder) -> None:
    """Keep the row once, whoever else notes something of the same day."""
    Patient.objects.in_program(reminder.program_id).select_for_update(no_key=True).get(
        pk=reminder.patient_id
    )
    same = Reminder.objects.in_program(reminder.program_id).of_day(reminder)
    known = same.filter(kind=reminder.kind).first()
    if known is None:
        reminder.save(force_insert=True)
    else:
        reminder.pk, reminder._state.adding = known.pk, False


def _settle_call(reminder: Reminder, at: datetime, by: Viewer) -> None:
    """Who has answered knows: the front desk need not call about this message."""
    messages = Message.objects.in_program(by.program_id)
    waiting = messages.filter(key=key_of(reminder), state=Message.State.TO_CALL).first()
    if waiting is not None:
        try:
            note_call(message=waiting, outcome=Outcome.REACHED, at=at, by=by)
        except AlreadySettled:
            return
