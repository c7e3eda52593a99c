"""What still depends on a site, room or track, as sentences."""

from datetime import date, datetime

from daybridge.programs.errors import StillInUse
from daybridge.programs.models import Room, Site, Track
from daybridge.rules.wording import count_of, listed

NAMED = 3  # so many are named; the rest are counted


def refuse_in_use(row: Site | Room | Track, *, today: date, at: datetime) -> None:
    """Raise StillInUse with what has to be moved or ended first."""
    users = users_of(row, today=today, at=at)
    if users:
        raise StillInUse(f"{row} is still used by {listed(users)}. Move them first.")


def users_of(row: Site | Room | Track, *, today: date, at: datetime) -> list[str]:
    """Who uses a place now or from a day to come: groups, sessions, people, rooms."""
    if isinstance(row, Site):
        return [
            *_named(row.rooms.filter(closed_on=None)),
            *_named(row.tracks.filter(closed_on=None)),
        ]
    found = _named(row.groups.exclude(ends_on__lt=today))
    sessions = row.sessions.filter(ends_at__gt=at, cancelled_at=None).count()
    if sessions:
        found.append(f"{count_of(sessions, 'session')} ahead")
    if isinstance(row, Track):
        people = row.stays.filter(ended_on=None).count()
        if people:
            found.append(count_of(people, "person in care", "people in care"))
    return found


def _named(rows: object) -> list[str]:
    names = list(rows.order_by("name").values_list("name", flat=True))  # type: ignore[attr-defined]
    if len(names) <= NAMED:
        return names
    return [*names[:NAMED], f"{len(names) - NAMED} more"]
