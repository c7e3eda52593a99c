"""Take an inquiry up: from then on it has a patient, and nothing is typed twice."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.intake.errors import AlreadyTakenUp, IntakeError
from daybridge.intake.models import Inquiry
from daybridge.intake.record_numbers import next_record_number
from daybridge.intake.services.holding import hold_inquiry, hold_person
from daybridge.people.models import Contact, Patient
from daybridge.people.services.contacts import add_contact
from daybridge.people.services.patients import add_patient, amend_patient

TRIES = 20  # for a record number that nobody took meanwhile
SAME_NAMES = ("preferred_name", "pronouns", "born_on", "email", "address")


@service
def take_up(
    *, inquiry: Inquiry, patient: Patient | None = None, at: datetime, by: Viewer
) -> Patient:
    """The patient an inquiry is about: the one given, or a new one from what was told.

    Asking again gives the same patient. Someone known already keeps what is on
    record, and gets what was not known yet.
    """
    row = hold_inquiry(inquiry, by)
    if row.patient_id is not None:
        return _same(row, patient)
    person = _known(row, patient, at, by) if patient else _new(row, at, by)
    row.patient, row.version = person, row.version + 1
    row.save(update_fields=["patient", "version"])
    inquiry.patient, inquiry.version = row.patient, row.version
    _keep_caller(row, person, at, by)
    record("intake.taken_up", by=by.actor, target=row, at=at, patient_id=person.pk,
           detail={"known": patient is not None})  # fmt: skip
    return person


def _same(row: Inquiry, patient: Patient | None) -> Patient:
    person = row.patient
    assert person is not None
    if patient is not None and patient.pk != person.pk:
        raise AlreadyTakenUp(
            f"Someone else decided meanwhile that this is {person.display_name}."
        )
    return person


def _new(row: Inquiry, at: datetime, by: Viewer) -> Patient:
    if not (row.first_name or row.last_name):
        raise IntakeError("Ask for their name first.", field="first_name")
    values = {
        "legal_first_name": row.first_name,
        "legal_last_name": row.last_name,
        "language": row.language,
        "phone": row.phone,
        "may_leave_message": row.may_leave_message,
        **{name: getattr(row, name) for name in SAME_NAMES},
    }
    for further in range(TRIES):
        number = next_record_number(row.program_id, further)
        try:
            with transaction.atomic():
                person: Patient = add_patient(
                    values=values | {"record_number": number}, contact={}, by=by, at=at
                )
        except IntegrityError:
            continue
        return person
    raise RuntimeError("no free record number was found")


def _known(row: Inquiry, patient: Patient, at: datetime, by: Viewer) -> Patient:
    """Someone on record: what they told fills what is empty and replaces nothing."""
    person = hold_person(patient.pk, by)
    told: dict[str, Any] = {
        name: getattr(row, name)
        for name in SAME_NAMES
        if getattr(row, name) and not getattr(person, name)
    }
    if row.phone and not person.phone:
        told |= {"phone": row.phone, "may_leave_message": row.may_leave_message}
    if told:
        amend_patient(patient=person, values=told, version=person.version, by=by, at=at)
    return person


def _keep_caller(row: Inquiry, person: Patient, at: datetime, by: Viewer) -> None:
    """A relative who called is someone in the person's life; ask before calling."""
    if row.caller != Inquiry.Caller.RELATIVE or not row.caller_name:
        return
    known = Contact.objects.in_program(by.program_id).filter(patient=person)
    if known.filter(name=row.caller_name).exists():
        return
    values = {
        "name": row.caller_name,
        "relationship": row.caller_relation[:60],
        "phone": row.caller_phone,
    }
    add_contact(patient=person, values=values, by=by, at=at)
