"""Evenings of their own from next Monday on, with seats left: weeks to choose from.

Five groups of one evening each make many weeks of three days, beside the three closed
groups that are full. Where no room is free, the evening is by telehealth.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import cycle
from uuid import UUID

from daybridge.demo.clinic import COMING_WEEKS, COUNSELORS, Clinic
from daybridge.demo.draw import Draw
from daybridge.programs.models import Room, Topic, Track
from daybridge.schedule.meetings import meetings
from daybridge.schedule.models import Group, Session
from daybridge.schedule.occurrences import weekdays, weekly
from daybridge.schedule.services.making import session_at

EVENING, MINUTES, SEATS = time(17, 30), 180, 8
EVENINGS = (  # weekday, name, modality
    (0, "Monday process", "group"),
    (1, "Tuesday skills", "skills"),
    (2, "Wednesday process", "group"),
    (3, "Thursday process", "group"),
    (4, "Friday relapse prevention", "skills"),
)
ADDRESS = "https://meet.example.org/evening"


def open_evenings(clinic: Clinic, draw: Draw) -> None:
    """Write the groups and their coming sessions."""
    track = Track.objects.in_program(clinic.program_id).get(name="Evening IOP")
    rooms = Room.objects.in_program(clinic.program_id).filter(site_id=track.site_id)
    rooms = rooms.order_by("name", "pk")
    running = Group.objects.in_program(clinic.program_id).filter(starts_at=EVENING)
    monday = clinic.today + timedelta(days=7 - clinic.today.weekday())
    groups = []
    for weekday, name, modality in EVENINGS:
        held = [group for group in running if weekday in weekdays(group.recurrence)]
        room = _first_free(
            rooms.values_list("pk", flat=True), [g.room_id for g in held]
        )
        leading = [
            key for group in held for key in (group.leader_id, group.co_leader_id)
        ]
        counselors = [member.id for member in clinic.staff[:COUNSELORS]]
        groups.append(
            Group(
                id=draw.id(clinic.opened_at), program_id=clinic.program_id, name=name,
                created_at=clinic.opened_at,
                track=track, modality=modality, curriculum_id=clinic.curriculum_id,
                capacity=SEATS, starts_at=EVENING,
                leader_id=_first_free(counselors, leading) or counselors[0],
                room_id=room, telehealth_url="" if room else ADDRESS,
                minutes=MINUTES, recurrence=weekly([weekday]), starts_on=monday,
            )
        )  # fmt: skip
    Group.objects.bulk_create(groups)
    course = Topic.objects.in_program(clinic.program_id).order_by("number")
    topics = list(course.filter(curriculum=clinic.curriculum_id))
    last = clinic.today + timedelta(weeks=COMING_WEEKS)
    closed: dict[UUID | None, frozenset[date]] = {None: clinic.closed_on}
    sessions = [
        session_at(group, meeting, topic)
        for group in groups
        for meeting, topic in zip(
            meetings(track.program, group, monday, last, closed),
            cycle(topics),
            strict=False,
        )
    ]
    for session in sessions:
        session.id, session.created_at = draw.id(clinic.opened_at), clinic.opened_at
    Session.objects.bulk_create(sessions)


def _first_free(keys: Iterable[UUID], taken: Iterable[UUID | None]) -> UUID | None:
    """The first that nobody has that evening."""
    gone = set(taken)
    return next((key for key in keys if key not in gone), None)
