"""One session's roster, as the pages of an evening read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.records import barred
from daybridge.access.viewer import Viewer
from daybridge.attendance import credit
from daybridge.attendance.models import Attendance, Mark
from daybridge.rules.time_in_care import Presence


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One patient's place in one session."""

    attendance_id: UUID
    version: int
    patient_id: UUID
    name: str
    called: str
    sort_name: str
    legal_first_name: str
    legal_last_name: str
    preferred_name: str
    pronouns: str
    mark: Mark
    mode: str
    origin: str
    arrived_at: datetime | None
    left_at: datetime | None
    minutes: int  # credited; while the session runs, as if they stay
    absence_reason: str
    presence: Presence
    arrived_by_door: bool
    removed_at: datetime | None

    @property
    def is_telehealth(self) -> bool:
        return self.mode == Attendance.Mode.TELEHEALTH

    @property
    def is_guest(self) -> bool:
        return self.origin != Attendance.Origin.ENROLLED


def roster_for(
    session: Any, *, now: datetime, viewer: Viewer | None = None
) -> list[RosterRow]:
    """Who is on a session's roster and how each attends, by name; one statement.

    With a viewer, without the charts that are closed to them.
    """
    return _rows(session, now, viewer, removed=False)


def removed_from(
    session: Any, *, now: datetime, viewer: Viewer | None = None
) -> list[RosterRow]:
    """Who was taken off this roster; their texts are kept and they can come back."""
    return _rows(session, now, viewer, removed=True)


def _rows(
    session: Any, now: datetime, viewer: Viewer | None, *, removed: bool
) -> list[RosterRow]:
    places = (
        Attendance.objects.in_program(session.program_id)
        .filter(session_id=session.pk, removed_at__isnull=not removed)
        .select_related("patient", "program")
        .order_by("patient__legal_last_name", "patient__legal_first_name", "pk")
    )
    if viewer is not None:
        places = places.exclude(barred(viewer, "patient_id"))
    return [_row(place, session, now) for place in places]


def _row(place: Attendance, session: Any, now: datetime) -> RosterRow:
    patient = place.patient
    return RosterRow(
        attendance_id=place.pk,
        version=place.version,
        patient_id=patient.pk,
        name=patient.display_name,
        called=patient.called,
        sort_name=patient.sort_name,
        legal_first_name=patient.legal_first_name,
        legal_last_name=patient.legal_last_name,
        preferred_name=patient.preferred_name,
        pronouns=patient.pronouns,
        mark=Mark(place.mark),
        mode=place.mode,
        origin=place.origin,
        arrived_at=place.arrived_at,
        left_at=place.left_at,
        minutes=place.minutes,
        absence_reason=place.absence_reason,
        presence=credit.presence(
            place,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            now=now,
            grace=credit.grace_of(place.program),
        ),
        arrived_by_door=place.mark == Mark.ATTENDED and place.arrived_by_id is None,
        removed_at=place.removed_at,
    )
