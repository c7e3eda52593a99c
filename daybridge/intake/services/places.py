"""Single places in groups that end or are taken again, as seats (`wiring.py`).

The rows are those of a later room; what is read of them is named here and nowhere else.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.intake.models import OpenSeat, SeatOffer, Stay
from daybridge.intake.services.seats import open_if_wanted, withdraw_seat


@service
def place_left(*, enrollment: Any, at: datetime, by: Viewer) -> None:
    """What follows when a standing place ends: it is open, if someone waits for it.

    An hour of somebody's own is no seat that another could take.
    """
    group = enrollment.group
    free_from = max(enrollment.ends_on + timedelta(days=1), by.program.day_of(at))
    group_is_over = group.ends_on is not None and group.ends_on < free_from
    if group_is_over or group.is_one_to_one or _left_with_their_stay(enrollment):
        return
    open_if_wanted(
        group.track, free_from, OpenSeat.Source.PLACE, at, by, group_id=group.pk
    )


@service
def place_taken(*, enrollment: Any, at: datetime, by: Viewer) -> None:
    """What follows when somebody is given a place: a seat opened for it is gone.

    A seat that is held for somebody stays theirs to answer.
    """
    if _took_a_seat(enrollment):
        return
    held = SeatOffer.objects.in_program(by.program_id).holding(at)
    seats = OpenSeat.objects.in_program(by.program_id).free()
    seat = (
        seats.filter(group_id=enrollment.group_id)
        .exclude(pk__in=held.values("seat_id"))
        .order_by("opened_at", "pk")
        .first()
    )
    if seat is not None:
        withdraw_seat(seat=seat, at=at, by=by)


def _left_with_their_stay(enrollment: Any) -> bool:
    """Whether they left care or the track: that opened a seat on the track itself."""
    stays = Stay.objects.in_program(enrollment.program_id).filter(
        episode__patient_id=enrollment.patient_id, track_id=enrollment.group.track_id
    )
    day_after = enrollment.ends_on + timedelta(days=1)
    still_there = stays.filter(Q(ended_on=None) | Q(ended_on__gt=day_after))
    return stays.filter(ended_on=day_after).exists() and not still_there.exists()


def _took_a_seat(enrollment: Any) -> bool:
    """Whether this is the place they said yes to; its seat was closed then."""
    offers = SeatOffer.objects.in_program(enrollment.program_id).filter(
        seat__group_id=enrollment.group_id, answer=SeatOffer.Answer.TAKEN,
        wait__inquiry__patient_id=enrollment.patient_id,
    )  # fmt: skip
    taken = offers.order_by("-answered_at").first()
    if taken is None:
        return False
    others = enrollment.group.enrollments.exclude(pk=enrollment.pk)
    since = others.filter(
        patient_id=enrollment.patient_id, created_at__gt=taken.answered_at
    )
    return not since.exists()
