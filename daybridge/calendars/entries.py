"""What a calendar holds before it is written down, and how two are told apart."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

FORM = 1  # counts up when the same entries are written otherwise


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment."""

    uid: UUID
    starts_at: datetime
    ends_at: datetime
    words: str
    sequence: int  # never falls: a calendar keeps the higher one
    is_off: bool = False  # cancelled, or they are excused
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class WholeDay:
    """A day on which the program does not meet."""

    uid: UUID
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """Everything one person's calendar says."""

    name: str
    zone: ZoneInfo
    entries: tuple[Entry, ...] = ()
    days: tuple[WholeDay, ...] = ()

    @property
    def digest(self) -> str:
        """Equal digests, equal calendars."""
        said = (FORM, self.name, self.zone.key, self.entries, self.days)
        return hashlib.sha256(repr(said).encode(errors="surrogatepass")).hexdigest()


def uid_of(owner_id: UUID, appointment: UUID | str) -> UUID:
    """The name of one person's appointment, for ever the same.

    It is another one for everybody in a group: who keeps the calendars of two people
    must not see by it that they meet.
    """
    named = f"calendar-{owner_id}:{appointment}".encode()
    mark = hmac.new(settings.LOOKUP_KEY, named, hashlib.sha256).digest()
    return UUID(bytes=mark[:16], version=5)
