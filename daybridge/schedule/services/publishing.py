"""A draft becomes the timetable from a day on.

Every group of the program is held first, in the order of their keys, so of two drafts
that are published at once the second finds the week that the first one made. All of it
holds, or nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.people.models import Patient
from daybridge.schedule.drafting.against import refusals
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.other_weeks import weeks_of_leaders, weeks_of_people
from daybridge.schedule.drafting.own_hours import HourStep
from daybridge.schedule.drafting.publishing import Place, Steps
from daybridge.schedule.drafting.telling import tell
from daybridge.schedule.errors import CannotPublish
from daybridge.schedule.fitting.instance import clinic_week
from daybridge.schedule.models import Draft, Enrollment, Group, Publication, Session
from daybridge.schedule.services.groups import (
    NO_LONGER,
    change_group,
    horizon,
    make_group_alone,
)
from daybridge.schedule.services.holding import hold_groups, hold_leaders_and_rooms
from daybridge.schedule.services.making import materialize
from daybridge.schedule.services.membership import end_enrollment, enroll
from daybridge.schedule.services.together import end_places, enroll_together
from daybridge.schedule.values import GroupValues

ENDED = "Another timetable"


@service
def publish_draft(
    *, draft: Draft, starts_on: date, at: datetime, by: Viewer,
    ending: Collection[UUID] = (),
) -> Publication:  # fmt: skip
    """Let the week of a draft run from a day on, and tell everyone whose week changes.

    `ending` are hours of somebody's own that end with it, because it wants their time.
    Raises CannotPublish, or SeatTaken when a guest has the last seat of an evening;
    then nothing is written and nobody is told.
    """
    hold_groups(by.program_id)
    _refuse_day_or_draft(draft, starts_on, by)
    found = Found(draft)
    _hold_for_hours(found, by)
    clinic = clinic_week(by.program, day=starts_on, at=at)
    steps = Steps(found, clinic, day=starts_on, ending=ending)
    against = refusals(steps)
    if against:
        raise CannotPublish(" ".join(against))
    people = {key: week.after for key, week in weeks_of_people(steps).items()}
    leaders = {key: week.after for key, week in weeks_of_leaders(steps).items()}
    did = _carry_out(steps, at=at, by=by)
    did |= {"people": _keys(people), "leaders": _keys(leaders)}
    publication: Publication = Publication.objects.create(
        program_id=by.program_id, draft=draft, starts_on=starts_on, did=did,
        published_at=at, published_by_id=by.staff_key,
    )  # fmt: skip
    record("schedule.draft_published", by=by.actor, target=draft, at=at,
           detail={"from": starts_on.isoformat()})  # fmt: skip
    tell(publication, people, leaders, at=at, by=by)
    return publication


def _refuse_day_or_draft(draft: Draft, starts_on: date, by: Viewer) -> None:
    if starts_on <= by.today:
        raise CannotPublish("Choose tomorrow or a later day: today has begun.")
    if draft.is_running or Found(draft).plan is None:
        raise CannotPublish("This draft has no week yet. Ask for one first.")
    if Publication.objects.in_program(by.program_id).has(draft):
        raise CannotPublish("This draft has been published already.")


def _hold_for_hours(found: Found, by: Viewer) -> None:
    """Keep who leads individual sessions, and where, as whoever books one hour does."""
    weeks = found.week.clients.values()
    held = [each for week in weeks for each in week.individual.values()]
    hold_leaders_and_rooms(
        by.program_id,
        {each.leader for each in held},
        {each.room for each in held if each.room is not None},
    )


def _carry_out(steps: Steps, *, at: datetime, by: Viewer) -> dict[str, Any]:
    """Groups end, then places; groups begin, then places, and sessions for them all.

    A group that is over opens no seat for those who wait, so groups come first.
    """
    ended, given_to = steps.ended, steps.given  # as read before anything is written
    hours = steps.hours_begun
    closed, cancelled = _end_groups(steps, at=at, by=by)
    places = [[str(row.pk), _written(row.ends_on), row.end_reason] for row in ended]
    end_places(rows=ended, ends_on=_last_day(steps), reason=ENDED, at=at, by=by)
    closed += [[str(hour.pk), _written(hour.ends_on)] for hour in steps.hours_ended]
    cancelled += _sessions_of_hours(steps, at)
    begun = _begin_groups(steps, at=at, by=by)
    given = _give_places(given_to, steps, begun, at=at, by=by)
    own = _begin_hours(hours, at=at, by=by)
    groups = [*begun.values(), *(row.group for row in own)]
    materialize(program=by.program, until=horizon(by, at), at=at, by=by, groups=groups)
    return {
        "closed": closed, "cancelled": cancelled, "ended": places,
        "given": given + _keys(row.pk for row in own),
        "begun": _keys(group.pk for group in groups),
    }  # fmt: skip


def _end_groups(
    steps: Steps, *, at: datetime, by: Viewer
) -> tuple[list[list[str | None]], list[str]]:
    """The groups that end the day before, and their sessions that are not held."""
    closed: list[list[str | None]] = []
    cancelled: list[str] = []
    for step in steps.groups.values():
        group = step.group
        if group is None or step.is_kept:
            continue
        closed.append([str(group.pk), _written(group.ends_on)])
        change = change_group(
            group=group, base_version=group.version, at=at, by=by,
            values=replace(GroupValues.of(group), ends_on=_last_day(steps)),
        )  # fmt: skip
        cancelled += _keys(session.pk for session in change.cancelled)
    return closed, cancelled


def _sessions_of_hours(steps: Steps, at: datetime) -> list[str]:
    """Those that are not held because an hour of somebody's own has ended."""
    rows = Session.objects.in_program(steps.clinic.facts.program).filter(
        group__in=steps.hours_ended, cancel_note=NO_LONGER, cancelled_at=at
    )
    return _keys(rows.order_by("pk").values_list("pk", flat=True))


