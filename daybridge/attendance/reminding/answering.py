"""What somebody answers to a reminder, and what follows at once.

An answer is a row for each place of the day, and the place points at the one that
stands. Nobody is marked by it: they stay expected until staff say who was there. Their
seat may go to somebody else meanwhile, and is theirs again if it is still free.

The reminder is held first, then sessions in the order of their keys: two taps of one
person follow each other, and the last seat has one winner.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import LinkEnded, SeatGivenAway
from daybridge.attendance.models import (
    Attendance,
    FollowUp,
    Reminder,
    ReminderAnswer,
)
from daybridge.attendance.reminding.links import places_of
from daybridge.attendance.reminding.offers import gives_up_a_seat, own_offers
from daybridge.attendance.services.holding import hold_with_seats
from daybridge.attendance.services.roster import add_to_session, remove_from_session
from daybridge.attendance.services.rows import drop_follow_ups
from daybridge.audit.recording import record
from daybridge.schedule.errors import SeatTaken
from daybridge.schedule.models import Session

Choice = ReminderAnswer.Choice
Reason = FollowUp.Reason
Places = Sequence[Attendance]


@service
def say_coming(
    *, reminder: Reminder, late_minutes: int | None, at: datetime, by: Viewer
) -> None:
    """They come, on time or so many minutes late.

    Raises SeatGivenAway when they had given up a seat that somebody else has now.
    """
    places = _places_ahead(reminder, at, by)
    choice = Choice.LATE if late_minutes else Choice.COMING
    if _stands(places, choice, late_minutes):
        return
    _take_seats_again(places)
    _let_make_up_go(places[0].answer, at=at, by=by)
    drop_follow_ups(places, by=by)
    _write(reminder, places, choice, late_minutes=late_minutes, at=at, by=by)


@service
def say_away(*, reminder: Reminder, at: datetime, by: Viewer) -> None:
    """They cannot come. Where nothing else fits this week, somebody calls them."""
    places = _places_ahead(reminder, at, by)
    if _stands(places, Choice.AWAY):
        return
    _give_up_seats(places, at)
    nothing_fits = not own_offers(places, at=at, by=by)
    if nothing_fits:
        _put_on_list(places[0], Reason.NOTHING_FITS, by)
    _write(reminder, places, Choice.AWAY, wants_call=nothing_fits, at=at, by=by)


@service
def take_make_up(
    *, reminder: Reminder, session_id: UUID, at: datetime, by: Viewer
) -> None:
    """They come at another time instead; the seat is counted at this moment.

    Raises SeatTaken when it is gone. A time chosen before is given back.
    """
    places = _places_to_answer(reminder, at, by)
    before = places[0].answer
    if before and before.make_up and before.make_up.session_id == session_id:
        return
    if all(
        offer.session_id != session_id for offer in own_offers(places, at=at, by=by)
    ):
        raise SeatTaken("This time is taken by now, or has changed.")
    seat = add_to_session(
        session=Session.objects.in_program(by.program_id).get(pk=session_id),
        patient=reminder.patient,
        origin=Attendance.Origin.MAKE_UP,
        makes_up_for=places[0],
        at=at,
        by=by,
    )
    _let_make_up_go(before, at=at, by=by)
    if reminder.kind == Reminder.Kind.AHEAD:
        _give_up_seats(places, at)
        drop_follow_ups(places, by=by)
    _write(reminder, places, Choice.AWAY, make_up=seat, at=at, by=by)


@service
def ask_for_call(*, reminder: Reminder, at: datetime, by: Viewer) -> None:
    """They cannot come, and want somebody to call them."""
    places = _places_to_answer(reminder, at, by)
    before = places[0].answer
    if before and before.wants_call:
        return
    _let_make_up_go(before, at=at, by=by)
    if reminder.kind == Reminder.Kind.AHEAD:
        _give_up_seats(places, at)
    _put_on_list(places[0], Reason.ASKED, by)
    _write(reminder, places, Choice.AWAY, wants_call=True, at=at, by=by)


def _places_to_answer(reminder: Reminder, at: datetime, by: Viewer) -> Places:
    """The places a link still speaks of, with the reminder held against a second tap.

    Raises LinkEnded once the day has begun, or nothing is left of it.
    """
    held = (
        Reminder.objects.in_program(by.program_id)
        .answering(at)
        .filter(pk=reminder.pk)
        .select_for_update()
    )
    places = places_of(reminder) if list(held) else []
    if not places or has_begun(reminder, places, at):
        raise LinkEnded("This link does not take an answer any more.")
    return places


def _places_ahead(reminder: Reminder, at: datetime, by: Viewer) -> Places:
    """The same, where it is still open whether they come."""
    if reminder.kind == Reminder.Kind.MISSED:
        raise LinkEnded("Nobody can confirm a day that is over.")
    return _places_to_answer(reminder, at, by)


def has_begun(reminder: Reminder, places: Places, at: datetime) -> bool:
    """Whether it is too late to say that one comes; who missed a day has time."""
    return reminder.kind == Reminder.Kind.AHEAD and places[0].starts_at <= at


def _stands(places: Places, choice: Choice, late_minutes: int | None = None) -> bool:
    """Whether all of it was answered so already."""
    return all(
        place.answer is not None
        and (place.answer.choice, place.answer.late_minutes) == (choice, late_minutes)
        for place in places
    )


def _give_up_seats(places: Places, at: datetime) -> None:
    """Let somebody else have the seats, without a word on whether they come."""
    free = [place.pk for place in places if gives_up_a_seat(place)]
    of_program = Attendance.objects.in_program(places[0].program_id)
    of_program.filter(pk__in=free, given_up_at=None).update(given_up_at=at)


def _take_seats_again(places: Places) -> None:
    given = [place for place in places if place.given_up_at]
    if len(hold_with_seats(given)) < len(given):
        raise SeatGivenAway("Somebody else has this seat now.")
    of_program = Attendance.objects.in_program(places[0].program_id)
    of_program.filter(pk__in=[place.pk for place in given]).update(given_up_at=None)


def _let_make_up_go(
    answer: ReminderAnswer | None, *, at: datetime, by: Viewer
) -> None:  # fmt: skip
    """Free the seat chosen before, while nobody said that they sat in it."""
    if answer and answer.make_up and answer.make_up.starts_at > at:
        remove_from_session(attendance=answer.make_up, at=at, by=by)


def _put_on_list(place: Attendance, reason: FollowUp.Reason, by: Viewer) -> None:
    """A call to make today, with its reason; one that is on the list stays as it is."""
    call = FollowUp(
        program_id=place.program_id, attendance=place, reason=reason, due_on=by.today
    )
    FollowUp.objects.bulk_create([call], ignore_conflicts=True)


def _write(
    reminder: Reminder, places: Places, choice: Choice, *, at: datetime, by: Viewer,
    late_minutes: int | None = None, make_up: Attendance | None = None,
    wants_call: bool = False,
) -> None:  # fmt: skip
    """One row for each place, which points at it from now on."""
    for place in places:
        answer = ReminderAnswer(
            program_id=place.program_id, reminder=reminder, attendance=place,
            choice=choice, late_minutes=late_minutes, make_up=make_up,
            wants_call=wants_call, answered_at=at,
        )  # fmt: skip
        answer.save(force_insert=True)
        rows = Attendance.objects.in_program(place.program_id).filter(pk=place.pk)
        rows.update(answer=answer)
    record("attendance.reminder_answered", by=by.actor, target=reminder, at=at,
           detail={"choice": str(choice)})  # fmt: skip
