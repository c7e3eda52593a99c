"""Today's register: every session within reach and who is there, some at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Q, UUIDField

from daybridge.access.prepared import DAY_MARKS, Place, PreparedForViewer
from daybridge.access.records import barred
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark
from daybridge.people.models import called, display_name
from daybridge.people.queries import reads_identity
from daybridge.schedule.models import Session
from daybridge.schedule.reach import day_of

SESSIONS = 6  # on one page


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

    key: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str  # the room, or what stands for one
    leader: str
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
    last = _last_shown(viewer, after) if after else None
    found = (
        LATER_SESSIONS.rows(
            viewer, day_start=start, day_end=end, last_at=last[0], last_key=last[1]
        )
        if last
        else FIRST_SESSIONS.rows(viewer, day_start=start, day_end=end)
    )
    shown = found[:SESSIONS]
    rows = _rows(viewer, [row[0] for row in shown])
    return Register(
        [_session(*row, rows=rows[row[0]]) for row in shown],
        shown[-1][0] if len(found) > SESSIONS else None,
    )


def _last_shown(viewer: Viewer, after: UUID) -> tuple[datetime, UUID] | None:
    seen = _of_today(viewer, *day_of(viewer)).filter(pk=after)
    last: tuple[datetime, UUID] | None = seen.values_list("starts_at", "pk").first()
    return last


def _of_today(viewer: Viewer, start: datetime, end: datetime) -> Any:
    return Session.objects.visible_to(viewer).held().between(start, end)


def _sessions(
    viewer: Viewer, day_start: datetime, day_end: datetime, **last: Any
) -> Any:
    sessions = _of_today(viewer, day_start, day_end)
    if last:
        later = Q(starts_at__gt=last["last_at"])
        same = Q(starts_at=last["last_at"], pk__gt=last["last_key"])
        sessions = sessions.filter(later | same)
    columns = (
        "id", "title", "starts_at", "ends_at", "room__name", "telehealth_url",
        "leader__preferred_name", "leader__legal_first_name", "leader__legal_last_name",
    )  # fmt: skip
    in_order = sessions.order_by("starts_at", "pk")
    return in_order.values_list(*columns)[: SESSIONS + 1]


def _session(
    key: UUID, title: str, starts_at: datetime, ends_at: datetime,
    room: str | None, telehealth_url: str, *leader: str, rows: list[RegisterRow],
) -> RegisterSession:  # fmt: skip
    place = room or ("Telehealth" if telehealth_url else "No room yet")
    return RegisterSession(
        key, title, starts_at, ends_at, place, display_name(*leader), rows
    )


def _rows(viewer: Viewer, sessions: Sequence[UUID]) -> dict[UUID, list[RegisterRow]]:
    """The rows of at most a page of sessions, each session's by name."""
    rows: dict[UUID, list[RegisterRow]] = defaultdict(list)
    if not sessions:
        return rows
    whole = reads_identity(viewer)
    filled = [*sessions, *[sessions[0]] * (SESSIONS - len(sessions))]
    for session_id, *place in PLACES.rows(viewer, **dict(zip(IN, filled, strict=True))):
        rows[session_id].append(_row(*place, whole=whole))
    return rows


def _places(viewer: Viewer, **sessions: UUID) -> Any:
    columns = (
        "session_id", "mark", "mode", "arrived_at", "left_at", "patient__pronouns",
        "patient__preferred_name", "patient__legal_first_name",
        "patient__legal_last_name",
    )  # fmt: skip
    return (
        Attendance.objects.in_program(viewer.program_id)
        .on_roster()
        .filter(session__in=list(sessions.values()))
        .exclude(barred(viewer, "patient_id"))
        .order_by("patient__legal_last_name", "patient__legal_first_name", "pk")
        .values_list(*columns)
    )


def _row(
    mark: str, mode: str, arrived_at: datetime | None, left_at: datetime | None,
    pronouns: str, preferred: str, first: str, last: str, *, whole: bool,
) -> RegisterRow:  # fmt: skip
    return RegisterRow(
        name=display_name(preferred, first, last)
        if whole
        else called(preferred, first),
        pronouns=pronouns,
        arrived_at=arrived_at,
        left_at=left_at,
        is_expected=mark == Mark.EXPECTED,
        is_telehealth=mode == Attendance.Mode.TELEHEALTH,
    )


LAST: dict[str, Place] = {
    "last_at": (DateTimeField(), datetime(1902, 1, 1, tzinfo=UTC)),
    "last_key": (UUIDField(), UUID(int=1)),
}
IN: dict[str, Place] = {
    f"session{n}": (UUIDField(), UUID(int=10 + n)) for n in range(SESSIONS)
}
FIRST_SESSIONS = PreparedForViewer(_sessions, DAY_MARKS)
LATER_SESSIONS = PreparedForViewer(_sessions, DAY_MARKS | LAST)
PLACES = PreparedForViewer(_places, IN)
