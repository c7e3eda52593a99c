"""Keep each try to reach somebody; the first one that works moves the inquiry on."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import Call, Inquiry, Stage
from daybridge.intake.services.holding import hold_inquiry
from daybridge.intake.services.pipeline import change_stage


@service
def log_call(
    *, inquiry: Inquiry, outcome: str, at: datetime, by: Viewer, note: str = "",
    call_back_at: datetime | None = None,
) -> Call:  # fmt: skip
    """Keep how a call went. Whoever calls first owns the inquiry from then on.

    A message is refused where none may be left: it would confirm that they asked.
    """
    row = hold_inquiry(inquiry, by)
    _refuse(row, outcome, call_back_at, at)
    call = Call(
        program_id=by.program_id, inquiry=row, outcome=outcome, called_at=at,
        called_by_id=by.person_id, call_back_at=call_back_at, note=note.strip(),
    )  # fmt: skip
    call.save(force_insert=True)
    row.call_back_at = call_back_at
    row.owner_id = row.owner_id or by.staff_id
    row.version += 1
    row.save(update_fields=["call_back_at", "owner", "version"])
    record("intake.called", by=by.actor, target=call, at=at,
           patient_id=row.patient_id, detail={"outcome": outcome})  # fmt: skip
    if outcome == Call.Outcome.REACHED and row.stage == Stage.NEW:
        change_stage(row, Stage.REACHED, "", at=at, by=by)
    return call


def _refuse(
    row: Inquiry, outcome: str, call_back_at: datetime | None, at: datetime
) -> None:
    if outcome == Call.Outcome.LEFT_MESSAGE and not row.may_leave_message:
        raise IntakeError(
            "They did not allow a message on this number. Call again instead.",
            field="outcome",
        )
    if outcome == Call.Outcome.CALL_BACK and call_back_at is None:
        raise IntakeError("Say when to call back.", field="call_back_at")
    if call_back_at is not None and call_back_at <= at:
        raise IntakeError("Choose a time that is still to come.", field="call_back_at")
