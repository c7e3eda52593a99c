"""Add and amend patients, their contacts and their arrival codes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.people import arrival_codes
from daybridge.people.models import Contact, Patient
from daybridge.people.services.names import index_names

TRIES = 20  # for a code that nobody else in the program has


class StaleError(ValueError):
    """Someone else saved this patient since the page was opened."""


@service
def add_patient(
    *, values: Mapping[str, Any], contact: Mapping[str, Any], by: Viewer, at: datetime
) -> Patient:
    """Give a person their one record."""
    patient: Patient = Patient.objects.create(program_id=by.program_id, **values)
    index_names(patients=[patient])
    if contact.get("name"):
        Contact.objects.create(
            program_id=by.program_id,
            patient=patient,
            is_emergency_contact=True,
            **contact,
        )
    record(
        "people.patient_added",
        by=by.actor,
        target=patient,
        patient_id=patient.pk,
        detail={"version": patient.version},
        at=at,
    )
    return patient


@service
def amend_patient(
    *,
    patient: Patient,
    values: Mapping[str, Any],
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Keep what changed, unless someone else saved in between."""
    changed = sorted(name for name in values if getattr(patient, name) != values[name])
    rows = Patient.objects.in_program(by.program_id).filter(
        pk=patient.pk, version=version
    )
    if not rows.update(version=version + 1, **values):
        raise StaleError
    patient.refresh_from_db()
    index_names(patients=[patient])
    record(
        "people.patient_amended",
        by=by.actor,
        target=patient,
        patient_id=patient.pk,
        detail={"from_version": version, "version": version + 1, "fields": changed},
        at=at,
    )


@service
def give_arrival_code(*, patient: Patient, by: Viewer, at: datetime) -> str:
    """A new code for the door; the old one stops working. It is shown only now."""
    rows = Patient.objects.in_program(by.program_id)
    for _ in range(TRIES):
        code = arrival_codes.new_code()
        digest = arrival_codes.digest(code, by.program_id)
        if not rows.filter(arrival_code_digest=digest).exists():
            break
    else:
        raise RuntimeError("no free arrival code was found")
    pin = arrival_codes.pin_digest(arrival_codes.pin_of(code), patient.pk)
    rows.filter(pk=patient.pk).update(
        arrival_code_digest=digest, arrival_pin_digest=pin
    )
    record(
        "people.arrival_code_given",
        by=by.actor,
        target=patient,
        patient_id=patient.pk,
        at=at,
    )
    return code
