"""The assessments somebody has booked with me, today and in the days to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.intake.models import AssessmentBooking
from daybridge.people.doors import address_of

DAYS_AHEAD = 7
SHOWN = 20
COLUMNS = (
    "patient_id", "patient__preferred_name", "patient__legal_first_name",
    "patient__legal_last_name", "starts_at", "ends_at", "mode", "place",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Booked:
    """One assessment to come."""

    patient_id: UUID
    preferred_name: str
    first_name: str
    last_name: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str

    @property
    def name(self) -> str:
        return f"{self.preferred_name or self.first_name} {self.last_name}".strip()

    @property
    def how(self) -> str:
        return str(AssessmentBooking.Mode(self.mode).label)

    @property
    def url(self) -> str:
        """Their assessments, once that room is there; else the person."""
        return address_of("assessments:of", self.patient_id) or address_of(
            "people:patient", self.patient_id
        )


@dataclass(frozen=True, slots=True)
class Bookings:
    rows: tuple[Booked, ...]

    @property
    def count(self) -> int:
        return len(self.rows)


def booked(viewer: Viewer) -> Bookings | list[Booked]:
    """What is not over yet, the next first; one statement. Nothing at all for none."""
    start, end = viewer.at, viewer.at + timedelta(days=DAYS_AHEAD)
    rows = AssessmentBooking.objects.visible_to(viewer).standing()
    mine = rows.filter(
        assessor_id=viewer.staff_id, ends_at__gt=start, starts_at__lt=end
    )
    found = mine.order_by("starts_at").values_list(*COLUMNS)[:SHOWN]
    bookings = tuple(Booked(*row) for row in found)
    return Bookings(bookings) if bookings else []
