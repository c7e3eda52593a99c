"""Ask a payer: write the question, and hand it to a person or to the clearinghouse."""

import secrets
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db.models import F

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.coverage.errors import CannotBeWritten, NoConsent
from daybridge.coverage.models import EligibilityInquiry, Policy, Submitter
from daybridge.coverage.reach import consent_behind
from daybridge.coverage.services.holding import hold
from daybridge.coverage.x12 import inquiry as x12
from daybridge.folders import put
from daybridge.happenings import happened
from daybridge.people.models import Patient

TRACE_BYTES = 12
HandedTo = EligibilityInquiry.HandedTo


@service
def write_inquiry(
    *, policy: Policy, about_on: date, at: datetime, by: Viewer
) -> EligibilityInquiry:
    """Write a 270 for a policy; it stays here until somebody hands it over.

    Raises NoConsent without a consent for payment, CannotBeWritten when a fact is
    missing that the payer needs.
    """
    basis = _basis(policy, by)
    submitter = _next_number(by)
    question = x12.Question(
        payer_name=policy.plan.payer.name,
        payer_number=policy.plan.payer.payer_number,
        receiver_number=policy.plan.payer.clearinghouse_number
        or policy.plan.payer.payer_number,
        provider_name=submitter.name, npi=submitter.npi,
        sender_number=submitter.sender_number, member_number=policy.member_number,
        subscriber=_subscriber(policy), dependent=_dependent(policy),
        relationship=policy.relationship, about_on=about_on,
        trace_number=secrets.token_hex(TRACE_BYTES).upper(),
        control_number=submitter.last_number, is_test=submitter.is_test,
    )  # fmt: skip
    local = at.astimezone(by.program.zone)
    row = EligibilityInquiry(
        program_id=by.program_id, policy=policy, about_on=about_on, basis_id=basis,
        control_number=question.control_number, trace_number=question.trace_number,
        services=list(question.services), content=x12.write(question, at=local),
        written_at=at, written_by_id=by.staff_id,
    )  # fmt: skip
    row.save(force_insert=True)
    record(
        "coverage.inquiry_written", by=by.actor, target=row, at=at,
        patient_id=policy.patient_id,
    )  # fmt: skip
    return row


@service
def hand_over(
    *, inquiry: EligibilityInquiry, folder: Path | None, at: datetime, by: Viewer
) -> EligibilityInquiry:
    """Let a question leave: to the person who asks, or into the folder.

    Each time is a disclosure of its own, with the consent it rests on.
    """
    row = hold(inquiry, by)
    basis = _basis(row.policy, by)
    row.handed_to = HandedTo.FOLDER if folder else HandedTo.PERSON
    row.handed_at, row.basis_id = at, basis
    row.save(update_fields=["handed_to", "handed_at", "basis_id"])
    record(
        "coverage.inquiry_handed_over", by=by.actor, target=row, at=at,
        patient_id=row.policy.patient_id,
        detail={"to": row.handed_to, "basis": str(basis)},
    )  # fmt: skip
    happened(
        "coverage.inquiry_handed_over", inquiry=row, payer=row.policy.plan.payer,
        patient=row.policy.patient, basis_id=basis, at=at, by=by,
    )  # fmt: skip
    if folder is not None:
        put(folder, file_name(row), row.content, encoding="ascii")
    return row


def file_name(inquiry: EligibilityInquiry) -> str:
    """A name that says nothing of anybody."""
    return f"{inquiry.control_number:09}.270"


def _basis(policy: Policy, by: Viewer) -> UUID:
    basis = consent_behind(by, policy.patient_id)
    if basis is None:
        raise NoConsent(
            "No consent for payment is in force. Without one nothing about this "
            "person may go to a payer."
        )
    return basis


def _next_number(by: Viewer) -> Submitter:
    """Who asks, with the next number of a file, which nobody else gets."""
    rows = Submitter.objects.in_program(by.program_id)
    if not rows.update(last_number=F("last_number") + 1):
        raise CannotBeWritten(
            "Payers do not know us yet. The director or a biller sets the provider's "
            "number under Coverage, How payers know us."
        )
    return rows.get()


def _subscriber(policy: Policy) -> x12.Person:
    if policy.is_own:
        return _patient(policy.patient)
    return x12.Person(
        policy.subscriber_last_name, policy.subscriber_first_name,
        policy.subscriber_born_on, policy.subscriber_sex,
    )  # fmt: skip


def _dependent(policy: Policy) -> x12.Person | None:
    return None if policy.is_own else _patient(policy.patient)


def _patient(patient: Patient) -> x12.Person:
    return x12.Person(
        patient.legal_last_name, patient.legal_first_name, patient.born_on, patient.sex
    )
