"""What people decide about a person's care, as services take it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from daybridge.rules.first_week import Meeting


@dataclass(frozen=True, slots=True)
class Dose:
    """How much treatment a week is ordered, and why."""

    minutes_per_week: int
    days_per_week: int
    reason: str = ""
    outside_is_meant: bool = False  # the person read the warning and said why
    modality_mix: dict[str, int] = field(default_factory=dict)  # sessions a week


@dataclass(frozen=True, slots=True)
class Admission:
    """How an episode begins."""

    track: Any  # programs.Track
    admitted_on: date
    dose: Dose
    referral_source: str = ""  # TEDS PSOURCE; empty while it is not known
    primary_substance: str = ""  # TEDS SUB1
    places: bool = False  # give them places in the groups of the track at once
    facts: Mapping[str, str] = field(default_factory=dict)  # TEDS field -> code


@dataclass(frozen=True, slots=True)
class Move:
    """To which track, from which day, with which dose; which places stay."""

    track: Any  # programs.Track
    starts_on: date
    dose: Dose
    places_kept: Collection[UUID] = ()  # schedule.Enrollment ids


@dataclass(frozen=True, slots=True)
class Leaving:
    """How an episode ends."""

    discharged_on: date  # the first day out
    reason: str  # a DischargeReason
    last_contact_on: date | None = None


@dataclass(frozen=True, slots=True)
class StandingPlace:
    """One place in a group, as later rooms tell of it."""

    id: UUID
    track_id: UUID
    group: str
    meets: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class TimesTold:
    """The times of the week somebody can come or cannot, as an inquiry keeps them."""

    times: list[dict[str, Any]]
    version: int  # of the inquiry they were read from


@dataclass(frozen=True, slots=True)
class GroupTimes:
    """When a group of a track meets, as later rooms tell of it."""

    id: UUID
    track_id: UUID
    name: str
    meetings: tuple[Meeting, ...]
    counts_to_dose: bool
    places_left: int


@dataclass(frozen=True, slots=True)
class Followed:
    """An act on an episode, and what followed from it, in sentences."""

    episode: Any  # intake.Episode
    sentences: tuple[str, ...] = ()
