"""Evenings of their own from next Monday on, with seats left: weeks to choose from.

Five groups of one evening each make many weeks of three days, beside the three closed
groups that are full; one of them meets by telehealth.
"""

from datetime import date, time, timedelta
from uuid import UUID

from daybridge.demo.clinic import COMING_WEEKS, COUNSELORS, Clinic
from daybridge.demo.draw import Draw
from daybridge.programs.models import Room, Track
from daybridge.schedule.meetings import meetings
from daybridge.schedule.models import Group, Session
from daybridge.schedule.occurrences import weekly
from daybridge.schedule.services.making import session_at

EVENING, MINUTES, SEATS = time(17, 30), 180, 8
EVENINGS = (  # weekday, name, modality, which counselor, which room (none: telehealth)
    (0, "Monday process", "group", 2, 2),
    (1, "Tuesday skills", "skills", 0, 0),
    (2, "Wednesday from home", "group", 1, None),
    (3, "Thursday process", "group", 2, 2),
    (4, "Friday relapse prevention", "skills", 0, 0),
)
ADDRESS = "https://meet.example.org/wednesday"


def open_evenings(clinic: Clinic, draw: Draw) -> None:
    """Write the groups and their coming sessions."""
    track = Track.objects.in_program(clinic.program_id).get(name="Evening IOP")
    rooms = Room.objects.in_program(clinic.program_id).filter(site_id=track.site_id)
    in_order = list(rooms.order_by("pk"))
    monday = clinic.today + timedelta(days=7 - clinic.today.weekday())
    groups = [
        Group(
            id=draw.id(clinic.opened_at), program_id=clinic.program_id, name=name,
            track=track, modality=modality,
            leader_id=clinic.staff[leader % COUNSELORS].id,
            room=None if room is None else in_order[room],
            telehealth_url="" if room is not None else ADDRESS, capacity=SEATS,
            starts_at=EVENING, minutes=MINUTES, recurrence=weekly([weekday]),
            starts_on=monday,
        )
        for weekday, name, modality, leader, room in EVENINGS
    ]  # fmt: skip
    Group.objects.bulk_create(groups)
    last = clinic.today + timedelta(weeks=COMING_WEEKS)
    closed: dict[UUID | None, frozenset[date]] = {None: clinic.closed_on}
    Session.objects.bulk_create(
        session_at(group, meeting, None)
        for group in groups
        for meeting in meetings(track.program, group, monday, last, closed)
    )
