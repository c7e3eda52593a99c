"""The tablet at the door: set up, revoked, and what a code typed there does.

The tablet knows nobody. It sends six digits and hears one of four answers: welcome,
are you leaving, goodbye, or ask at the desk. A wrong code, an early one and a paused
tablet all hear the last, in the same words. `door_by_name` is the other way in.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.credit import OPENS_BEFORE
from daybridge.attendance.models import Attendance, DoorTablet, Mark
from daybridge.attendance.services.arrivals import record_arrival, record_departure
from daybridge.audit.models import Outcome
from daybridge.audit.recording import record
from daybridge.people.arrival_codes import digest
from daybridge.people.models import Patient

ASKS_AFTER = timedelta(minutes=10)  # the same code again means leaving
MISSES_ALLOWED = 8
MISSES_WITHIN = timedelta(minutes=10)
PAUSE = timedelta(minutes=5)


class Answer(Enum):
    WELCOME = "welcome"
    LEAVING = "leaving"  # asks
    GOODBYE = "goodbye"
    ASK_DESK = "ask_desk"


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """What the tablet shows: an answer, and for a welcome a first name and a room."""

    answer: Answer
    called: str = ""
    room: str = ""
    attendance_ids: tuple[UUID, ...] = ()


ASK_DESK = DoorAnswer(Answer.ASK_DESK)


def token_digest(token: str) -> str:
    """What is stored of a tablet's token; the token itself is only on the tablet."""
    message = f"door-tablet:{token}".encode(errors="surrogatepass")
    return hmac.new(settings.LOOKUP_KEY, message, hashlib.sha256).hexdigest()


def door_viewer(tablet: DoorTablet, *, at: datetime, address: str = "") -> Viewer:
    """The tablet as who acts: it has no role and sees no page."""
    return Viewer(
        program=tablet.program,
        staff_id=None,
        user_id=None,
        name=f"Door: {tablet.name}",
        roles=frozenset(),
        at=at,
        address=address,
        site_id=tablet.site_id,
    )


@service
def make_tablet(
    *, site: Any, name: str, at: datetime, by: Viewer
) -> tuple[DoorTablet, str]:
    """Make a tablet of one site; the token goes to that device and nowhere else."""
    token = secrets.token_urlsafe(32)
    tablet = DoorTablet(
        program_id=by.program_id,
        site=site,
        name=name,
        token_digest=token_digest(token),
        made_by_id=by.staff_id,
    )
    tablet.save(force_insert=True)
    record("attendance.tablet_made", by=by.actor, target=tablet, at=at)
    return tablet, token


@service
def revoke_tablet(*, tablet: DoorTablet, at: datetime, by: Viewer) -> DoorTablet:
    """Let a tablet check nobody in from now on."""
    row = hold_tablet(tablet)
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        record("attendance.tablet_revoked", by=by.actor, target=row, at=at)
    return row


@service
def check_in(
    *, tablet: DoorTablet, code: str, at: datetime, by: Viewer
) -> DoorAnswer:  # fmt: skip
    """Take a code typed at the door and say what the tablet shows."""
    held = hold_tablet(tablet)
    held.last_seen_at = at
    patient = None if is_paused(held, at) else _patient_of(code, held)
    if patient is None:
        count_miss(held, at)
        record("attendance.door_refused", by=by.actor, target=held, at=at,
               outcome=Outcome.REFUSED)  # fmt: skip
    held.save()
    if patient is None:
        return ASK_DESK
    places = list(places_now(held, at).filter(patient_id=patient.pk))
    return answer_for(patient, places, at=at, by=by)


@service
def leave_early(
    *, tablet: DoorTablet, attendance_ids: list[UUID], at: datetime, by: Viewer
) -> DoorAnswer:
    """Record that someone who checked in is leaving before the end."""
    rows = list(
        Attendance.objects.in_program(tablet.program_id)
        .on_roster()
        .attended()
        .filter(pk__in=attendance_ids, left_at=None, session__ends_at__gt=at)
        .select_related("patient")
    )
    for row in rows:
        record_departure(attendance=row, at=at, by=by)
    return DoorAnswer(Answer.GOODBYE, called=rows[0].patient.called if rows else "")


def answer_for(
    patient: Patient, places: list[Attendance], *, at: datetime, by: Viewer
) -> DoorAnswer:
    if not places:
        return ASK_DESK
    here = [place for place in places if place.mark == Mark.ATTENDED]
    came = [place for place in places if place.mark != Mark.ATTENDED]
    for place in came:
        record_arrival(attendance=place, at=at, by=by)
    first = places[0]
    room = str(first.session.room) if first.session.room else ""
    if not came and _asks_to_leave(here, at):
        ids = tuple(place.pk for place in here if place.left_at is None)
        return DoorAnswer(Answer.LEAVING, patient.called, room, ids)
    return DoorAnswer(Answer.WELCOME, patient.called, room)


def _asks_to_leave(here: list[Attendance], at: datetime) -> bool:
    """Someone who came a while ago, into a session that has begun and goes on."""
    return any(
        place.left_at is None
        and place.arrived_at is not None
        and at - place.arrived_at >= ASKS_AFTER
        and place.session.starts_at <= at
        for place in here
    )


def places_now(tablet: DoorTablet, at: datetime) -> Any:
    """Everyone's places at this site in sessions that open now, the first first."""
    here = Q(session__room__site_id=tablet.site_id) | Q(
        session__room=None, session__track__site_id=tablet.site_id
    )
    return (
        Attendance.objects.in_program(tablet.program_id)
        .on_roster()
        .filter(
            here,
            starts_at__lte=at + OPENS_BEFORE,
            session__ends_at__gt=at,
            session__cancelled_at=None,
        )
        .select_related("session__room")
        .order_by("starts_at", "pk")
    )


def _patient_of(code: str, tablet: DoorTablet) -> Patient | None:
    found: Patient | None = (
        Patient.objects.in_program(tablet.program_id)
        .filter(arrival_code_digest=digest(code, tablet.program_id))
        .first()
    )
    return found


def hold_tablet(tablet: DoorTablet) -> DoorTablet:
    row: DoorTablet = (
        DoorTablet.objects.in_program(tablet.program_id)
        .select_for_update()
        .get(pk=tablet.pk)
    )
    return row


def is_paused(tablet: DoorTablet, at: datetime) -> bool:
    return tablet.paused_until is not None and at < tablet.paused_until


def count_miss(tablet: DoorTablet, at: datetime) -> None:
    """Count a wrong code; too many in a short time pause the tablet."""
    if tablet.misses_since is None or at - tablet.misses_since > MISSES_WITHIN:
        tablet.misses, tablet.misses_since = 0, at
    tablet.misses += 1
    if tablet.misses >= MISSES_ALLOWED and not is_paused(tablet, at):
        tablet.paused_until = at + PAUSE
        tablet.misses, tablet.misses_since = 0, None
