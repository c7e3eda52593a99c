"""Today's register: every session within reach and who is there, some at a time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.access.records import barred
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.people.queries import reads_identity
from daybridge.schedule.models import Session
from daybridge.schedule.reach import day_of

SESSIONS = 6  # on one page
SHOWN = (
    "session_id", "mark", "mode", "arrived_at", "left_at",
    "patient__legal_first_name", "patient__legal_last_name",
    "patient__preferred_name", "patient__pronouns",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person expected in one session, and whether they are in the building."""

    name: str
    pronouns: str
    arrived_at: datetime | None
    left_at: datetime | None
    is_expected: bool
    is_telehealth: bool

    @property
    def is_here(self) -> bool:
        """In the building: what an evacuation asks."""
        return (
            self.arrived_at is not None
            and self.left_at is None
            and not self.is_telehealth
        )


@dataclass(frozen=True, slots=True)
class RegisterSession:
    """One of today's sessions with its rows by name."""

    session: Session
    rows: list[RegisterRow]

    @property
    def here_count(self) -> int:
        return sum(row.is_here for row in self.rows)


@dataclass(frozen=True, slots=True)
class Register:
    sessions: list[RegisterSession]
    after: UUID | None  # the last session shown, when more follow

    @property
    def count(self) -> int:
        return sum(len(each.rows) for each in self.sessions)

    @property
    def here_count(self) -> int:
        return sum(each.here_count for each in self.sessions)


def register_of_today(viewer: Viewer, after: UUID | None = None) -> Register:
    """Today's sessions within the viewer's reach, in the order of their start.

    The roster column of the matrix opens names and presence; it does not say why
    somebody is not there.
    """
    start, end = day_of(viewer)
    sessions = Session.objects.visible_to(viewer).held().between(start, end)
    last = sessions.filter(pk=after).first() if after else None
    if last is not None:
        later = Q(starts_at__gt=last.starts_at)
        sessions = sessions.filter(later | Q(starts_at=last.starts_at, pk__gt=last.pk))
    found = list(
        sessions.select_related("leader", "room").order_by("starts_at", "pk")[
            : SESSIONS + 1
        ]
    )
    shown = found[:SESSIONS]
    rows = _rows(viewer, shown)
    return Register(
        [RegisterSession(session, rows[session.pk]) for session in shown],
        shown[-1].pk if len(found) > SESSIONS else None,
    )


def _rows(viewer: Viewer, sessions: list[Session]) -> dict[UUID, list[RegisterRow]]:
    places = (
        Attendance.objects.in_program(viewer.program_id)
        .on_roster()
        .filter(session__in=[session.pk for session in sessions])
        .exclude(barred(viewer, "patient_id"))
        .select_related("patient")
        .only(*SHOWN)
        .order_by("patient__legal_last_name", "patient__legal_first_name", "pk")
    )
    whole = reads_identity(viewer)
    rows = defaultdict(list)
    for place in places:
        rows[place.session_id].append(_row(place, whole=whole))
    return rows


def _row(place: Attendance, *, whole: bool) -> RegisterRow:
    patient: Any = place.patient
    return RegisterRow(
        name=patient.display_name if whole else patient.called,
        pronouns=patient.pronouns,
        arrived_at=place.arrived_at,
        left_at=place.left_at,
        is_expected=place.mark == Mark.EXPECTED,
        is_telehealth=place.mode == Attendance.Mode.TELEHEALTH,
    )
