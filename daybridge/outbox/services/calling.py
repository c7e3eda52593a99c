"""The front desk calls about what no machine may bring, and says how it went."""

from datetime import datetime, timedelta
from enum import StrEnum

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.outbox.errors import AlreadySettled, NoMessageHere, OutboxError
from daybridge.outbox.models import Message

State = Message.State
SOON_AGAIN = timedelta(hours=2)  # after a call that nobody took
WRONG_NUMBER = "This number is not theirs."


class Outcome(StrEnum):
    """How a call went."""

    REACHED = "reached"
    LEFT_MESSAGE = "message"
    NO_ANSWER = "no_answer"
    LATER = "later"
    WRONG_NUMBER = "wrong"


@service
def note_call(
    *, message: Message, outcome: Outcome, at: datetime, by: Viewer,
    again_at: datetime | None = None,
) -> Message:  # fmt: skip
    """Keep how a call about a message went.

    Raises AlreadySettled, NoMessageHere, and OutboxError for a time that is over.
    """
    row = _hold(message, by, State.TO_CALL)
    assert row.patient is not None
    if outcome is Outcome.LEFT_MESSAGE and not row.patient.may_leave_message:
        raise NoMessageHere("They did not allow a message on this number.")
    if outcome is Outcome.LATER and (again_at is None or again_at <= at):
        raise OutboxError("Choose a time that is still to come.", field="again_at")
    row.address = row.patient.phone
    if outcome in (Outcome.REACHED, Outcome.LEFT_MESSAGE):
        row.state, row.settled_at = State.CALLED, at
    elif outcome is Outcome.WRONG_NUMBER:
        row.state, row.settled_at, row.reason = State.FAILED, at, WRONG_NUMBER
    else:
        row.next_at = again_at or at + SOON_AGAIN
    _keep(row)
    record("outbox.called", by=by.actor, target=row, at=at,
           detail={"kind": row.kind, "outcome": outcome.value})  # fmt: skip
    return row


@service
def send_again(*, message: Message, at: datetime, by: Viewer) -> Message:
    """Let a message that failed, or waits for a call, try its way anew.

    Raises AlreadySettled.
    """
    row = _hold(message, by, State.FAILED, State.TO_CALL)
    row.state, row.settled_at, row.reason = State.WAITING, None, ""
    row.next_at, row.attempts = at, 0
    _keep(row)
    record("outbox.again", by=by.actor, target=row, at=at,
           detail={"kind": row.kind})  # fmt: skip
    return row


def _hold(message: Message, by: Viewer, *states: str) -> Message:
    rows = Message.objects.in_program(by.program_id).select_related("patient")
    row: Message = rows.select_for_update(of=("self",)).get(pk=message.pk)
    if row.state not in states:
        raise AlreadySettled(
            f"Meanwhile this message is: {row.get_state_display().lower()}."
        )
    return row


def _keep(row: Message) -> None:
    row.version += 1
    row.save(
        update_fields=[
            "state", "settled_at", "reason", "next_at", "attempts", "address",
            "version",
        ]
    )  # fmt: skip