def _begin_groups(steps: Steps, *, at: datetime, by: Viewer) -> Mapping[str, Group]:
    """New groups, and those that continue another one, by their key in the draft."""
    return {
        key: make_group_alone(values=step.after, continues=step.group, at=at, by=by)
        for key, step in steps.groups.items()
        if step.after is not None and not step.is_kept
    }


def _begin_hours(
    hours: Sequence[HourStep], *, at: datetime, by: Viewer
) -> list[Enrollment]:
    """Each individual and family session, with the place of whose it is."""
    rows = []
    for step in hours:
        group = make_group_alone(
            values=step.after, continues=step.own.standing, at=at, by=by
        )
        member = (step.own.patient_id, step.after.starts_on)
        rows += enroll_together(group=group, members=[member], at=at, by=by)
    return rows


def _give_places(
    places: Sequence[Place],
    steps: Steps,
    begun: Mapping[str, Group],
    *,
    at: datetime,
    by: Viewer,
) -> list[str]:
    """Each place, with its seat counted; a place that is to end ends."""
    rows: list[tuple[Enrollment, Place]] = []
    for key, group in begun.items():
        own = [place for place in places if place.key == key]
        members = [(place.patient_id, place.starts_on) for place in own]
        given = enroll_together(group=group, members=members, at=at, by=by)
        rows += zip(given, own, strict=True)
    singly = [place for place in places if place.key not in begun]
    people = Patient.objects.in_program(by.program_id).in_bulk(
        [place.patient_id for place in singly]
    )
    for place in singly:
        standing = steps.groups[place.key].group
        assert standing is not None
        row = enroll(
            group=standing, patient=people[place.patient_id],
            starts_on=place.starts_on, at=at, by=by,
        )  # fmt: skip
        rows.append((row, place))
    for row, place in rows:
        if place.ends_on is not None:
            end_enrollment(
                enrollment=row, ends_on=place.ends_on, reason=ENDED, at=at, by=by
            )
    return _keys(row.pk for row, _ in rows)


def _last_day(steps: Steps) -> date:
    return steps.day - timedelta(days=1)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _keys(keys: Any) -> list[str]:
    return [str(key) for key in keys]
