"""What a reminder still speaks of, held while somebody answers it.

Everything that stands about the day is held first, then sessions in the order of their
keys: two taps of one person, or a tap and a call, follow each other.
"""

from collections.abc import Sequence
from datetime import datetime

from daybridge.access.viewer import Viewer
from daybridge.attendance.errors import LinkEnded
from daybridge.attendance.models import Attendance, Reminder
from daybridge.attendance.reminding.links import places_of

Places = Sequence[Attendance]


def places_to_answer(reminder: Reminder, at: datetime, by: Viewer) -> Places:
    """The places a reminder still speaks of, with the day held against a second tap.

    Raises LinkEnded once the day has begun, or nothing is left of it.
    """
    of_day = Reminder.objects.in_program(by.program_id).of_day(reminder)
    held = {row.pk: row for row in of_day.order_by("pk").select_for_update()}
    own = held.get(reminder.pk)
    places = places_of(reminder) if own and own.expires_at > at else []
    if not places or has_begun(reminder, places, at):
        raise LinkEnded("This link does not take an answer any more.")
    return places


def places_ahead(reminder: Reminder, at: datetime, by: Viewer) -> Places:
    """The same, where it is still open whether they come."""
    if reminder.kind == Reminder.Kind.MISSED:
        raise LinkEnded("Nobody can confirm a day that is over.")
    return places_to_answer(reminder, at, by)


def has_begun(reminder: Reminder, places: Places, at: datetime) -> bool:
    """Whether it is too late to say that one comes; who missed a day has time."""
    return reminder.kind != Reminder.Kind.MISSED and places[0].starts_at <= at


def own_make_up(place: Attendance) -> Attendance | None:
    """The seat that they took instead of this one place, if they still have it."""
    seat = place.answer.make_up if place.answer else None
    is_own = seat is not None and seat.makes_up_for_id == place.pk
    return seat if seat is not None and is_own and seat.removed_at is None else None


def make_ups_of(places: Places) -> list[Attendance]:
    """The seats that they took instead of these places, the soonest first."""
    seats = [seat for place in places if (seat := own_make_up(place))]
    return sorted(seats, key=lambda seat: seat.starts_at)


def not_made_up(places: Places) -> list[Attendance]:
    """Those of these places that have no other one yet."""
    return [place for place in places if own_make_up(place) is None]
