"""What somebody answers to a reminder, and what follows at once.

An answer is a row for each place of the day, and the place points at the one that
stands. Nobody is marked by it: they stay expected until staff say who was there. Their
seat may go to somebody else meanwhile, and is theirs again if it is still free.

Who answers through the link and who tells it to staff on the telephone are served by
the same functions; of the second it is kept who noted it.
"""

from datetime import datetime
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import EachHasItsTime, SeatGivenAway
from daybridge.attendance.models import (
    Attendance,
    FollowUp,
    Reminder,
    ReminderAnswer,
)
from daybridge.attendance.reminding.cases import (
    Places,
    make_ups_of,
    not_made_up,
    own_make_up,
    places_ahead,
    places_to_answer,
)
from daybridge.attendance.reminding.offers import gives_up_a_seat, own_offers
from daybridge.attendance.services.holding import hold_with_seats
from daybridge.attendance.services.roster import add_to_session, remove_from_session
from daybridge.attendance.services.rows import drop_follow_ups
from daybridge.audit.recording import record
from daybridge.schedule.errors import SeatTaken
from daybridge.schedule.models import Session

Choice = ReminderAnswer.Choice
Reason = FollowUp.Reason


@service
def say_coming(
    *, reminder: Reminder, late_minutes: int | None, at: datetime, by: Viewer
) -> None:
    """They come, on time or so many minutes late.

    Raises SeatGivenAway when they had given up a seat that somebody else has now.
    """
    places = places_ahead(reminder, at, by)
    choice = Choice.LATE if late_minutes else Choice.COMING
    if _stands(places, choice, late_minutes):
        return
    take_seats_again(places)
    let_go(make_ups_of(places), at=at, by=by)
    drop_follow_ups(places, by=by)
    _write(reminder, places, choice, late_minutes=late_minutes, at=at, by=by)
    _record(reminder, choice, at, by)


@service
def say_away(*, reminder: Reminder, at: datetime, by: Viewer, reason: str = "") -> None:
    """They cannot come. Where nothing else fits a week that lacks it, somebody calls.

    What they have taken instead stays theirs.
    """
    places = places_ahead(reminder, at, by)
    if _stands(places, Choice.AWAY) and reason in ("", _reason_of(places)):
        return
    _give_up_seats(places, at)
    offers = own_offers(places, at=at, by=by)
    wants_call = not (offers.times or offers.is_whole or make_ups_of(places))
    if wants_call:
        put_on_list(places[0], Reason.NOTHING_FITS, by)
    for place in places:
        _write(reminder, [place], Choice.AWAY, make_up=own_make_up(place),
               wants_call=wants_call, reason=reason, at=at, by=by)  # fmt: skip
    _record(reminder, Choice.AWAY, at, by)


@service
def take_make_up(
    *, reminder: Reminder, session_id: UUID, at: datetime, by: Viewer
) -> None:
    """They come at another time instead of one place; the seat is counted now.

    Each place of the day may have one. Where there is only one place, another choice
    gives back the one before. Raises SeatTaken when it is gone, and EachHasItsTime when
    all places of the day are made up for.
    """
    places = places_to_answer(reminder, at, by)
    chosen = make_ups_of(places)
    if any(seat.session_id == session_id for seat in chosen):
        return
    replaced = chosen if len(places) == 1 else []
    place = next(iter([*not_made_up(places), *(places if replaced else [])]), None)
    if place is None:
        raise EachHasItsTime("Each session of this day has another time by now.")
    offers = own_offers(places, at=at, by=by, freed=[seat.pk for seat in replaced])
    if all(offer.session_id != session_id for offer in offers.times):
        raise SeatTaken("This time is taken by now, or has changed.")
    seat = add_to_session(
        session=Session.objects.in_program(by.program_id).get(pk=session_id),
        patient=reminder.patient,
        origin=Attendance.Origin.MAKE_UP,
        makes_up_for=place,
        at=at,
        by=by,
    )
    let_go(replaced, at=at, by=by)
    if reminder.kind != Reminder.Kind.MISSED:
        _give_up_seats(places, at)
        if all(own_make_up(other) for other in places if other != place):
            drop_follow_ups(places, by=by)
    _write(reminder, [place], Choice.AWAY, make_up=seat, reason=_reason_of(places),
           at=at, by=by)  # fmt: skip
    _write(reminder, [other for other in places if not _is_away(other)], Choice.AWAY,
           at=at, by=by)  # fmt: skip
    _record(reminder, Choice.AWAY, at, by)


