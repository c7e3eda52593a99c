"""What a reader may choose on a report, read from the address with kind defaults."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict

from daybridge.access.viewer import Viewer
from daybridge.programs.models import Track

LONGEST_DAYS = 3 * 366
EARLIEST = date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class Filters:
    """A period, days included, and maybe one track."""

    first: date
    last: date
    track_id: UUID | None
    tracks: dict[UUID, str]  # every track of the program, by name
    today: date

    @property
    def track(self) -> str:
        return self.tracks[self.track_id] if self.track_id else "All tracks"

    def limit(self, path: str) -> dict[str, Any]:
        """Keyword arguments that limit a query to the track, if one is chosen."""
        return {path: self.track_id} if self.track_id else {}


def read_filters(query: QueryDict, viewer: Viewer, *, weeks: int) -> Filters:
    """Take the period and track from the address; what makes no sense is left out."""
    today = viewer.today
    last = min(_day(query.get("to")) or today, today)
    first = _day(query.get("from")) or last - timedelta(weeks=weeks)
    if first > last:
        first, last = last, first
    first = max(first, last - timedelta(days=LONGEST_DAYS))
    named = Track.objects.in_program(viewer.program_id).order_by("name")
    tracks = dict(named.values_list("pk", "name"))
    chosen = _key(query.get("track"))
    return Filters(first, last, chosen if chosen in tracks else None, tracks, today)


def _day(text: str | None) -> date | None:
    try:
        return max(date.fromisoformat(text or ""), EARLIEST)
    except ValueError:
        return None


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
