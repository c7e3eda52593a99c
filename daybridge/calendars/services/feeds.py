"""Addresses of calendars: made, shown once, replaced, ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.calendars.errors import AlreadyEnded, NotInCare, TooManyAddresses
from daybridge.calendars.models import CalendarFeed
from daybridge.consents.secrets_of_links import digest, new_token
from daybridge.intake.models import Episode
from daybridge.intake.services.holding import hold_person
from daybridge.people.models import Patient, Staff

AT_MOST = 5  # addresses of one person that answer
KIND = "calendar"
Ending = CalendarFeed.Ending


@dataclass(frozen=True, slots=True)
class Made:
    """An address as it is handed over, once."""

    feed: CalendarFeed
    secret: str


@service
def make_feed_for_patient(
    *, patient: Patient, device: str, at: datetime, by: Viewer
) -> Made:
    """Make an address for a patient in care.

    Raises NotInCare, and TooManyAddresses when they have five that answer.
    """
    _hold_in_care(patient.pk, by)
    return _make(device, at=at, by=by, patient_id=patient.pk)


@service
def make_own_feed(*, device: str, at: datetime, by: Viewer) -> Made:
    """Make an address for what one leads oneself. Raises TooManyAddresses."""
    _hold_staff(by.person_id, by)
    return _make(device, at=at, by=by, staff_id=by.person_id)


@service
def replace_feed(*, feed: CalendarFeed, at: datetime, by: Viewer) -> Made:
    """End an address and make another for the same device.

    Raises NotInCare, and AlreadyEnded when somebody ended it meanwhile.
    """
    if feed.patient_id is not None:
        _hold_in_care(feed.patient_id, by)
    else:
        _hold_staff(feed.staff_id, by)
    if not _end(feed, Ending.REPLACED, at=at, by=by):
        raise AlreadyEnded("This address has ended. Make a new one.")
    return _make(
        feed.device, at=at, by=by, patient_id=feed.patient_id, staff_id=feed.staff_id
    )


@service
def end_feed(*, feed: CalendarFeed, at: datetime, by: Viewer) -> bool:
    """End an address: from now on it answers as if it had never been."""
    return _end(feed, Ending.TAKEN_BACK, at=at, by=by)


def _hold_in_care(patient_id: Any, by: Viewer) -> None:
    """Hold a patient as a discharge does, so that one of the two waits and knows."""
    hold_person(patient_id, by)
    in_care = Episode.objects.in_program(by.program_id).filter(
        patient_id=patient_id, discharged_on=None
    )
    if not in_care.exists():
        raise NotInCare("They are not in care now, so there is nothing to come to.")


def _hold_staff(staff_id: Any, by: Viewer) -> None:
    staff = Staff.objects.in_program(by.program_id)
    staff.select_for_update(no_key=True).get(pk=staff_id)


def _make(device: str, *, at: datetime, by: Viewer, **owner: Any) -> Made:
    feeds = CalendarFeed.objects.in_program(by.program_id)
    if feeds.filter(ended_at=None, **owner).count() >= AT_MOST:
        raise TooManyAddresses(
            f"There are {AT_MOST} addresses already. End one that nobody reads."
        )
    secret = new_token()
    feed = CalendarFeed(
        program_id=by.program_id, device=device, secret_digest=digest(KIND, secret),
        made_by_id=by.staff_id, created_at=at, **owner,
    )  # fmt: skip
    feed.save(force_insert=True)
    record("calendars.feed_made", by=by.actor, target=feed, at=at)
    return Made(feed, secret)


def _end(feed: CalendarFeed, ending: str, *, at: datetime, by: Viewer) -> bool:
    rows = CalendarFeed.objects.in_program(by.program_id).filter(pk=feed.pk)
    ended = bool(rows.filter(ended_at=None).update(ended_at=at, ending=ending))
    if ended:
        record("calendars.feed_ended", by=by.actor, target=feed, at=at,
               detail={"ending": ending})  # fmt: skip
    return ended
