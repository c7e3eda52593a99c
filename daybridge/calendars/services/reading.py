"""A calendar program asks: what it is told, and what is kept of that.

A program asks every quarter of an hour. What the audit keeps is that an address was
read on a day and from where first; a row for each question would bury what people did,
ninety-six times a day and for each device. A question changes nothing else, unless the
calendar says something new.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.calendars.entries import OwnCalendar
from daybridge.calendars.models import CalendarFeed
from daybridge.calendars.services.feeds import KIND
from daybridge.calendars.sources import calendar_of_patient, calendar_of_staff
from daybridge.consents.secrets_of_links import digest
from daybridge.people.middleware import viewer_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What an address says now."""

    calendar: OwnCalendar
    digest: str
    changed_at: datetime  # whole seconds, as HTTP and iCalendar write them


def find_feed(secret: str) -> CalendarFeed | None:
    """The address that still answers to a secret.

    The same one question whether the secret is unknown, ended or not a secret at all.
    """
    found: CalendarFeed | None = (
        CalendarFeed.objects.across_programs(because="a secret finds its own program")
        .serving()
        .filter(secret_digest=digest(KIND, secret))
        .first()
    )
    return found


@service
def read_feed(*, feed: CalendarFeed, at: datetime, address: str = "") -> Reading | None:
    """What an address says, decided while nobody can end it; None once it is ended."""
    row: CalendarFeed | None = (
        CalendarFeed.objects.in_program(feed.program_id)
        .serving()
        .filter(pk=feed.pk)
        .select_related("program", "patient__program", "staff__program")
        .select_for_update(of=("self",))
        .first()
    )
    if row is None:
        return None
    calendar = _calendar_of(row, at=at)
    changed_at = _keep(row, calendar.digest, at=at, address=address)
    return Reading(calendar, row.content_digest, changed_at)


def _calendar_of(row: CalendarFeed, *, at: datetime) -> OwnCalendar:
    owner: Any = row.patient or row.staff
    if row.patient_id is not None:
        return calendar_of_patient(owner, at=at)
    return calendar_of_staff(viewer_of(owner, at=at))


def _keep(row: CalendarFeed, said: str, *, at: datetime, address: str) -> datetime:
    """Write down the day of this reading, and what is new; since when it is so."""
    today = row.program.day_of(at)
    new, changed_at = [], row.changed_at
    if changed_at is None or row.content_digest != said:
        changed_at = at.replace(microsecond=0)
        row.content_digest, row.changed_at = said, changed_at
        new += ["content_digest", "changed_at"]
    if row.read_on != today:
        row.read_on = today
        new += ["read_on"]
        by = _reader(row, at=at, address=address)
        record("calendars.feed_read", by=by.actor, target=row, at=at)
    if new:
        row.save(update_fields=new)
    return changed_at


def _reader(feed: CalendarFeed, *, at: datetime, address: str) -> Viewer:
    """Whatever holds the address as who acts: it has no role."""
    return Viewer(
        program=feed.program,
        staff_id=None,
        user_id=None,
        name="A calendar’s address",
        roles=frozenset(),
        at=at,
        address=address,
    )
