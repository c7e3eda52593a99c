"""An invitation to send along: for a session with one person, and no group of many.

Source: RFC 5546. It has the same UID as in their own calendar, so that the two are one
appointment there, and takes it back when the session is cancelled.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance
from daybridge.audit.recording import record
from daybridge.calendars import ics
from daybridge.calendars.sources import entry_of_place
from daybridge.calendars.words import appointment, by_video, spoken
from daybridge.people.models import Staff
from daybridge.people.times import patients_changeable as changeable
from daybridge.programs.models import ONE_TO_ONE
from daybridge.schedule.models import Session


def invitation_url(*, session: Session, viewer: Viewer) -> str:
    """Where the invitation is, if this viewer may send it to somebody."""
    place = invited(session, viewer)
    return reverse("calendars:invitation", args=[session.pk]) if place else ""


def invited(session: Session, viewer: Viewer) -> Attendance | None:
    """The one place of a session, if the viewer looks after that person's calendar."""
    if session.group_id is not None and session.modality not in ONE_TO_ONE:
        return None
    places: list[Attendance] = list(
        Attendance.objects.in_program(viewer.program_id)
        .on_roster_of(session)
        .select_related("patient", "session__program", "session__leader__user")[:2]
    )
    if len(places) != 1 or not places[0].patient.email:
        return None
    patients = changeable(viewer).filter(pk=places[0].patient_id)
    return places[0] if patients.exists() else None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A file to attach, and what it does: REQUEST or CANCEL."""

    method: str
    content: bytes


@service
def take_invitation(*, place: Attendance, at: datetime, by: Viewer) -> Invitation:
    """The invitation as a file for a message to the person, and only to them."""
    session, language = place.session, spoken(place.patient.language)
    entry = entry_of_place(
        place, appointment(session.program, language), by_video(language)
    )
    record("calendars.invitation_taken", by=by.actor, target=session, at=at,
           patient_id=place.patient_id, detail={"cancels": entry.is_off})  # fmt: skip
    content = ics.invitation(
        entry, zone=session.program.zone, from_email=_email(session.leader),
        to_email=place.patient.email, at=at,
    )  # fmt: skip
    return Invitation(ics.method_of(entry), content)


def _email(leader: Staff) -> str:
    """Where an answer would go: to whoever leads the session."""
    user: Any = leader.user
    return leader.email or (user.email if user else "")
