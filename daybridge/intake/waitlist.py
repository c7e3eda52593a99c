"""Reads of the waitlist: who waits in which order, and who is called for a seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from daybridge.access.viewer import Viewer
from daybridge.intake.lists import waitlist_rules
from daybridge.intake.models import Call, OpenSeat, SeatOffer, Wait
from daybridge.intake.services.holding import today_of
from daybridge.rules.waiting_order import (
    NO_PRIORITY,
    Owed,
    Waiting,
    in_order,
    ordering,
    owed,
)

ROWS = 25  # on a page
CALLED_PER_SEAT = 5  # people shown for a seat, in order
SEATS = 20  # shown at once


@dataclass(frozen=True, slots=True)
class Line:
    """One person who waits."""

    wait: Wait
    days: int
    tried: datetime | None  # the last call
    offer: SeatOffer | None  # a seat is held for them
    owed: Owed
    is_ready: bool

    @property
    def goes_first(self) -> bool:
        return self.wait.priority != NO_PRIORITY


@dataclass(frozen=True, slots=True)
class SeatCard:
    """One open seat, its clock, and whom to call for it today."""

    seat: OpenSeat
    people: list[Line]
    held: SeatOffer | None
    hours: int  # since it opened
    is_late: bool  # nobody was called in time


def waiting(viewer: Viewer) -> Any:
    """Everyone this viewer may see on the waitlist, in the order of calling."""
    order = ordering(block_grant=waitlist_rules().block_grant_order)
    rows = Wait.objects.visible_to(viewer).filter(ended_at=None)
    return rows.select_related("inquiry", "track").order_by(*order)


def page_of_waiting(
    viewer: Viewer, track: UUID | None, start: int
) -> tuple[list[Line], int | None]:
    """One page in the order of calling, and where the next one starts."""
    rows = waiting(viewer)
    if track is not None:
        rows = rows.filter(Q(track=track) | Q(track=None))
    found = list(rows[start : start + ROWS + 1])
    following = start + ROWS if len(found) > ROWS else None
    return lines_of(viewer, found[:ROWS]), following


def open_seats(viewer: Viewer) -> list[SeatCard]:
    """Open seats, the longest open first, each with whom to call."""
    rows = OpenSeat.objects.in_program(viewer.program_id).free()
    seats = list(rows.select_related("track").order_by("opened_at", "pk")[:SEATS])
    if not seats:
        return []
    fitting = _first_by_track(viewer, {seat.track_id for seat in seats})
    lines = {one.wait.pk: one for one in lines_of(viewer, fitting)}
    held = _held(viewer, seats)
    return [
        _card(viewer, seat, [lines[one.pk] for one in fitting], held.get(seat.pk))
        for seat in seats
    ]


def lines_of(viewer: Viewer, rows: Iterable[Wait]) -> list[Line]:
    """Rows with their calls and offers, in two queries."""
    rows = list(rows)
    inquiries = [row.inquiry_id for row in rows]
    calls = Call.objects.in_program(viewer.program_id).filter(inquiry__in=inquiries)
    tried = dict(
        calls.values_list("inquiry").annotate(last=Max("called_at")).order_by()
    )
    offers = SeatOffer.objects.in_program(viewer.program_id).holding(viewer.at)
    offers = offers.filter(wait__in=[row.pk for row in rows])
    held = {one.wait_id: one for one in offers.select_related("seat__track")}
    today = today_of(viewer, viewer.at)
    return [
        Line(
            row,
            days=(viewer.at - row.waiting_since).days,
            tried=tried.get(row.inquiry_id),
            offer=held.get(row.pk),
            owed=owed(row.priority, row.waiting_since),
            is_ready=is_ready(row, today),
        )
        for row in rows
    ]


def is_ready(row: Wait, day: date) -> bool:
    """Whether somebody can be called on a day: not before the day they named."""
    return row.ready_on is None or row.ready_on <= day


def _first_by_track(viewer: Viewer, tracks: set[UUID]) -> list[Wait]:
    """The first few for each track, and of those who take any, in the order of calling.

    A query a track: each reads no further than it shows, however many wait.
    """
    today = today_of(viewer, viewer.at)
    rows = waiting(viewer).filter(Q(ready_on=None) | Q(ready_on__lte=today))
    enough = CALLED_PER_SEAT + SEATS  # some of them are called for another seat
    found = [
        one for track in (*tracks, None) for one in rows.filter(track=track)[:enough]
    ]
    rules = waitlist_rules()
    places = in_order(
        (Waiting(str(one.pk), one.priority, one.waiting_since) for one in found),
        block_grant=rules.block_grant_order,
    )
    by_key = {str(one.pk): one for one in found}
    return [by_key[place.key] for place in places]


def _held(viewer: Viewer, seats: list[OpenSeat]) -> dict[UUID, SeatOffer]:
    offers = SeatOffer.objects.in_program(viewer.program_id).holding(viewer.at)
    rows = offers.filter(seat__in=[seat.pk for seat in seats])
    return {one.seat_id: one for one in rows.select_related("wait__inquiry")}


def _card(
    viewer: Viewer, seat: OpenSeat, lines: list[Line], held: SeatOffer | None
) -> SeatCard:
    fitting = [
        line for line in lines if line.wait.track_id in (None, seat.track_id)
        and line.offer is None
    ]  # fmt: skip
    waited = viewer.at - seat.opened_at
    called = any(line.tried and line.tried >= seat.opened_at for line in lines)
    late = not (held or called) and waited > waitlist_rules().call_within
    hours = max(0, waited // timedelta(hours=1))
    return SeatCard(
        seat, fitting[:CALLED_PER_SEAT], held, hours, bool(fitting) and late
    )


def waiting_by_reason(viewer: Viewer) -> dict[str, int]:
    """How many wait for which reason, in words."""
    rows = Wait.objects.visible_to(viewer).filter(ended_at=None)
    counted = rows.values_list("reason").annotate(number=Count("pk")).order_by()
    counts = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    return {str(Wait.Reason(reason).label): number for reason, number in counts}
