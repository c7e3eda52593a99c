"""Who came today and who is still expected, for the front desk's own site."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark, ReminderAnswer
from daybridge.schedule.models import Session
from daybridge.schedule.reach import day_of

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Arrival:
    name: str
    pronouns: str
    title: str
    session_id: UUID
    starts_at: datetime
    arrived_at: datetime | None
    answer: ReminderAnswer | None  # to their reminder


@dataclass(frozen=True, slots=True)
class Arrivals:
    expected: list[Arrival]
    came: list[Arrival]

    @property
    def count(self) -> int:
        return len(self.expected) + len(self.came)


def of_today(viewer: Viewer) -> Arrivals:
    """Places of today's sessions within the viewer's reach; one statement.

    The roster column of the matrix opens these names to the desk; it shows whether
    someone is there, and nothing of why a place was missed.
    """
    start, end = day_of(viewer)
    within = Session.objects.visible_to(viewer).held().between(start, end)
    places = (
        Attendance.objects.in_program(viewer.program_id)
        .on_roster()
        .filter(
            starts_at__gte=start,
            starts_at__lt=end,
            session__in=within.values("pk"),
            mark__in=(Mark.EXPECTED, Mark.ATTENDED),
        )
        .select_related("patient", "session", "answer__make_up")
        .order_by("starts_at", "patient__legal_last_name", "pk")
    )
    rows = [_row(place) for place in places[:400]]
    came = [row for row in rows if row.arrived_at is not None]
    came.sort(key=lambda row: row.arrived_at or row.starts_at, reverse=True)
    expected = [row for row in rows if row.arrived_at is None]
    return Arrivals(expected[:SHOWN], came[:SHOWN])


def _row(place: Attendance) -> Arrival:
    return Arrival(
        name=place.patient.display_name,
        pronouns=place.patient.pronouns,
        title=place.session.title,
        session_id=place.session_id,
        starts_at=place.starts_at,
        arrived_at=place.arrived_at,
        answer=place.answer,
    )
