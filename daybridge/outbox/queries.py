"""What the outbox knows of a person before it tells them something."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.utils import translation

from daybridge.outbox.models import Preference
from daybridge.people.models import Patient

P = ParamSpec("P")
T = TypeVar("T")

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


def in_their_language(
    patient: Patient, say: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """What somebody says to a patient, as they read it."""
    with translation.override(language_of(patient)):
        return say(*args, **kwargs)


def wish_of(patient: Patient) -> Wish:
    """How a patient wants to be told."""
    return wishes_of([patient])[patient.pk]


def wishes_of(patients: Sequence[Patient]) -> dict[UUID, Wish]:
    """How each of these patients of one program wants to be told; one statement."""
    if not patients:
        return {}
    said = Preference.objects.in_program(patients[0].program_id)
    oldest_first = said.filter(patient__in=patients).newest_first().reverse()
    usual = {
        patient.pk: Wish(usual_way(patient), USUAL_LEAD, said=None)
        for patient in patients
    }
    return usual | {row.patient_id: _as_said(row) for row in oldest_first}


def _as_said(row: Preference) -> Wish:
    lead = timedelta(minutes=row.lead_minutes) if row.lead_minutes else None
    return Wish(row.way, lead, row.pk)


def usual_way(patient: Patient) -> str:
    """How somebody is told whom nobody asked yet."""
    if patient.phone and patient.may_leave_message:
        return Way.TEXT
    return Way.EMAIL if patient.email else Way.CALL
