"""Move an inquiry along, back, or to its end; every change is a row."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.happenings import happened
from daybridge.intake.errors import CannotMove
from daybridge.intake.models import (
    ENDED,
    OVER,
    AssessmentBooking,
    Episode,
    Inquiry,
    Stage,
    StageChange,
    Stay,
)
from daybridge.intake.services.holding import hold_inquiry
from daybridge.intake.values import Admission

LONGEST_REASON = 500


@service
def move(
    *, inquiry: Inquiry, to: str, reason: str, at: datetime, by: Viewer,
    version: int | None = None,
) -> Inquiry:  # fmt: skip
    """Bring an inquiry to a stage. Being there already changes nothing.

    Raises InquiryChanged when a version is given that is no longer the latest, and
    CannotMove when the stage follows from something else (a booking, an admission).
    """
    row = hold_inquiry(inquiry, by, version=version)
    stage, reason = Stage(to), reason.strip()[:LONGEST_REASON]
    if row.stage == stage:
        return row
    _refuse(row, stage, reason)
    change_stage(row, stage, reason, at=at, by=by)
    if stage in ENDED:
        happened("intake.inquiry_ended", inquiry=row, at=at, by=by)
    return row


@service
def admit_inquiries(
    *, episode: Episode, stay: Stay, admission: Admission, at: datetime, by: Viewer
) -> None:
    """Bring what a person asked to its end once they are in care; it follows."""
    rows = (
        Inquiry.objects.in_program(by.program_id)
        .under_way()
        .filter(patient_id=episode.patient_id)
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    for row in rows:
        change_stage(row, Stage.ADMITTED, "", at=at, by=by)


def change_stage(
    row: Inquiry, stage: Stage, reason: str, *, at: datetime, by: Viewer
) -> None:
    """Write the stage of a held inquiry, with its row in the history."""
    StageChange(
        program_id=row.program_id, inquiry=row, from_stage=row.stage, to_stage=stage,
        reason=reason, changed_at=at, changed_by_id=by.staff_id,
    ).save(force_insert=True)  # fmt: skip
    former = row.stage
    row.stage, row.stage_reason, row.stage_since = stage, reason, at
    row.version += 1
    fields = ["stage", "stage_reason", "stage_since", "version"]
    if stage in OVER:
        row.call_back_at = None
        fields.append("call_back_at")
    row.save(update_fields=fields)
    record("intake.inquiry_moved", by=by.actor, target=row, at=at,
           detail={"from": former, "to": str(stage)})  # fmt: skip


def _refuse(row: Inquiry, stage: Stage, reason: str) -> None:
    if row.stage == Stage.ADMITTED:
        raise CannotMove("They are in care. An admission is not taken back here.")
    if stage == Stage.ADMITTED and not _in_care(row):
        raise CannotMove(
            "This follows by itself when they are admitted. Admit them first.",
            field="to",
        )
    if stage == Stage.BOOKED and not _booked(row):
        raise CannotMove(
            "This follows by itself when the assessment is booked. Book it first.",
            field="to",
        )
    if stage in ENDED and not reason:
        raise CannotMove("Say why it ends, so that someone can learn from it.",
                         field="reason")  # fmt: skip


def _in_care(row: Inquiry) -> bool:
    episodes = Episode.objects.in_program(row.program_id)
    return bool(
        row.patient_id
        and episodes.filter(patient_id=row.patient_id, discharged_on=None).exists()
    )


def _booked(row: Inquiry) -> bool:
    bookings = AssessmentBooking.objects.in_program(row.program_id).standing()
    return bool(bookings.filter(inquiry=row).exists())
