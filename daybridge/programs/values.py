"""What people ask of the program: the whole wished state of a row, never half of it."""

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wish:
    """How a row should read; the fields are those of the row."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))

    @classmethod
    def of(cls, row: Any) -> Self:
        """How the row reads now."""
        return cls(**{name: getattr(row, name) for name in cls.names()})

    def put_on(self, row: Any) -> None:
        for name in self.names():
            setattr(row, name, getattr(self, name))

    @property
    def seen(self) -> str:
        """A mark of how it reads: another mark means that someone changed it."""
        shown = [str(getattr(self, name)) for name in self.names()]
        return hashlib.sha256(repr(shown).encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class ProgramValues(Wish):
    name: str
    door_name: str
    time_zone: str
    week_starts_on: int
    state: str
    note_format: str
    grace_minutes: int
    group_size_limit: int
    patients_per_staff: int
    public_slug: str | None = None  # in the address of its public pages
    public_phone: str = ""
    phone_hours: str = ""
    calls_back_within_hours: int = 24
    individual_minutes: int = 60
    conjoint_minutes: int = 60


@dataclass(frozen=True, slots=True)
class SiteValues(Wish):
    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class RoomValues(Wish):
    name: str
    capacity: int


@dataclass(frozen=True, slots=True)
class TrackValues(Wish):
    name: str
    site_id: UUID
    level_of_care: str = "2.1"
    for_adolescents: bool = False


@dataclass(frozen=True, slots=True)
class DoseValues(Wish):
    """What a week must hold, in minutes and days."""

    min_week_minutes: int
    max_week_minutes: int
    min_days: int
    max_days: int
    min_day_minutes: int
    max_day_minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class DayRuleValues(Wish):
    """When a day counts: by minutes, by services, or by both."""

    name: str
    min_minutes: int | None
    min_services: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """A session that a closed day stops, or has stopped; a later room fills it in."""

    PLANNED: ClassVar[str] = "planned"  # takes place unless it is stopped
    UNDER_WAY: ClassVar[str] = "under way"  # people are there: it stays
    STOPPED: ClassVar[str] = "stopped"  # by a closed day
    CANCELLED: ClassVar[str] = "cancelled"  # by hand, for another reason

    id: UUID
    on: date
    title: str
    time: str  # 5:30–8:30 pm
    leader: str
    people: int  # who are expected
    state: str
    url: str
