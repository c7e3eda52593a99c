"""The same-day call after a missed session."""

from datetime import date, datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import FollowUp
from daybridge.audit.recording import record
from daybridge.audit.versions import remember

TRY_AGAIN = frozenset({FollowUp.Outcome.NO_ANSWER, FollowUp.Outcome.LEFT_MESSAGE})


@service
def finish_follow_up(
    *,
    follow_up: FollowUp,
    outcome: str,
    note: str,
    at: datetime,
    by: Viewer,
    next_try_on: date | None = None,
) -> FollowUp:
    """Write down how the call went. A later word replaces the outcome, with its author.

    Nobody reached and a day for the next try keeps it on the list until then.
    """
    row: FollowUp = (
        FollowUp.objects.in_program(by.program_id)
        .select_related("attendance")
        .select_for_update(of=("self",))
        .get(pk=follow_up.pk)
    )
    row.outcome = FollowUp.Outcome(outcome)
    row.next_try_on = next_try_on if row.outcome in TRY_AGAIN else None
    row.tries += 1
    row.note = note
    row.done_at, row.done_by_id = at, by.staff_id
    row.save()
    remember([row], fields=("outcome", "note", "next_try_on"), by=by.actor, at=at)
    record(
        "attendance.followed_up",
        by=by.actor,
        target=row,
        patient_id=row.attendance.patient_id,
        at=at,
        detail={"outcome": row.outcome, "try": row.tries},
    )
    return row
