"""After a discharge nothing more is told of a treatment that is over."""

from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record_each
from daybridge.outbox.models import Message
from daybridge.outbox.services.telling import take_back_rows

State = Message.State
DISCHARGED = "They were discharged."


@service
def stop_telling(*, episode: Any, at: datetime, by: Viewer) -> list[str]:
    """Take back what somebody who is discharged was still to be told; say so."""
    rows = Message.objects.in_program(by.program_id)
    theirs = rows.filter(patient_id=episode.patient_id)
    count = take_back_rows(theirs, reason=DISCHARGED, at=at, by=by)
    if not count:
        return []
    return [f"{count} message{'' if count == 1 else 's'} will not be sent any more."]


@service
def tell_after_all(
    *, episode: Any, written_at: datetime, at: datetime, by: Viewer
) -> list[str]:
    """Send what a discharge made by mistake took back."""
    rows = Message.objects.in_program(by.program_id)
    again = list(
        rows.filter(
            patient_id=episode.patient_id, state=State.TAKEN_BACK, reason=DISCHARGED,
            settled_at__gte=written_at,
        ).select_for_update()
    )  # fmt: skip
    for message in again:
        message.state, message.settled_at, message.reason = State.WAITING, None, ""
        message.next_at = max(message.due_at, at)
        message.version += 1
    rows.bulk_update(again, ["state", "settled_at", "reason", "next_at", "version"])
    record_each("outbox.again", by=by.actor, targets=again,
                detail=lambda message: {"kind": message.kind}, at=at)  # fmt: skip
    return []
