"""What came too late is let go of, and says so."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record_each
from daybridge.outbox.models import Message

State = Message.State


def lapse(*, at: datetime, by: Viewer) -> int:
    """Let go of what makes no sense any more; say how many. Looking costs no lock."""
    if not Message.objects.in_program(by.program_id).over(at).exists():
        return 0
    return _let_go(at=at, by=by)


@service
def _let_go(*, at: datetime, by: Viewer) -> int:
    rows = Message.objects.in_program(by.program_id)
    over = list(rows.over(at).select_for_update())
    for message in over:
        message.state, message.leased_until = State.LAPSED, None
        message.settled_at, message.reason = at, ""  # of a try, or of the night
        message.version += 1
    rows.bulk_update(over, ["state", "leased_until", "settled_at", "reason", "version"])
    record_each("outbox.lapsed", by=by.actor, targets=over,
                detail=lambda message: {"kind": message.kind}, at=at)  # fmt: skip
    return len(over)
