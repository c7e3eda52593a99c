"""Days on which the program, or one site, does not meet, and holidays it works.

Each change is announced, so that the sessions of the day follow. Days that are over
stay as they were.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.happenings import happened
from daybridge.programs.errors import DayAlreadyClosed, DayIsOver
from daybridge.programs.models import Closure, Site
from daybridge.programs.services.holding import hold, hold_program
from daybridge.programs.year import day_words, holidays_to_fill, worked_before

READABLE = ("on", "name", "kind", "site", "is_open_anyway")


@service
def close_day(
    *, on: date, name: str, site: Site | None, at: datetime, by: Viewer,
    keep: Collection[UUID] = (),
) -> Closure:  # fmt: skip
    """Close one day, everywhere or at one site; sessions in `keep` take place.

    Raises DayAlreadyClosed, DayIsOver.
    """
    hold_program(by.program_id)
    refuse_over(on, at=at, by=by)
    row = closure_on(by.program_id, on, site.pk if site else None)
    if row is not None and not row.is_open_anyway:
        raise DayAlreadyClosed(f"{day_words(on)} is closed already: {row.name}.")
    if row is None:
        row = Closure(program_id=by.program_id, on=on, site=site)
    row.name, row.is_open_anyway = name, False
    row.save()
    _close(row, keep, at, by)
    return row


@service
def fill_holidays(
    *, year: int, at: datetime, by: Viewer, keep: Collection[UUID] = ()
) -> list[Closure]:
    """Put the federal holidays of a year that are still ahead on the calendar.

    One that the program worked the last time is worked again; the others close.
    """
    hold_program(by.program_id)
    worked = worked_before(by, year)
    rows = [
        Closure(
            program_id=by.program_id,
            on=holiday.on,
            name=holiday.name,
            kind=Closure.Kind.FEDERAL,
            is_open_anyway=holiday.name in worked,
        )
        for holiday in holidays_to_fill(by, year, at)
    ]
    for row in rows:
        row.save(force_insert=True)
        if row.is_open_anyway:
            _keep("programs.holiday_worked", row, at, by)
        else:
            _close(row, keep, at, by)
    return rows


@service
def meet_anyway(*, closure: Closure, at: datetime, by: Viewer) -> Closure:
    """Meet on a closed day: its sessions are back, missing ones are made."""
    hold_program(by.program_id)
    row = hold(closure)
    refuse_over(row.on, at=at, by=by)
    if not row.is_open_anyway:
        row.is_open_anyway = True
        row.save(update_fields=["is_open_anyway"])
        _keep("programs.day_opened", row, at, by)
        happened("programs.day_opened", closure=row, at=at, by=by)
    return row


@service
def stay_closed(
    *, closure: Closure, at: datetime, by: Viewer, keep: Collection[UUID] = ()
) -> Closure:
    """Keep a holiday after all; sessions in `keep` take place."""
    hold_program(by.program_id)
    row = hold(closure)
    refuse_over(row.on, at=at, by=by)
    if row.is_open_anyway:
        row.is_open_anyway = False
        row.save(update_fields=["is_open_anyway"])
        _close(row, keep, at, by)
    return row


@service
def rename_closure(*, closure: Closure, name: str, at: datetime, by: Viewer) -> Closure:
    """Say otherwise why a day is closed."""
    row = hold(closure)
    row.name = name
    row.save(update_fields=["name"])
    _keep("programs.closure_renamed", row, at, by)
    return row


@service
def remove_closure(*, closure: Closure, at: datetime, by: Viewer) -> None:
    """Take an own closure off the calendar, as if it had not been planned."""
    meet_anyway(closure=closure, at=at, by=by)
    row = hold(closure)
    _keep("programs.closure_removed", row, at, by)
    row.delete()


def closure_on(program_id: UUID, on: date, site_id: UUID | None) -> Closure | None:
    """What the calendar says of one day, everywhere or at one site."""
    rows: Any = Closure.objects.in_program(program_id)
    found: Closure | None = rows.filter(on=on, site_id=site_id).first()
    return found


def refuse_over(on: date, *, at: datetime, by: Viewer) -> None:
    if on < by.program.day_of(at):
        raise DayIsOver("This day is over; the calendar keeps it as it was.")


def _close(row: Closure, keep: Collection[UUID], at: datetime, by: Viewer) -> None:
    _keep("programs.day_closed", row, at, by)
    happened("programs.day_closed", closure=row, keep=keep, at=at, by=by)


def _keep(action: str, row: Closure, at: datetime, by: Viewer) -> None:
    detail = {"on": row.on.isoformat(), "name": row.name}
    record(action, by=by.actor, target=row, at=at, detail=detail)
    remember([row], fields=READABLE, by=by.actor, at=at)
