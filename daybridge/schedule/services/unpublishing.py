"""The timetable of a draft is taken back before its first day: all is as it was.

What it began never begins; what it ended goes on, where the seats are still free.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.access.models import TeamMembership
from daybridge.access.service import service
from daybridge.access.teams import join_through
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.happenings import happened
from daybridge.intake.models import Episode
from daybridge.rules.wording import listed
from daybridge.schedule.drafting.other_weeks import (
    Times,
    times_of_leaders,
    times_of_people,
)
from daybridge.schedule.drafting.telling import take_back_unsent, tell
from daybridge.schedule.errors import CannotPublish
from daybridge.schedule.fitting.facts import facts_of
from daybridge.schedule.models import Enrollment, Group, Publication, Session
from daybridge.schedule.services.ending_hours import is_taken, take_up_again
from daybridge.schedule.services.groups import change_group
from daybridge.schedule.services.holding import hold_groups
from daybridge.schedule.services.together import end_places
from daybridge.schedule.values import GroupValues

TAKEN_BACK = "The timetable was taken back"


@service
def take_back_publication(
    *, publication: Publication, at: datetime, by: Viewer
) -> Publication:
    """Let the former timetable go on, and tell everyone who heard of the other one.

    Raises CannotPublish when its first day has come, or a seat was given away since.
    """
    hold_groups(by.program_id)
    publication.refresh_from_db()
    did = publication.did
    if not publication.may_be_taken_back(by.today):
        raise CannotPublish("Its first day has come, or it was taken back already.")
    _refuse_later_members(did, by)
    _refuse_later_rules(did, by)
    _end_what_began(did, at=at, by=by)
    _reopen_groups(did, at=at, by=by)
    _hold_sessions_again(did["cancelled"], at=at, by=by)
    _give_back_places(did, publication.starts_on, at=at, by=by)
    publication.taken_back_at, publication.taken_back_by_id = at, by.staff_key
    publication.save(update_fields=["taken_back_at", "taken_back_by"])
    record("schedule.publication_taken_back", by=by.actor, target=publication.draft,
           at=at)  # fmt: skip
    _tell_back(publication, at=at, by=by)
    return publication


def _refuse_later_members(did: dict[str, Any], by: Viewer) -> None:
    """Whoever got a place in a new group since would lose it without a word."""
    rows = Enrollment.objects.in_program(by.program_id).filter(
        group_id__in=did["begun"]
    )
    later = rows.exclude(pk__in=did["given"]).filter(
        Q(ends_on=None) | Q(ends_on__gte=by.today)
    )
    names = sorted({row.group.name for row in later.select_related("group")})
    if names:
        raise CannotPublish(
            f"Places in {listed(names)} were given since. End them first."
        )


def _refuse_later_rules(did: dict[str, Any], by: Viewer) -> None:
    """What began with it and was moved since would be there beside what it replaced."""
    rows = Group.objects.in_program(by.program_id).not_over_on(by.today)
    names = sorted({row.name for row in rows.filter(continues_id__in=did["begun"])})
    if names:
        raise CannotPublish(
            f"{listed(names)} moved again since. Move or end what came after it first."
        )


def _end_what_began(did: dict[str, Any], *, at: datetime, by: Viewer) -> None:
    """The new groups are over before they begin, with their places."""
    yesterday = by.today - timedelta(days=1)
    for group in _groups(did["begun"], by):
        change_group(
            group=group, base_version=group.version, at=at, by=by,
            values=replace(GroupValues.of(group), ends_on=yesterday),
        )  # fmt: skip
    given = Enrollment.objects.in_program(by.program_id).filter(pk__in=did["given"])
    rows = list(given.filter(ends_on=None).order_by("group_id", "pk"))
    end_places(rows=rows, ends_on=yesterday, reason=TAKEN_BACK, at=at, by=by)


def _reopen_groups(did: dict[str, Any], *, at: datetime, by: Viewer) -> None:
    last_days = dict(did["closed"])
    for group in _groups(last_days, by):
        change_group(
            group=group, base_version=group.version, at=at, by=by,
            values=replace(
                GroupValues.of(group), ends_on=_day(last_days[str(group.pk)])
            ),
        )  # fmt: skip


def _give_back_places(
    did: dict[str, Any], day: date, *, at: datetime, by: Viewer
) -> None:
    """Each place as it was, where nobody else has the seat by now."""
    before = {key: (last_day, reason) for key, last_day, reason in did["ended"]}
    in_care = Episode.objects.in_program(by.program_id).filter(discharged_on=None)
    rows = list(
        Enrollment.objects.in_program(by.program_id)
        .filter(pk__in=before, patient_id__in=in_care.values("patient_id"))
        .select_related("group")
        .select_for_update(of=("self",))
        .order_by("group_id", "pk")
    )
    _refuse_taken_seats(rows, day, by)
    for row in rows:
        last_day, row.end_reason = before[str(row.pk)]
        row.ends_on = _day(last_day)
        row.save()
        record("schedule.place_given_back", by=by.actor, target=row, at=at,
               detail={"group": str(row.group_id)})  # fmt: skip
        _rejoin(row, at=at, by=by)
        happened("schedule.enrolled", enrollment=row, at=at, by=by)


def _refuse_taken_seats(rows: list[Enrollment], day: date, by: Viewer) -> None:
    """Seats that are asked back, beside those that others have from that day on."""
    for row in rows:
        if row.group.is_one_to_one and is_taken(row.group, day=day):
            raise CannotPublish(
                f"An hour of {row.group.name.lower()} with "
                f"{row.group.leader.display_name} was given away since. End it first."
            )
    back = Counter(row.group for row in rows)
    for group, people in back.items():
        others = Enrollment.objects.in_program(by.program_id).filter(
            Q(ends_on=None) | Q(ends_on__gte=day), group_id=group.pk
        )
        if people + others.count() > group.capacity:
            raise CannotPublish(
                f"Seats in {group.name} were given away since. End those places first."
            )


def _rejoin(row: Enrollment, *, at: datetime, by: Viewer) -> None:
    join_through(
        patient_ids=[row.patient_id],
        staff_ids=[key for key in (row.group.leader_id, row.group.co_leader_id) if key],
        source=TeamMembership.Source.GROUP,
        source_id=row.group_id,
        at=at,
        by=by,
    )


def _hold_sessions_again(keys: list[str], *, at: datetime, by: Viewer) -> None:
    """Sessions that were cancelled because their group was to end."""
    rows = Session.objects.in_program(by.program_id).filter(pk__in=keys)
    cancelled = rows.exclude(cancelled_at=None).select_for_update().order_by("pk")
    take_up_again(list(cancelled), at=at, by=by)


def _tell_back(publication: Publication, *, at: datetime, by: Viewer) -> None:
    """Words that were not sent yet are not sent; then everyone reads their times."""
    did = publication.did
    people, leaders = _uuids(did["people"]), _uuids(did["leaders"])
    take_back_unsent(publication, [*people, *leaders], at=at, by=by)
    facts = facts_of(by.program, day=publication.starts_on, at=at)
    times, led = times_of_people(facts), times_of_leaders(facts)
    nothing: Times = frozenset()
    tell(
        publication,
        {key: times.get(key, nothing) for key in people},
        {key: led.get(key, nothing) for key in leaders},
        at=at, by=by, is_back=True,
    )  # fmt: skip


def _groups(keys: Any, by: Viewer) -> list[Group]:
    rows = Group.objects.in_program(by.program_id).filter(pk__in=list(keys))
    related = rows.select_related("track", "room", "leader", "co_leader", "curriculum")
    return list(related.order_by("pk"))


def _uuids(keys: list[str]) -> list[UUID]:
    return [UUID(key) for key in keys]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
