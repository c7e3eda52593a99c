"""How a session read before its repair: kept with the step, so it can be taken back."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from daybridge.schedule.models import RepairStep, Session


@dataclass(frozen=True, slots=True)
class Was:
    """When, with whom and where."""

    starts_at: datetime
    ends_at: datetime
    leader_id: UUID
    co_leader_id: UUID | None
    room_id: UUID | None

    @classmethod
    def of(cls, session: Session) -> Self:
        """As the session reads now."""
        return cls(
            session.starts_at, session.ends_at, session.leader_id,
            session.co_leader_id, session.room_id,
        )  # fmt: skip

    @classmethod
    def before(cls, step: RepairStep) -> Self:
        """As it read before it was repaired; as it reads now, until it is."""
        kept: dict[str, Any] | None = step.before
        if kept is None:
            return cls.of(step.session)
        return cls(
            starts_at=datetime.fromisoformat(kept["starts_at"]),
            ends_at=datetime.fromisoformat(kept["ends_at"]),
            leader_id=UUID(kept["leader_id"]),
            co_leader_id=_key(kept["co_leader_id"]),
            room_id=_key(kept["room_id"]),
        )

    def as_document(self) -> dict[str, str | None]:
        """The same, to be kept."""
        return {name: _text(value) for name, value in asdict(self).items()}


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _text(value: datetime | UUID | None) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if value else None
