"""Which other times of a week somebody may take by themselves, from a link."""

from collections.abc import Sequence
from datetime import datetime

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance
from daybridge.attendance.queries.make_ups import MakeUpOffer, make_up_offers
from daybridge.programs.models import Modality

AT_MOST = 8  # a person choosing on a phone reads no more
NOT_FOR_GUESTS = (Modality.INDIVIDUAL, Modality.FAMILY)


def own_offers(
    places: Sequence[Attendance], *, at: datetime, by: Viewer
) -> list[MakeUpOffer]:
    """Times of the same week with a seat, which fit into their life; soonest first.

    Only groups of their own track: staff may give a seat elsewhere, knowing why.
    """
    first = places[0]
    day = by.program.day_of(first.starts_at)
    offers = make_up_offers(
        program=by.program, viewer=by, patient_ids=[first.patient_id], day=day, now=at
    )
    by_start: dict[datetime, MakeUpOffer] = {}  # two groups at one time look the same
    for offer in offers[first.patient_id]:
        is_own = offer.track_id == first.session.track_id
        if is_own and offer.modality not in NOT_FOR_GUESTS:
            by_start.setdefault(offer.starts_at, offer)
    return list(by_start.values())[:AT_MOST]


def gives_up_a_seat(place: Attendance) -> bool:
    """Whether somebody else could use the seat: not where two meet alone."""
    return place.session.modality not in NOT_FOR_GUESTS
