"""One patient's place in one session, while the generator fills it in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.demo.caseload import InCare
from daybridge.demo.groups import Held


@dataclass(slots=True)
class Place:
    id: UUID
    who: InCare
    held: Held
    mark: str = "expected"
    mode: str = "in_person"
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    arrived_by: UUID | None = None
    minutes: int = 0
    absence_reason: str = ""
