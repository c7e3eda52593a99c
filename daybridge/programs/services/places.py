"""Sites and rooms: opened, changed, retired and taken up again. Nothing is deleted."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.programs.in_use import refuse_in_use
from daybridge.programs.models import Room, Site
from daybridge.programs.services.holding import hold, hold_program
from daybridge.programs.services.keeping import Place, add, amend, kind_of
from daybridge.programs.values import RoomValues, SiteValues


@service
def open_site(*, values: SiteValues, at: datetime, by: Viewer) -> Site:
    """Add a place where the program meets. Raises NameTaken."""
    return add(Site(program_id=by.program_id), values, at=at, by=by)


@service
def change_site(
    *, site: Site, values: SiteValues, at: datetime, by: Viewer,
    base: str | None = None,
) -> Site:  # fmt: skip
    """Change a site. Raises NameTaken, StaleSetting."""
    return amend(site, values, base=base, at=at, by=by)


@service
def open_room(*, site: Site, values: RoomValues, at: datetime, by: Viewer) -> Room:
    """Add a room to a site. Raises NameTaken."""
    row = Room(program_id=by.program_id, site=site)
    return add(row, values, at=at, by=by)


@service
def change_room(
    *, room: Room, values: RoomValues, at: datetime, by: Viewer,
    base: str | None = None,
) -> Room:  # fmt: skip
    """Change a room. Raises NameTaken, StaleSetting."""
    return amend(room, values, base=base, at=at, by=by)


@service
def retire(*, place: Place, at: datetime, by: Viewer) -> Place:
    """Offer a site, room or track no more; what happened there keeps its name.

    Raises StillInUse when groups, sessions or people still depend on it.
    """
    hold_program(by.program_id)
    row = hold(place)
    if row.closed_on is not None:
        return row
    today = by.program.day_of(at)
    refuse_in_use(row, today=today, at=at)
    row.closed_on = today
    row.save(update_fields=["closed_on"])
    record(f"programs.{kind_of(row)}_retired", by=by.actor, target=row, at=at)
    return row


@service
def take_up_again(*, place: Place, at: datetime, by: Viewer) -> Place:
    """Offer a retired site, room or track again."""
    row = hold(place)
    if row.closed_on is None:
        return row
    row.closed_on = None
    row.save(update_fields=["closed_on"])
    record(f"programs.{kind_of(row)}_taken_up_again", by=by.actor, target=row, at=at)
    return row
