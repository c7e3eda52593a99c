"""Standing places of people who leave care or move to another track (`wiring.py`).

A discharge ends every place, those that begin later among them. Taken back, it gives
each one back as it was, where the seat is still free.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.teams import NOTES_TIME, join_through, leave_through
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import before, remember
from daybridge.intake.models import Episode, Stay
from daybridge.intake.values import StandingPlace
from daybridge.rules.wording import listed
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.services.ending_hours import give_hour_back, is_taken
from daybridge.schedule.services.holding import hold_group
from daybridge.schedule.services.membership import end_enrollment
from daybridge.schedule.services.telling_hours import (
    leaders_of,
    tell_leaders_back,
    tell_times,
)
from daybridge.schedule.wording import meets

DISCHARGED = "Discharged"
MOVED = "Moved to {track}"
READABLE = ("starts_on", "ends_on", "end_reason")


def standing_places(*, patient: Any, day: date) -> list[StandingPlace]:
    """A patient's places in groups from a day on, those to come among them."""
    rows = _from(patient.pk, patient.program_id, day).select_related("group")
    return [
        StandingPlace(
            id=row.pk,
            track_id=row.group.track_id,
            group=row.group.name,
            meets=meets(row.group.recurrence, row.group.starts_at, row.group.minutes),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in rows.order_by("starts_on", "group__name")
    ]


@service
def end_places(*, episode: Episode, at: datetime, by: Viewer) -> list[str]:
    """End every place on the last day in care, so that nobody is expected after it."""
    if episode.discharged_on is None:
        return []
    day = episode.discharged_on
    rows = _from(episode.patient_id, episode.program_id, day)
    ended = _end(rows, day, DISCHARGED, at=at, by=by)
    hours = _hours(ended)
    if hours:  # the person hears nothing any more of a treatment that is over
        day = max(day, by.today)
        tell_times(patients=(), leaders=leaders_of(*hours), day=day, at=at, by=by)
    return _said(ended)


@service
def end_places_of_track(
    *, former: Stay, stay: Stay, kept: Collection[UUID], at: datetime, by: Viewer
) -> list[str]:
    """End the places in groups of the track they leave, but for those that are kept."""
    rows = _from(former.episode.patient_id, former.program_id, stay.started_on).exclude(
        pk__in=list(kept)
    )
    reason = MOVED.format(track=stay.track.name)
    ended = _end(
        rows.filter(group__track_id=former.track_id), stay.started_on, reason,
        at=at, by=by,
    )  # fmt: skip
    hours = _hours(ended)
    if hours:
        tell_times(
            patients=[former.episode.patient], leaders=leaders_of(*hours),
            day=max(stay.started_on, by.today), at=at, by=by,
        )  # fmt: skip
    return _said(ended)


@service
def give_places_back(
    *, episode: Episode, written_at: datetime, at: datetime, by: Viewer
) -> list[str]:
    """Give back what a discharge ended; say which seats were given away meanwhile."""
    rows = (
        Enrollment.objects.in_program(by.program_id)
        .filter(patient_id=episode.patient_id, end_reason=DISCHARGED)
        .select_related("group")
        .order_by("group_id", "pk")
    )
    gone, back = [], []
    for row in rows:
        was = before(row, at=written_at)
        if was is None:
            continue  # ended by an earlier discharge
        if _has_seat(row):
            _give_back(row, was, at=at, by=by)
            back.append(row)
        else:
            gone.append(row.group.name)
            leave_through(
                source_id=row.group_id, patient_ids=[row.patient_id], at=at, by=by,
                until=at + NOTES_TIME,
            )  # fmt: skip
    hours = _hours(back)
    if hours:
        tell_leaders_back(
            leaders=leaders_of(*hours), day=by.today, told_at=written_at, at=at, by=by
        )
    if not gone:
        return []
    return [f"No seat is left in {listed(gone)}. Give them a place by hand."]


def _from(patient_id: Any, program_id: Any, day: date) -> Any:
    """Places of a patient that hold on a day or on some day after it."""
    return Enrollment.objects.in_program(program_id).filter(
        Q(ends_on=None) | Q(ends_on__gte=day), patient_id=patient_id
    )


def _end(
    rows: Any, first_day_out: date, reason: str, *, at: datetime, by: Viewer
) -> list[Enrollment]:
    """End places the day before; both readings are kept, so it can be taken back."""
    places = list(rows.select_related("group").order_by("group__name", "pk"))
    remember(places, fields=READABLE, by=by.actor, at=at)
    ended = [
        end_enrollment(
            enrollment=row, ends_on=first_day_out - timedelta(days=1), reason=reason,
            at=at, by=by,
        )
        for row in places
    ]  # fmt: skip
    remember(ended, fields=READABLE, by=by.actor, at=at)
    return ended


def _said(ended: Collection[Enrollment]) -> list[str]:
    names = [row.group.name for row in ended]
    return [f"Their places ended: {listed(names)}."] if names else []


def _hours(places: Iterable[Enrollment]) -> list[Group]:
    """Those that are hours of their own."""
    return [row.group for row in places if row.group.is_one_to_one]


def _has_seat(row: Enrollment) -> bool:
    """Whether the group still has a place for this patient; the group is held."""
    group = hold_group(row.group)
    others = Enrollment.objects.in_program(group.program_id).filter(
        Q(ends_on=None) | Q(ends_on__gte=row.ends_on), group_id=group.pk
    )
    members = list(others.exclude(pk=row.pk).values_list("patient_id", flat=True))
    if group.is_one_to_one and is_taken(group, day=row.ends_on or row.starts_on):
        return False
    return row.patient_id not in members and len(members) < group.capacity


def _give_back(
    row: Enrollment, was: dict[str, Any], *, at: datetime, by: Viewer
) -> None:
    row.ends_on = date.fromisoformat(was["ends_on"]) if was["ends_on"] else None
    row.end_reason = was["end_reason"]
    row.save()
    remember([row], fields=READABLE, by=by.actor, at=at)
    record("schedule.place_given_back", by=by.actor, target=row, at=at,
           detail={"group": str(row.group_id)})  # fmt: skip
    join_through(
        patient_ids=[row.patient_id],
        staff_ids=_leaders(row.group),
        source=TeamMembership.Source.GROUP,
        source_id=row.group_id,
        at=at,
        by=by,
    )
    if row.group.is_one_to_one:
        give_hour_back(group=row.group, last_day=row.ends_on, at=at, by=by)


def _leaders(group: Any) -> Iterable[UUID]:
    return [key for key in (group.leader_id, group.co_leader_id) if key]