@service
def give_back(
    *, reminder: Reminder, session_id: UUID, at: datetime, by: Viewer
) -> None:  # fmt: skip
    """They do not come at the other time either; that seat is free again."""
    places = places_to_answer(reminder, at, by)
    for place in places:
        seat = own_make_up(place)
        if seat is not None and seat.session_id == session_id:
            let_go([seat], at=at, by=by)
            _write(reminder, [place], Choice.AWAY, reason=_reason_of(places), at=at,
                   by=by)  # fmt: skip
            _record(reminder, Choice.AWAY, at, by)


@service
def ask_for_call(
    *, reminder: Reminder, at: datetime, by: Viewer, reason: str = ""
) -> None:
    """They cannot come, and want somebody to call them about what has no other time.

    Where everything has one, it does not suit them, and is given back.
    """
    places = places_to_answer(reminder, at, by)
    open_ones = not_made_up(places) or list(places)
    if all(place.answer and place.answer.wants_call for place in open_ones):
        return
    let_go(make_ups_of(open_ones), at=at, by=by)
    if reminder.kind != Reminder.Kind.MISSED:
        _give_up_seats(places, at)
    put_on_list(open_ones[0], Reason.ASKED, by)
    _write(reminder, open_ones, Choice.AWAY, wants_call=True,
           reason=reason or _reason_of(places), at=at, by=by)  # fmt: skip
    _record(reminder, Choice.AWAY, at, by)


def _is_away(place: Attendance) -> bool:
    return place.answer is not None and place.answer.choice == Choice.AWAY


def _reason_of(places: Places) -> str:
    """The reason that was noted for the day, if there is one."""
    return next((row.answer.reason for row in places if row.answer), "")


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


def take_seats_again(places: Places) -> None:
    """Take back seats that were given up. Raises SeatGivenAway when one is gone."""
    given = [place for place in places if place.given_up_at]
    if len(hold_with_seats(given)) < len(given):
        raise SeatGivenAway("Somebody else has this seat now.")
    of_program = Attendance.objects.in_program(places[0].program_id)
    of_program.filter(pk__in=[place.pk for place in given]).update(given_up_at=None)


def let_go(seats: Places, *, at: datetime, by: Viewer) -> None:
    """Free seats chosen before, while nobody said that they sat in them."""
    for seat in seats:
        if seat.starts_at > at:
            remove_from_session(attendance=seat, at=at, by=by)


def put_on_list(place: Attendance, reason: FollowUp.Reason, by: Viewer) -> None:
    """A call to make today, with its reason; one that is on the list stays as it is."""
    call = FollowUp(
        program_id=place.program_id, attendance=place, reason=reason, due_on=by.today
    )
    FollowUp.objects.bulk_create([call], ignore_conflicts=True)


def _write(
    reminder: Reminder, places: Places, choice: Choice, *, at: datetime, by: Viewer,
    late_minutes: int | None = None, make_up: Attendance | None = None,
    wants_call: bool = False, reason: str = "",
) -> None:  # fmt: skip
    """One row for each place, which points at it from now on."""
    for place in places:
        answer = ReminderAnswer(
            program_id=place.program_id, reminder=reminder, attendance=place,
            choice=choice, late_minutes=late_minutes, make_up=make_up,
            wants_call=wants_call, reason=reason, answered_at=at,
            noted_by_id=by.staff_id, replaces=place.answer,
        )  # fmt: skip
        answer.save(force_insert=True)
        rows = Attendance.objects.in_program(place.program_id).filter(pk=place.pk)
        rows.update(answer=answer)
        place.answer = answer


def _record(reminder: Reminder, choice: Choice, at: datetime, by: Viewer) -> None:
    action = "reminder_noted" if by.staff_id else "reminder_answered"
    record(f"attendance.{action}", by=by.actor, target=reminder, at=at,
           detail={"choice": str(choice)})  # fmt: skip
