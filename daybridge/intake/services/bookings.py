"""Book an assessor's time for a person; move it, or cancel it.

An assessor has one assessment at a time: their row is held while a time is taken, so
that of two who book at once one is told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from daybridge.access.models import Barrier, TeamMembership
from daybridge.access.service import service
from daybridge.access.services import add_to_team, end_membership
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.happenings import happened
from daybridge.intake.errors import IntakeError, NothingBooked, TimeTaken
from daybridge.intake.models import AssessmentBooking, Inquiry, Stage, StageChange
from daybridge.intake.services.holding import hold_inquiry
from daybridge.intake.services.pipeline import change_stage
from daybridge.intake.services.taking_up import take_up
from daybridge.people.models import Patient, Staff

BEFORE_BOOKED = (Stage.NEW, Stage.REACHED, Stage.SCREENED, Stage.BENEFITS_CHECKED)
LONGEST_AHEAD = timedelta(days=180)
USUAL_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Appointment:
    """With whom, when, and how."""

    assessor: Any  # people.Staff
    starts_at: datetime
    minutes: int = USUAL_MINUTES
    mode: str = AssessmentBooking.Mode.IN_PERSON
    place: str = ""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@service
def book_assessment(
    *, inquiry: Inquiry, appointment: Appointment, at: datetime, by: Viewer,
    patient: Patient | None = None,
) -> AssessmentBooking:  # fmt: skip
    """Book, and put the assessor on the person's team. Raises TimeTaken.

    An inquiry nobody took up yet is taken up, as `patient` or as someone new.
    """
    row = hold_inquiry(inquiry, by)
    if _standing(row, by).filter(ends_at__gt=at).exists():
        raise IntakeError("An assessment is booked already. Move or cancel that one.")
    person = take_up(inquiry=row, patient=patient, at=at, by=by)
    return _book(row, person, appointment, None, at, by)


@service
def move_booking(
    *, booking: AssessmentBooking, appointment: Appointment, at: datetime, by: Viewer
) -> AssessmentBooking:
    """Book another time instead; the former booking stays, as cancelled."""
    row = hold_inquiry(booking.inquiry, by)
    former = _still(booking, row, by)
    _cancel(former, "Moved", at, by)
    moved = _book(row, former.patient, appointment, former, at, by)
    _end_membership(former, at, by)
    return moved


@service
def cancel_booking(
    *, booking: AssessmentBooking, reason: str, at: datetime, by: Viewer
) -> Inquiry:
    """Give the time back; the inquiry goes back to where it was before."""
    row = hold_inquiry(booking.inquiry, by)
    former = _still(booking, row, by)
    _cancel(former, reason, at, by)
    _end_membership(former, at, by)
    happened("intake.assessment_cancelled", booking=former, at=at, by=by)
    if row.stage == Stage.BOOKED and not _standing(row, by).exists():
        change_stage(row, _stage_before(row), reason.strip(), at=at, by=by)
    return row


@service
def cancel_ahead(*, inquiry: Inquiry, at: datetime, by: Viewer) -> None:
    """Give back the times of an inquiry that came to its end; it follows."""
    ahead = _standing(inquiry, by).filter(starts_at__gt=at).select_related("patient")
    for booking in ahead:
        _cancel(booking, inquiry.stage_reason, at, by)
        _end_membership(booking, at, by)
        happened("intake.assessment_cancelled", booking=booking, at=at, by=by)


def _book(
    row: Inquiry, person: Patient, appointment: Appointment,
    former: AssessmentBooking | None, at: datetime, by: Viewer,
) -> AssessmentBooking:  # fmt: skip
    assessor = _hold_assessor(appointment, person, at, by)
    booking = AssessmentBooking(
        program_id=by.program_id, inquiry=row, patient=person, assessor=assessor,
        starts_at=appointment.starts_at, ends_at=appointment.ends_at,
        mode=appointment.mode, place=appointment.place, moved_from=former,
        booked_at=at, booked_by_id=by.staff_id,
    )  # fmt: skip
    booking.save(force_insert=True)
    record("intake.assessment_booked", by=by.actor, target=booking, at=at,
           detail={"assessor": str(assessor.pk), "moved": former is not None},
           )  # fmt: skip
    add_to_team(patient=person, staff=assessor, source_id=booking.pk, by=by, at=at)
    if row.stage in BEFORE_BOOKED:
        change_stage(row, Stage.BOOKED, "", at=at, by=by)
    happened("intake.assessment_booked", booking=booking, at=at, by=by)
    return booking


def _hold_assessor(
    appointment: Appointment, person: Patient, at: datetime, by: Viewer
) -> Staff:
    """The assessor, held; refused when they cannot at this time."""
    if not at < appointment.starts_at < at + LONGEST_AHEAD:
        raise IntakeError(
            "Choose a time that is still to come, within half a year.",
            field="starts_at",
        )
    staff = Staff.objects.in_program(by.program_id).active()
    assessor: Staff | None = (
        staff.select_for_update(no_key=True).filter(pk=appointment.assessor.pk).first()
    )
    if assessor is None:
        raise IntakeError("They no longer work here.", field="assessor")
    barriers = Barrier.objects.in_program(by.program_id).filter(lifted_at=None)
    if barriers.filter(patient=person, staff=assessor).exists():
        raise IntakeError(
            f"{assessor.display_name} may not see this person. Choose someone else.",
            field="assessor",
        )
    taken = AssessmentBooking.objects.in_program(by.program_id).standing().filter(
        assessor=assessor,
        starts_at__lt=appointment.ends_at, ends_at__gt=appointment.starts_at,
    )  # fmt: skip
    if taken.exists():
        raise TimeTaken(
            f"{assessor.display_name} has another assessment at this time. "
            "Choose another time.",
            field="starts_at",
        )
    return assessor


def _still(booking: AssessmentBooking, row: Inquiry, by: Viewer) -> AssessmentBooking:
    """The booking, if it stands; the inquiry is held, so nobody else can end it."""
    standing = _standing(row, by).select_related("patient", "inquiry")
    former: AssessmentBooking | None = standing.filter(pk=booking.pk).first()
    if former is None:
        raise NothingBooked("This booking was moved or cancelled already.")
    return former


def _standing(row: Inquiry, by: Viewer) -> Any:
    bookings = AssessmentBooking.objects.in_program(by.program_id).standing()
    return bookings.filter(inquiry=row)


def _cancel(booking: AssessmentBooking, reason: str, at: datetime, by: Viewer) -> None:
    booking.cancelled_at, booking.cancelled_by_id = at, by.staff_id
    booking.cancel_reason = reason.strip()[:500]
    booking.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    record("intake.assessment_cancelled", by=by.actor, target=booking, at=at)


def _end_membership(booking: AssessmentBooking, at: datetime, by: Viewer) -> None:
    """Close the chart again to an assessor who was let in only for this booking."""
    memberships = TeamMembership.objects.in_program(by.program_id).on(at)
    for membership in memberships.filter(
        patient_id=booking.patient_id, source_id=booking.pk
    ):
        end_membership(membership=membership, by=by, at=at)


def _stage_before(row: Inquiry) -> Stage:
    changes = StageChange.objects.in_program(row.program_id).filter(inquiry=row)
    booked = changes.filter(to_stage=Stage.BOOKED).order_by("-changed_at", "-pk")
    before = booked.values_list("from_stage", flat=True).first()
    return Stage(before) if before in BEFORE_BOOKED else Stage.SCREENED
