"""Who on file may be the person of an inquiry: patients, and others who asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.access.viewer import Viewer
from daybridge.intake.models import Inquiry
from daybridge.people.models import Patient
from daybridge.people.queries import reads_identity, search
from daybridge.phones import e164, ways_of_writing
from daybridge.rules.same_person import Known, Match, Strength, compare

CANDIDATES = 40  # looked at, of each kind
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody who may be meant, and why."""

    match: Match
    name: str
    born_on: date | None
    phone: str
    record_number: str = ""
    patient_id: UUID | None = None
    inquiry_id: UUID | None = None

    @property
    def is_likely(self) -> bool:
        return self.match.strength >= Strength.LIKELY

    @property
    def reasons(self) -> str:
        return ", ".join(self.match.reasons)


def known_of(row: Inquiry) -> Known:
    """What an inquiry tells of the person."""
    return Known(
        first_name=row.first_name,
        last_name=row.last_name,
        preferred_name=row.preferred_name,
        born_on=row.born_on,
        phones=frozenset(filter(None, [row.phone_e164])),
    )


def alike(
    viewer: Viewer, known: Known, *, but: Inquiry | None = None
) -> list[Likeness]:
    """Patients and inquiries that may be the same person, the likeliest first.

    `but` is the inquiry itself, which is not compared; nor is one of a patient who is
    in the answer already.
    """
    people = _of_patients(viewer, known)
    seen = {one.patient_id for one in people}
    others = [
        one for one in _of_inquiries(viewer, known, but) if one.patient_id not in seen
    ]
    found = sorted([*people, *others], key=lambda one: -one.match.strength)
    return found[:SHOWN]


def patients_alike(viewer: Viewer, known: Known) -> list[Likeness]:
    """Only patients, the likeliest first."""
    people = _of_patients(viewer, known)
    return sorted(people, key=lambda one: -one.match.strength)[:SHOWN]


def _of_patients(viewer: Viewer, known: Known) -> list[Likeness]:
    if not reads_identity(viewer):
        return []
    rows = Patient.objects.visible_to(viewer).filter(_patients_meant(viewer, known))
    answers = []
    for row in rows.order_by("legal_last_name", "pk")[:CANDIDATES]:
        match = compare(known, known_patient(row))
        if match:
            answers.append(
                Likeness(
                    match, row.display_name, row.born_on, row.phone,
                    record_number=row.record_number, patient_id=row.pk,
                )
            )  # fmt: skip
    return answers


def _patients_meant(viewer: Viewer, known: Known) -> Q:
    meant = Q(pk__in=[row.pk for row in _spelled(viewer, known)])
    if known.born_on:
        meant |= Q(born_on=known.born_on)
    written = [way for phone in known.phones for way in ways_of_writing(phone)]
    return meant | Q(phone__in=written) if written else meant


def _spelled(viewer: Viewer, known: Known) -> Iterable[Patient]:
    """Those whose names a search finds, however they are spelled."""
    name = f"{known.first_name or known.preferred_name} {known.last_name}".strip()
    letters = "".join(part for part in name if not part.isdigit())
    return search(viewer, letters) if known.last_name else ()


def known_patient(row: Patient) -> Known:
    """What a record tells of the person."""
    return Known(
        first_name=row.legal_first_name,
        last_name=row.legal_last_name,
        preferred_name=row.preferred_name,
        born_on=row.born_on,
        phones=frozenset(filter(None, [e164(row.phone)])),
    )


def _of_inquiries(viewer: Viewer, known: Known, but: Inquiry | None) -> list[Likeness]:
    meant = Q()
    if known.phones:
        meant |= Q(phone_e164__in=known.phones)
    if known.born_on:
        meant |= Q(born_on=known.born_on)
    if known.first_name and known.last_name:
        meant |= Q(first_name__iexact=known.first_name,
                   last_name__iexact=known.last_name)  # fmt: skip
    if not meant:
        return []
    rows: Any = Inquiry.objects.visible_to(viewer).filter(meant)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
        if but.patient_id:
            rows = rows.exclude(patient_id=but.patient_id)
    answers = []
    for row in rows.order_by("-first_contact_at")[:CANDIDATES]:
        match = compare(known, known_of(row))
        if match:
            answers.append(
                Likeness(
                    match, row.display_name, row.born_on, row.phone,
                    patient_id=row.patient_id, inquiry_id=row.pk,
                )
            )  # fmt: skip
    return answers
