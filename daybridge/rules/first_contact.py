"""How long somebody who asked has been waiting, and whether that is late by now.

Source: quick access within 48-72 hours is a lever of retention (SAMHSA TIP 47, as a
        composite); the hours of each stage are ours.
Units:  whole hours since the first contact, nights and weekends among them.
Decided: the person waits at night too, so no hour is left out. A stage counts from the
        first contact and not from its own beginning, so that a slow start is never
        forgotten. Whoever asked to be called later waits for that time and not for us.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Waiting(StrEnum):
    CALM = "calm"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many hours on a stage asks for attention, and is late."""

    soon: int
    late: int


LIMITS: Mapping[str, Limits] = {  # stage -> hours since the first contact
    "new": Limits(soon=2, late=12),
    "reached": Limits(soon=12, late=24),
    "screened": Limits(soon=24, late=48),
    "benefits": Limits(soon=24, late=48),
    "booked": Limits(soon=48, late=72),
    "offered": Limits(soon=72, late=120),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """What a card shows: hours, how they read, and whether they are too many."""

    hours: int
    words: str
    waiting: Waiting


def clock(
    stage: str,
    *,
    first_contact_at: datetime,
    at: datetime,
    asked_for: datetime | None = None,
) -> Clock:
    """The clock of one inquiry; `asked_for` is when they want to be called or seen."""
    waited = max(at - first_contact_at, timedelta(0))
    hours = int(waited.total_seconds() // 3600)
    return Clock(hours, hours_words(hours), _waiting(stage, hours, at, asked_for))


def _waiting(
    stage: str, hours: int, at: datetime, asked_for: datetime | None
) -> Waiting:
    limits = LIMITS.get(stage)
    if limits is None:
        return Waiting.CALM  # it is over
    if asked_for is not None:
        return Waiting.CALM if asked_for > at else Waiting.LATE
    if hours >= limits.late:
        return Waiting.LATE
    return Waiting.SOON if hours >= limits.soon else Waiting.CALM


def hours_words(hours: int) -> str:
    """Under 1 h; 47 h; from two days on also days: 3 days."""
    if hours < 1:
        return "under 1 h"
    if hours < 48:
        return f"{hours} h"
    return f"{hours // 24} days"
