"""A week as somebody saw it on a page, and chose it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

OTHER_WEEK = "Another week was found"


@dataclass(frozen=True, slots=True)
class ChosenHour:
    """An individual or family session as it was seen."""

    kind: str  # of programs.Modality
    number: int  # among those of its kind
    start: int  # minutes of the week
    leader_id: UUID
    room_id: UUID | None  # None: by telehealth

    @property
    def own_id(self) -> str:
        """How `fitting.individual` counts it, after the patient."""
        return f"{self.kind}/{self.number}"


@dataclass(frozen=True, slots=True)
class ChosenWeek:
    """The groups of a week as somebody saw them, and where the person had a place."""

    groups: Mapping[UUID, int]  # each with the version that was seen
    held: frozenset[UUID]
    hours: tuple[ChosenHour, ...] = ()
    hours_held: frozenset[UUID] = frozenset()  # standing ones that were seen

    @property
    def left(self) -> frozenset[UUID]:
        return self.held - set(self.groups)

    @property
    def joined(self) -> frozenset[UUID]:
        return frozenset(self.groups) - self.held
