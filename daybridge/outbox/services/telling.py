"""Words go into the outbox with the act that they speak of, or are taken out again.

The key of a message is the promise that a person hears of one thing once: whoever says
the same key again writes no second row.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record, record_each
from daybridge.outbox.models import Message
from daybridge.outbox.values import Words
from daybridge.people.models import Patient, Staff

State = Message.State


@service
def tell_patient(
    *, patient: Patient, kind: str, words: Words, key: str, at: datetime,
    due: datetime | None = None, ends: datetime | None = None, where: str = "",
    by: Viewer,
) -> Message:  # fmt: skip
    """Tell a patient something, not before `due` and not after `ends`.

    `where` is the page on which staff note what they answer; it never leaves.
    """
    return _tell(
        words, key, kind=kind, at=at, due=due, ends=ends, by=by, patient_id=patient.pk,
        where=where,
    )  # fmt: skip


@service
def tell_staff(
    *, staff: Staff, kind: str, words: Words, key: str, at: datetime,
    due: datetime | None = None, ends: datetime | None = None, where: str = "",
    by: Viewer,
) -> Message:  # fmt: skip
    """Tell a member of staff something, on their Today with the page it speaks of."""
    return _tell(
        words, key, kind=kind, at=at, due=due, ends=ends, by=by, staff_id=staff.pk,
        where=where,
    )  # fmt: skip


@service
def take_back(*, keys: Iterable[str], at: datetime, by: Viewer) -> int:
    """Take back what was not sent yet; say how many.

    What a worker has in hand at this moment is not tried again. If it arrived all the
    same, its row says so.
    """
    rows = Message.objects.in_program(by.program_id).filter(key__in=list(keys))
    return take_back_rows(rows, reason="", at=at, by=by)


def take_back_rows(rows: Any, *, reason: str, at: datetime, by: Viewer) -> int:
    """Take back those of these messages that were not sent yet; say how many."""
    taken = list(rows.unsettled().select_for_update())
    for message in taken:
        message.state, message.leased_until = State.TAKEN_BACK, None
        message.settled_at, message.reason = at, reason
        message.version += 1
    rows.bulk_update(
        taken, ["state", "leased_until", "settled_at", "reason", "version"]
    )
    record_each("outbox.taken_back", by=by.actor, targets=taken,
                detail=lambda message: {"kind": message.kind}, at=at)  # fmt: skip
    return len(taken)


def _tell(
    words: Words, key: str, *, kind: str, at: datetime, due: datetime | None,
    ends: datetime | None, by: Viewer, **whom: Any,
) -> Message:  # fmt: skip
    due_at = max(due or at, at)
    message, is_new = Message.objects.in_program(by.program_id).get_or_create(
        program_id=by.program_id,
        key=key,
        defaults={
            "kind": kind, "subject": one_line(words.subject), "text": words.text,
            "told_by_id": by.staff_id, "created_at": at, "due_at": due_at,
            "next_at": due_at, "ends_at": ends, **whom,
        },
    )  # fmt: skip
    if is_new:
        record("outbox.told", by=by.actor, target=message, at=at,
               detail={"kind": kind})  # fmt: skip
    return message


def one_line(subject: str) -> str:
    """A subject as a header may hold it: one line, no longer than its column."""
    longest = Message._meta.get_field("subject").max_length
    return " ".join(subject.split())[:longest]
