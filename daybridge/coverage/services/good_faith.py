"""Good-faith estimates: who is owed one, and giving it."""

import hashlib
from datetime import date, datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.coverage.errors import AlreadyGiven, AlreadyThere
from daybridge.coverage.good_faith import content_of, document_of
from daybridge.coverage.models import GoodFaithEstimate
from daybridge.coverage.queries import self_pay_on
from daybridge.coverage.services.holding import hold, hold_patient
from daybridge.coverage.values import Expected
from daybridge.intake.models import AssessmentBooking
from daybridge.people.models import Patient
from daybridge.rules.good_faith import Occasion, due_on

CANCELLED = "The assessment was cancelled."


@service
def owe_estimate(
    *, patient: Patient, occasion: str, asked_on: date, service_on: date | None,
    at: datetime, by: Viewer,
) -> GoodFaithEstimate:  # fmt: skip
    """Note that someone is owed an estimate. Raises AlreadyThere when one is due."""
    held = hold_patient(patient, by)
    row = _owe(held, Occasion(occasion), asked_on, service_on, at=at, by=by)
    if row is None:
        raise AlreadyThere(
            "An estimate is already owed, or none is: this care begins in less than "
            "three business days. If they ask for one, note that they asked."
        )
    return row


@service
def owe_for_booking(*, booking: AssessmentBooking, at: datetime, by: Viewer) -> None:
    """An assessment was booked: someone who pays themselves is owed an estimate."""
    booked_on = by.program.day_of(booking.booked_at)
    if self_pay_on(booking.patient, booked_on) is None:
        return
    service_on = by.program.day_of(booking.starts_at)
    person = hold_patient(booking.patient, by)
    _owe(person, Occasion.SCHEDULED, booked_on, service_on, at=at, by=by)


@service
def drop_for_cancelled(*, booking: AssessmentBooking, at: datetime, by: Viewer) -> None:
    """The last assessment ahead was cancelled: what was owed for it is owed no more."""
    bookings = AssessmentBooking.objects.in_program(by.program_id).standing()
    if bookings.filter(patient_id=booking.patient_id, starts_at__gt=at).exists():
        return
    owed = GoodFaithEstimate.objects.in_program(by.program_id).owed()
    for estimate in owed.filter(
        patient_id=booking.patient_id, occasion=Occasion.SCHEDULED
    ):
        withdraw_estimate(owed=estimate, reason=CANCELLED, at=at, by=by)


@service
def issue_estimate(
    *, owed: GoodFaithEstimate, expected: Expected, at: datetime, by: Viewer
) -> GoodFaithEstimate:
    """Give an estimate: its document is made, kept, and stands as it is."""
    row = hold(owed, by)
    if row.issued_at is not None or row.withdrawn_at is not None:
        raise AlreadyGiven("This estimate was already given or is no longer owed.")
    content = content_of(by.program, row.patient, expected, at=at)
    document = document_of(content, at=at)
    row.content, row.language = content, expected.language
    row.total_cents = content["total_cents"]
    row.document, row.digest = document, hashlib.sha256(document).hexdigest()
    row.issued_at, row.issued_by_id = at, by.staff_id
    row.save()
    record(
        "coverage.good_faith_given", by=by.actor, target=row, at=at,
        detail={"due": row.due_on.isoformat(), "language": row.language},
    )  # fmt: skip
    return row


@service
def withdraw_estimate(
    *, owed: GoodFaithEstimate, reason: str, at: datetime, by: Viewer
) -> GoodFaithEstimate:
    """Nobody is owed this any more, as when the care does not happen; say why."""
    row = hold(owed, by)
    if row.issued_at is not None or row.withdrawn_at is not None:
        raise AlreadyGiven("This estimate was already given or is no longer owed.")
    row.withdrawn_at, row.withdrawn_reason = at, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record("coverage.good_faith_withdrawn", by=by.actor, target=row, at=at)
    return row


def owe_for_standing_bookings(patient: Patient, *, at: datetime, by: Viewer) -> None:
    """What was booked before we knew: the clock runs from the day we asked."""
    bookings = AssessmentBooking.objects.in_program(by.program_id).standing()
    ahead = bookings.filter(patient=patient, starts_at__gt=at).order_by("starts_at")
    first = ahead.first()
    if first is not None:
        today = by.program.day_of(at)
        service_on = by.program.day_of(first.starts_at)
        _owe(patient, Occasion.SCHEDULED, today, service_on, at=at, by=by)


def _owe(
    patient: Any, occasion: Occasion, asked_on: date, service_on: date | None, *,
    at: datetime, by: Viewer,
) -> GoodFaithEstimate | None:  # fmt: skip
    """One estimate is owed at a time; None when one is, or the law asks for none."""
    rows = GoodFaithEstimate.objects.in_program(by.program_id).owed()
    due = due_on(occasion, asked_on, service_on)
    if due is None or rows.filter(patient=patient).exists():
        return None
    row = GoodFaithEstimate(
        program_id=by.program_id, patient=patient, occasion=occasion.value,
        asked_on=asked_on, service_on=service_on, due_on=due,
    )  # fmt: skip
    row.save(force_insert=True)
    record(
        "coverage.good_faith_owed", by=by.actor, target=row, at=at,
        detail={"due": due.isoformat()},
    )  # fmt: skip
    return row
