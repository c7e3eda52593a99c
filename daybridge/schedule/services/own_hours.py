"""Standing hours of somebody's own, as part of a week that is taken.

An hour is a group with one seat that meets once a week: its sessions, roster, calendar
and closed days are those of every group. It ends with the place in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.people.models import Staff
from daybridge.programs.models import ONE_TO_ONE, Room, Track
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit.clock import DAY, WEEK
from daybridge.rules.week_fit.instance import Arrangement
from daybridge.schedule.errors import NotFree, PlacesChanged
from daybridge.schedule.fitting.finding import Search
from daybridge.schedule.fitting.individual import OwnSession
from daybridge.schedule.fitting.individual_instance import arrangement
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.services.chosen import OTHER_WEEK, ChosenHour, ChosenWeek
from daybridge.schedule.services.groups import horizon, make_group_alone
from daybridge.schedule.services.holding import hold_leaders_and_rooms
from daybridge.schedule.services.making import materialize
from daybridge.schedule.services.membership import end_enrollment, enroll
from daybridge.schedule.values import GroupValues
from daybridge.schedule.wording import hour_words


@dataclass(frozen=True, slots=True)
class HoursPlan:
    """What becomes of somebody's own hours with a week."""

    track_id: UUID | None  # None: no dose is ordered
    begun: Sequence[tuple[OwnSession, ChosenHour]]
    ended: Sequence[Group]

    @property
    def changes(self) -> bool:
        return bool(self.begun or self.ended)


NOTHING = HoursPlan(None, (), ())


def plan_of_hours(
    patient: Any, week: ChosenWeek, *, starts_on: date, at: datetime, by: Viewer
) -> HoursPlan:
    """What begins and what ends, looked at anew with leaders and rooms held.

    Raises PlacesChanged when their hours are others by now, NotFree when one is taken.
    """
    if not week.hours and not week.hours_held and not _has_hours(patient, by):
        return NOTHING
    _hold_leaders_and_rooms(week, by)
    search = Search(by.program, patient.pk, day=starts_on, at=at)
    standing = {group.pk for group in search.standing}
    if standing != week.hours_held:
        raise PlacesChanged(
            f"Someone else has just changed the hours that {patient.display_name} has "
            "alone. These are the weeks that fit now."
        )
    wanted = {own.id: own for own in search.own}
    begun: list[tuple[OwnSession, ChosenHour]] = []
    kept: set[UUID] = set()
    for hour in week.hours:
        own = wanted.get(f"{patient.pk}/{hour.own_id}")
        if own is None:
            raise PlacesChanged("The sessions ordered are others now. Choose again.")
        if own.standing is not None and arrangement(own.standing) == held_of(hour):
            kept.add(own.standing.pk)
        else:
            begun.append((own, hour))
    _refuse_taken(search, week, begun)
    ended = [group for group in search.standing if group.pk not in kept]
    return HoursPlan(search.order and search.order.track_id, begun, ended)


def end_hours(plan: HoursPlan, *, starts_on: date, at: datetime, by: Viewer) -> None:
    """End the hours that are others from a day on."""
    places = Enrollment.objects.in_program(by.program_id).filter(
        group__in=plan.ended, ends_on=None
    )
    for place in places.select_related("group").order_by("group_id"):
        end_enrollment(
            enrollment=place, ends_on=starts_on - timedelta(days=1),
            reason=OTHER_WEEK, at=at, by=by,
        )  # fmt: skip


def book_hours(
    plan: HoursPlan, patient: Any, *, starts_on: date, at: datetime, by: Viewer
) -> list[Enrollment]:
    """Give a patient each hour that begins, with the sessions of its coming weeks."""
    booked = []
    for own, hour in plan.begun:
        group = make_group_alone(
            values=_values(plan, own, hour, starts_on, by), at=at, by=by,
            continues=own.standing,
        )  # fmt: skip
        booked.append(
            enroll(group=group, patient=patient, starts_on=starts_on, at=at, by=by)
        )
        materialize(
            program=by.program, until=horizon(by, at), at=at, by=by, groups=[group]
        )
    return booked


def held_of(hour: ChosenHour) -> Arrangement:
    """The same for the engine."""
    room = str(hour.room_id) if hour.room_id else None
    return Arrangement(hour.start, str(hour.leader_id), room)


def _values(
    plan: HoursPlan, own: OwnSession, hour: ChosenHour, starts_on: date, by: Viewer
) -> GroupValues:
    assert plan.track_id is not None
    leaders = Staff.objects.in_program(by.program_id)
    rooms = Room.objects.in_program(by.program_id)
    return own.as_group(
        track=Track.objects.in_program(by.program_id).get(pk=plan.track_id),
        leader=leaders.get(pk=hour.leader_id),
        room=rooms.filter(pk=hour.room_id).first() if hour.room_id else None,
        start=hour.start,
        starts_on=starts_on,
    )


def _has_hours(patient: Any, by: Viewer) -> bool:
    rows = Enrollment.objects.in_program(by.program_id).filter(
        patient_id=patient.pk, ends_on=None, group__modality__in=ONE_TO_ONE
    )
    return bool(rows.exists())


def _hold_leaders_and_rooms(week: ChosenWeek, by: Viewer) -> None:
    """Keep them from whoever wants the same time, in the order in which all do."""
    leaders = {hour.leader_id for hour in week.hours}
    rooms = {hour.room_id for hour in week.hours if hour.room_id}
    hold_leaders_and_rooms(by.program_id, leaders, rooms)


def _refuse_taken(
    search: Search, week: ChosenWeek, begun: Sequence[tuple[OwnSession, ChosenHour]]
) -> None:
    """Refuse an hour that is not free, or not beside the rest of the week."""
    new = {own.id for own, _ in begun}
    kept = {
        own.id: arrangement(own.standing)
        for own in search.own
        if own.standing is not None and own.id not in new
    }
    taken = search.first_taken(
        groups=set(week.groups), kept=kept,
        hours=[(own, held_of(hour)) for own, hour in begun],
    )  # fmt: skip
    if taken is not None:
        own, held = taken
        day, minute = divmod(held.start % WEEK, DAY)
        raise NotFree(
            f"{own.name} on {DAY_NAMES[day]} at {hour_words(minute)} is not free any "
            "more: the counselor or the room was taken meanwhile. These are the weeks "
            "that fit now."
        )
