"""Sites and rooms: opened, changed, retired and taken up again. Nothing is deleted."""

from datetime import datetime
from typing import Any, TypeVar

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.programs.errors import NameTaken
from daybridge.programs.in_use import refuse_in_use
from daybridge.programs.models import Room, Site, Track
from daybridge.programs.services.holding import hold, hold_program, refuse_stale
from daybridge.programs.values import RoomValues, SiteValues

Place = TypeVar("Place", Site, Room, Track)


@service
def open_site(*, values: SiteValues, at: datetime, by: Viewer) -> Site:
    """Add a place where the program meets. Raises NameTaken."""
    hold_program(by.program_id)
    row = Site(program_id=by.program_id)
    values.put_on(row)
    _refuse_name_taken(row)
    row.save(force_insert=True)
    record("programs.site_opened", by=by.actor, target=row, at=at)
    remember([row], fields=SiteValues.names(), by=by.actor, at=at)
    return row


@service
def change_site(
    *, site: Site, values: SiteValues, at: datetime, by: Viewer,
    base: str | None = None,
) -> Site:  # fmt: skip
    """Change a site. Raises NameTaken, StaleSetting."""
    hold_program(by.program_id)
    row = hold(site)
    refuse_stale(row, SiteValues, base)
    values.put_on(row)
    _refuse_name_taken(row)
    row.save()
    record("programs.site_changed", by=by.actor, target=row, at=at)
    remember([row], fields=SiteValues.names(), by=by.actor, at=at)
    return row


@service
def open_room(*, site: Site, values: RoomValues, at: datetime, by: Viewer) -> Room:
    """Add a room to a site. Raises NameTaken."""
    hold_program(by.program_id)
    row = Room(program_id=by.program_id, site=site)
    values.put_on(row)
    _refuse_name_taken(row)
    row.save(force_insert=True)
    record("programs.room_opened", by=by.actor, target=row, at=at)
    remember([row], fields=RoomValues.names(), by=by.actor, at=at)
    return row


@service
def change_room(
    *, room: Room, values: RoomValues, at: datetime, by: Viewer,
    base: str | None = None,
) -> Room:  # fmt: skip
    """Change a room. Raises NameTaken, StaleSetting."""
    hold_program(by.program_id)
    row = hold(room)
    refuse_stale(row, RoomValues, base)
    values.put_on(row)
    _refuse_name_taken(row)
    row.save()
    record("programs.room_changed", by=by.actor, target=row, at=at)
    remember([row], fields=RoomValues.names(), by=by.actor, at=at)
    return row


@service
def retire(*, place: Place, at: datetime, by: Viewer) -> Place:
    """Offer a site, room or track no more; what happened there keeps its name.

    Raises StillInUse when groups, sessions or people still depend on it.
    """
    hold_program(by.program_id)
    row = hold(place)
    if row.closed_on is not None:
        return row
    today = at.astimezone(by.program.zone).date()
    refuse_in_use(row, today=today, at=at)
    row.closed_on = today
    row.save(update_fields=["closed_on"])
    record(f"programs.{_kind(row)}_retired", by=by.actor, target=row, at=at)
    return row


@service
def take_up_again(*, place: Place, at: datetime, by: Viewer) -> Place:
    """Offer a retired site, room or track again."""
    row = hold(place)
    if row.closed_on is None:
        return row
    row.closed_on = None
    row.save(update_fields=["closed_on"])
    record(f"programs.{_kind(row)}_taken_up_again", by=by.actor, target=row, at=at)
    return row


def _kind(row: Site | Room | Track) -> str:
    return type(row).__name__.lower()


def _refuse_name_taken(row: Site | Room) -> None:
    others: Any = type(row).objects.in_program(row.program_id).exclude(pk=row.pk)
    if isinstance(row, Room):
        others = others.filter(site_id=row.site_id)
    if any(each.name.casefold() == row.name.casefold() for each in others):
        where = f" at {row.site}" if isinstance(row, Room) else ""
        raise NameTaken(f"There is already a {_kind(row)} of this name{where}.")
