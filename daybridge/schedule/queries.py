"""Reads of the schedule: a week of sessions, who is double-booked, who may lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from daybridge.access.records import barred
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.people.models import Patient, Staff
from daybridge.programs.models import Closure, Room
from daybridge.schedule.models import Enrollment, Group, Session
from daybridge.schedule.occurrences import midnights
from daybridge.schedule.seats import with_taken
from daybridge.schedule.wording import clock_in, day_words

MAY_LEAD = frozenset({Role.COUNSELOR, Role.SUPERVISOR, Role.MEDICAL, Role.PEER})


@dataclass(frozen=True, slots=True)
class Span:
    """A time that wants a room and leaders."""

    starts_at: datetime
    ends_at: datetime


def sessions_between(
    program: Any, first: date, last: date, *, track_id: UUID | None = None,
    leader_id: UUID | None = None, room_id: UUID | None = None,
) -> list[Session]:  # fmt: skip
    """Sessions of the days first to last with their seats taken; one statement."""
    rows = Session.objects.in_program(program).between(
        *midnights(first, last, program.zone)
    )
    if track_id:
        rows = rows.filter(track_id=track_id)
    if leader_id:
        rows = rows.led_by(leader_id)
    if room_id:
        rows = rows.filter(room_id=room_id)
    return list(
        with_taken(rows)
        .select_related("leader", "co_leader", "room", "topic", "track")
        .order_by("starts_at", "title", "pk")
    )


def closures_between(program: Any, first: date, last: date) -> dict[date, str]:
    """Why the whole program is closed, by day."""
    rows = Closure.objects.in_program(program).filter(
        on__gte=first, on__lte=last, is_open_anyway=False, site=None
    )
    return {row.on: row.name for row in rows}


def closed_sentence(program: Any, day: date, room: Any) -> str:
    """Say that the program, or the room's site, is closed that day; or nothing."""
    here = Q(site=None) | Q(site_id=room.site_id if room else None)
    closure = (
        Closure.objects.in_program(program)
        .filter(here, on=day, is_open_anyway=False)
        .first()
    )
    return f"{day_words(day)} is a closed day: {closure.name}." if closure else ""


def staff_who_may_lead(program: Any) -> list[Staff]:
    """Active staff whose role may lead a group, by name."""
    staff = Staff.objects.in_program(program).active()
    return [
        row
        for row in staff.order_by("legal_last_name", "legal_first_name")
        if row.role_set & MAY_LEAD
    ]


def leaders_for(program: Any, held: Iterable[Any]) -> list[Staff]:
    """Who may lead a group, and who leads one of these groups or sessions."""
    found = {row.pk: row for row in staff_who_may_lead(program)}
    return list((found | {row.leader_id: row.leader for row in held}).values())


def rooms_for(program: Any, held: Iterable[Any]) -> list[Room]:
    """The rooms in use, and those in which one of these is held."""
    rows = Room.objects.in_program(program).in_use().order_by("name", "pk")
    found = {row.pk: row for row in rows}
    of_these = {row.room_id: row.room for row in held if row.room}
    return list((found | of_these).values())


def with_members(groups: Any, today: date) -> Any:
    """Groups with `members`: places given away, now or from a day to come."""
    open_places = Q(enrollments__ends_on=None) | Q(enrollments__ends_on__gte=today)
    return groups.annotate(members=Count("enrollments", filter=open_places))


def groups_with_seats(program: Any, today: date) -> list[Group]:
    """Groups that have not ended, each with `members`; one statement."""
    groups = Group.objects.in_program(program).exclude(ends_on__lt=today)
    return list(
        with_members(groups, today)
        .select_related("track", "leader", "co_leader", "room")
        .order_by("track__name", "name", "pk")
    )


def people_of_hours(
    hours: Iterable[Group], today: date, viewer: Viewer
) -> dict[UUID, Patient]:
    """Whose each of these hours is, of those the viewer may know; one statement."""
    known = Group.objects.visible_to(viewer).filter(pk__in=[hour.pk for hour in hours])
    places = _places(today, viewer).filter(group__in=known)
    return {row.group_id: row.patient for row in places}


