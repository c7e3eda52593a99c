"""Seats that open on a track: held for one person at a time, the first one wins."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.intake.errors import NotWaiting, OfferAnswered, SeatTaken
from daybridge.intake.lists import waitlist_rules
from daybridge.intake.models import Episode, OpenSeat, SeatOffer, Stay, Wait
from daybridge.intake.services.waiting import end_wait
from daybridge.intake.values import Admission

Answer = SeatOffer.Answer
GONE = "This seat is no longer free."
NOT_WAITING = "They are no longer on the waitlist."


@service
def open_seat(
    *, track: Any, free_from: date, source: str, at: datetime, by: Viewer,
    group_id: UUID | None = None,
) -> OpenSeat:  # fmt: skip
    """Say that there is a place from a day on: on a track, or in one group of it."""
    row = OpenSeat(
        program_id=by.program_id, track=track, free_from=free_from,
        source=OpenSeat.Source(source), group_id=group_id, opened_at=at,
        opened_by_id=by.staff_id,
    )  # fmt: skip
    row.save(force_insert=True)
    record("intake.seat_opened", by=by.actor, target=row, at=at,
           detail={"source": row.source})  # fmt: skip
    return row


@service
def withdraw_seat(*, seat: OpenSeat, at: datetime, by: Viewer) -> None:
    """Say that there is no such place; refused while it is held for somebody."""
    row = _hold(seat, by)
    if (
        SeatOffer.objects.in_program(by.program_id)
        .filter(seat=row)
        .holding(at)
        .exists()
    ):
        raise SeatTaken("It is held for somebody. Wait for their answer first.")
    _lapse(row, at, by)
    _close(row, at, by)
    record("intake.seat_withdrawn", by=by.actor, target=row, at=at)


@service
def offer_seat(*, seat: OpenSeat, wait: Wait, at: datetime, by: Viewer) -> SeatOffer:
    """Hold a seat for one person; raises SeatTaken when someone else was quicker."""
    row = _hold(seat, by)
    waiting = Wait.objects.in_program(by.program_id).filter(pk=wait.pk, ended_at=None)
    person: Wait | None = waiting.select_related("inquiry").first()
    if person is None:
        raise NotWaiting(NOT_WAITING)
    _lapse(row, at, by, wait=person)
    offer = SeatOffer(
        program_id=by.program_id, seat=row, wait=person, offered_at=at,
        offered_by_id=by.person_id, held_until=at + waitlist_rules().held_for,
    )  # fmt: skip
    try:
        with transaction.atomic():
            offer.save(force_insert=True)
    except IntegrityError:
        raise SeatTaken(
            "This seat is held for someone, or a seat is held for them already."
        ) from None
    record("intake.seat_offered", by=by.actor, target=offer, at=at,
           patient_id=person.inquiry.patient_id)  # fmt: skip
    return offer


@service
def answer_offer(*, offer: SeatOffer, takes_it: bool, at: datetime, by: Viewer) -> None:
    """Keep a yes or a no. A yes ends the waiting; a no leaves them where they were."""
    answer = Answer.TAKEN if takes_it else Answer.DECLINED
    rows = SeatOffer.objects.in_program(by.program_id).filter(pk=offer.pk)
    if not rows.holding(at).update(
        answer=answer, answered_at=at, answered_by_id=by.person_id
    ):
        raise OfferAnswered("This offer was answered, or its time ran out.")
    record("intake.seat_answered", by=by.actor, target=offer, at=at,
           detail={"answer": str(answer)})  # fmt: skip
    if takes_it:
        _close(_hold(offer.seat, by), at, by)
        end_wait(wait=offer.wait, end=Wait.End.SEAT, at=at, by=by)


@service
def took_a_place(
    *, episode: Episode, stay: Stay, admission: Admission, at: datetime, by: Viewer
) -> None:
    """What follows an admission: they wait no longer, and have the seat they held."""
    for row in Wait.objects.in_program(by.program_id).filter(
        inquiry__patient_id=episode.patient_id, ended_at=None
    ):
        held = SeatOffer.objects.in_program(by.program_id).filter(wait=row, answer="")
        for offer in held.select_related("seat"):
            _close(offer.seat, at, by)
        held.update(answer=Answer.TAKEN, answered_at=at, answered_by_id=by.staff_id)
        end_wait(wait=row, end=Wait.End.SEAT, at=at, by=by)


@service
def seat_left_after_all(
    *, episode: Episode, written_at: datetime, at: datetime, by: Viewer
) -> list[str]:
    """What follows a discharge taken back: the place it opened is theirs again."""
    seats = OpenSeat.objects.in_program(by.program_id).free()
    opened = seats.filter(source=OpenSeat.Source.DISCHARGE, opened_at=written_at)
    tracks = episode.stays.values("track_id")
    for seat in opened.filter(track_id__in=tracks):
        if SeatOffer.objects.in_program(by.program_id).filter(seat=seat).holding(at):
            return ["Their seat is held for someone else: see the waitlist."]
        _close(seat, at, by)
    return []


@service
def seat_left(*, episode: Episode, at: datetime, by: Viewer) -> list[str]:
    """What follows a discharge: their place on the track is open, if someone waits."""
    stay = episode.stays.select_related("track").order_by("-started_on").first()
    if stay is None or episode.discharged_on is None:
        return []
    return open_if_wanted(
        stay.track, episode.discharged_on, OpenSeat.Source.DISCHARGE, at, by
    )


@service
def seat_changed(
    *, former: Stay, stay: Stay, kept: Collection[UUID], at: datetime, by: Viewer
) -> list[str]:
    """What follows a transfer: the place on the former track is open."""
    day = former.ended_on or by.program.day_of(at)
    return open_if_wanted(former.track, day, OpenSeat.Source.TRANSFER, at, by)


def open_if_wanted(
    track: Any, day: date, source: OpenSeat.Source, at: datetime, by: Viewer,
    *, group_id: UUID | None = None,
) -> list[str]:  # fmt: skip
    """Open a seat if somebody waits for its track; tells how many do."""
    waiting = Wait.objects.in_program(by.program_id).filter(ended_at=None)
    fitting = waiting.filter(track=track) | waiting.filter(track=None)
    number = fitting.count()
    if not number:
        return []
    open_seat(
        track=track, free_from=day, source=source, at=at, by=by, group_id=group_id
    )
    people = "One person waits" if number == 1 else f"{number} people wait"
    return [f"{people} for a seat on {track.name}: see the waitlist."]


def _hold(seat: OpenSeat, by: Viewer) -> OpenSeat:
    """The seat as it is now, held; refused when it is gone."""
    row: OpenSeat = (
        OpenSeat.objects.in_program(by.program_id)
        .select_for_update(no_key=True)
        .get(pk=seat.pk)
    )
    if row.closed_at is not None:
        raise SeatTaken(GONE)
    return row


def _lapse(seat: OpenSeat, at: datetime, by: Viewer, wait: Wait | None = None) -> None:
    """Offers whose time ran out no longer stand in the way."""
    over = SeatOffer.objects.in_program(by.program_id).filter(
        answer="", held_until__lte=at
    )
    mine = over.filter(seat=seat)
    if wait is not None:
        mine = mine | over.filter(wait=wait)
    mine.update(answer=Answer.LAPSED, answered_at=at)


def _close(seat: OpenSeat, at: datetime, by: Viewer) -> None:
    OpenSeat.objects.in_program(by.program_id).filter(pk=seat.pk).update(
        closed_at=at, closed_by_id=by.staff_id
    )
