"""The waitlist: who joins and leaves it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.intake.errors import InquiryChanged, IntakeError, NotWaiting
from daybridge.intake.models import OVER, Inquiry, SeatOffer, Wait
from daybridge.intake.services.inquiries import amend_inquiry
from daybridge.intake.values import TimesTold

TOLD = (
    "track", "times", "reason", "reason_note", "priority", "ready_on",
)  # fmt: skip
READABLE = ("track_id", *(name for name in TOLD if name != "track"), "end")
ALREADY_CHANGED = "Someone else changed this meanwhile. Look at it again."


@service
def join_waitlist(
    *, inquiry: Inquiry, values: Mapping[str, Any], at: datetime, by: Viewer,
    told: TimesTold | None = None,
) -> Wait:  # fmt: skip
    """Put somebody on the waitlist, with the real reason. They wait from now on.

    What is `told` of their times goes to the inquiry, where it is kept once.
    """
    if inquiry.stage in OVER:
        raise IntakeError("This inquiry has come to its end. Nobody waits any more.")
    _keep_times(inquiry, told, at, by)
    row = Wait(
        program_id=by.program_id, inquiry=inquiry, waiting_since=at,
        written_by_id=by.staff_id, **_checked(values),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise IntakeError("They are on the waitlist already.") from None
    remember([row], fields=READABLE, by=by.actor, at=at)
    record("intake.wait_begun", by=by.actor, target=row, at=at,
           patient_id=inquiry.patient_id, detail={"reason": row.reason})  # fmt: skip
    return row


@service
def amend_wait(
    *, wait: Wait, values: Mapping[str, Any], version: int, at: datetime, by: Viewer,
    told: TimesTold | None = None,
) -> Wait:  # fmt: skip
    """Keep another reason, track or time; since when they wait stays."""
    rows = Wait.objects.in_program(by.program_id).filter(pk=wait.pk, ended_at=None)
    kept = _checked(values)
    if not rows.filter(version=version).update(version=version + 1, **kept):
        raise InquiryChanged(ALREADY_CHANGED)
    _keep_times(wait.inquiry, told, at, by)
    row: Wait = rows.select_related("inquiry").get()
    remember([row], fields=READABLE, by=by.actor, at=at)
    record("intake.wait_amended", by=by.actor, target=row, at=at,
           patient_id=row.inquiry.patient_id)  # fmt: skip
    return row


@service
def end_wait(*, wait: Wait, end: str, at: datetime, by: Viewer) -> Wait:
    """Take somebody off the waitlist; a seat held for them is free again."""
    rows = Wait.objects.in_program(by.program_id).filter(pk=wait.pk)
    ended = rows.filter(ended_at=None).update(
        ended_at=at, ended_by_id=by.staff_id, end=Wait.End(end)
    )
    if not ended:
        raise NotWaiting("They are no longer on the waitlist.")
    SeatOffer.objects.in_program(by.program_id).filter(
        wait_id=wait.pk, answer=""
    ).update(
        answer=SeatOffer.Answer.DECLINED, answered_at=at, answered_by_id=by.staff_id
    )
    row: Wait = rows.select_related("inquiry").get()
    remember([row], fields=READABLE, by=by.actor, at=at)
    record("intake.wait_ended", by=by.actor, target=row, at=at,
           patient_id=row.inquiry.patient_id, detail={"end": row.end})  # fmt: skip
    return row


@service
def stop_waiting(*, inquiry: Inquiry, at: datetime, by: Viewer) -> None:
    """What follows when an inquiry ends without care (`wiring.py`)."""
    for row in Wait.objects.in_program(by.program_id).filter(
        inquiry=inquiry, ended_at=None
    ):
        end_wait(wait=row, end=Wait.End.INQUIRY, at=at, by=by)


def _keep_times(
    inquiry: Inquiry, told: TimesTold | None, at: datetime, by: Viewer
) -> None:
    if told is not None and told.times != inquiry.times_wanted:
        amend_inquiry(
            inquiry=inquiry, values={"times_wanted": told.times},
            version=told.version, at=at, by=by,
        )  # fmt: skip


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - set(TOLD))
    if unknown:
        raise TypeError(f"a wait does not keep {', '.join(unknown)}")
    told = dict(values)
    if told.get("reason") == Wait.Reason.OTHER and not told.get("reason_note"):
        raise IntakeError("Say what they wait for.", field="reason_note")
    return told