def members_of(group: Group, today: date, viewer: Viewer) -> list[Enrollment]:
    """Standing places now or to come, by name, without charts closed to the viewer."""
    return list(
        _places(today, viewer)
        .filter(group_id=group.pk)
        .order_by("patient__legal_last_name", "patient__legal_first_name", "pk")
    )


def _places(today: date, viewer: Viewer) -> Any:
    """Standing places now or to come with their people, but for closed charts."""
    return (
        Enrollment.objects.in_program(viewer.program_id)
        .exclude(ends_on__lt=today)
        .exclude(barred(viewer, "patient_id"))
        .select_related("patient")
    )


def roster_names(session: Session, viewer: Viewer) -> list[Patient]:
    """The people on one session's roster, by name; one statement."""
    return list(
        Patient.objects.in_program(session.program_id)
        .filter(attendances__session_id=session.pk, attendances__removed_at=None)
        .exclude(barred(viewer, "pk"))
        .order_by("legal_last_name", "legal_first_name", "pk")
    )


def people_to_enroll(
    viewer: Viewer, group: Group, words: str, today: date
) -> list[Any]:
    """At most twelve people in care, or admitted for tomorrow, by name or number."""
    found = (
        Patient.objects.visible_to(viewer)
        .filter(episodes__admitted_on__isnull=False, episodes__discharged_on=None)
        .exclude(enrollments__in=group.enrollments.exclude(ends_on__lt=today))
    )
    for word in words.split()[:4]:
        found = found.filter(
            Q(legal_first_name__istartswith=word)
            | Q(legal_last_name__istartswith=word)
            | Q(preferred_name__istartswith=word)
            | Q(record_number__iexact=word)
        )
    return list(found.order_by("legal_last_name", "legal_first_name", "pk")[:12])


def double_bookings(
    program: Any, spans: Sequence[Span], *, room: Any, leaders: Iterable[Any],
    except_session: UUID | None = None, except_group: UUID | None = None,
) -> list[str]:  # fmt: skip
    """Sentences naming who or what is already taken at these times; one statement."""
    if not spans:
        return []
    leader_ids = {leader.pk for leader in leaders if leader}
    wanted = Q(leader_id__in=leader_ids) | Q(co_leader_id__in=leader_ids)
    if room is not None:
        wanted |= Q(room_id=room.pk)
    others = (
        Session.objects.in_program(program)
        .held()
        .filter(
            wanted,
            starts_at__lt=max(span.ends_at for span in spans),
            ends_at__gt=min(span.starts_at for span in spans),
        )
        .select_related("leader", "co_leader", "room")
        .order_by("starts_at")
    )
    if except_session:
        others = others.exclude(pk=except_session)
    if except_group:
        others = others.exclude(group_id=except_group)
    return [
        sentence
        for other in others
        if any(_overlap(other, span) for span in spans)
        for sentence in _busy(other, program, room, leader_ids)
    ][:5]


def _overlap(session: Session, span: Span) -> bool:
    return session.starts_at < span.ends_at and span.starts_at < session.ends_at


def _busy(
    other: Session, program: Any, room: Any, leader_ids: set[UUID]
) -> list[str]:  # fmt: skip
    when = _when(other, program)
    found = []
    if room is not None and other.room_id == room.pk:
        found.append(f"{room} is taken on {when} by {other.title}.")
    return [*found, *leads_then(other, program, leader_ids)]


def leads_then(other: Session, program: Any, leader_ids: set[UUID]) -> list[str]:
    """Say of each of these who leads a session that they do."""
    when = _when(other, program)
    return [
        f"{staff.display_name} leads {other.title} on {when}."
        for staff in (other.leader, other.co_leader)
        if staff is not None and staff.pk in leader_ids
    ]


def _when(session: Session, program: Any) -> str:
    day = day_words(program.day_of(session.starts_at))
    return f"{day} at {clock_in(session.starts_at, program.zone)}"
