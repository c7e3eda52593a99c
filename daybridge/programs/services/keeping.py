"""Sites, rooms and tracks are kept alike: an own name, a version for each change."""

from datetime import datetime
from typing import Any, TypeVar

from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.programs.errors import NameTaken
from daybridge.programs.models import Room, Site, Track
from daybridge.programs.services.holding import hold, hold_program, refuse_stale
from daybridge.programs.values import Wish

Place = TypeVar("Place", Site, Room, Track)


def add(row: Place, values: Wish, *, at: datetime, by: Viewer) -> Place:
    """Write a new row. Raises NameTaken."""
    hold_program(by.program_id)
    return _keep(row, values, "opened", at=at, by=by)


def amend(
    place: Place, values: Wish, *, base: str | None, at: datetime, by: Viewer
) -> Place:
    """Write other values on a row. Raises NameTaken, StaleSetting."""
    hold_program(by.program_id)
    row = hold(place)
    refuse_stale(row, type(values), base)
    return _keep(row, values, "changed", at=at, by=by)


def kind_of(row: Site | Room | Track) -> str:
    """What a row is, in a word: site, room or track."""
    return type(row).__name__.lower()


def _keep(row: Place, values: Wish, act: str, *, at: datetime, by: Viewer) -> Place:
    values.put_on(row)
    _refuse_name_taken(row)
    row.save(force_insert=row._state.adding)
    record(f"programs.{kind_of(row)}_{act}", by=by.actor, target=row, at=at)
    remember([row], fields=type(values).names(), by=by.actor, at=at)
    return row


def _refuse_name_taken(row: Site | Room | Track) -> None:
    others: Any = type(row).objects.in_program(row.program_id).exclude(pk=row.pk)
    if isinstance(row, Room):
        others = others.filter(site_id=row.site_id)
    if any(each.name.casefold() == row.name.casefold() for each in others):
        where = f" at {row.site}" if isinstance(row, Room) else ""
        raise NameTaken(f"There is already a {kind_of(row)} of this name{where}.")
