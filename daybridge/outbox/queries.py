"""What the outbox knows of a person before it tells them something."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from daybridge.outbox.models import Preference
from daybridge.people.models import Patient

Way = Preference.Way
ENGLISH = "en"
USUAL_LEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a patient wants to be told: as they said, or as their contact data allow."""

    way: str  # Preference.Way
    lead: timedelta | None  # before a session they are reminded; None: never
    said: UUID | None  # the Preference that says so; None while nobody asked them


def language_of(patient: Patient) -> str:
    """The language to write to a patient in, of those that we speak: en or es."""
    spoken = patient.language.split("-")[0].lower()
    return spoken if spoken in dict(settings.LANGUAGES) else ENGLISH


def wish_of(patient: Patient) -> Wish:
    """How a patient wants to be told."""
    said = Preference.objects.in_program(patient.program_id).filter(patient=patient)
    row = said.newest_first().first()
    if row is None:
        return Wish(usual_way(patient), USUAL_LEAD, said=None)
    lead = timedelta(minutes=row.lead_minutes) if row.lead_minutes else None
    return Wish(row.way, lead, row.pk)


def usual_way(patient: Patient) -> str:
    """How somebody is told whom nobody asked yet."""
    if patient.phone and patient.may_leave_message:
        return Way.TEXT
    return Way.EMAIL if patient.email else Way.CALL
