"""Receive a referral with its papers, and hand the person over step by step."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.happenings import ask, happened
from daybridge.intake.errors import ConsentNotSaid, InquiryChanged, IntakeError
from daybridge.intake.lists import hand_off_steps
from daybridge.intake.models import HandOffTick, Inquiry, Referral, ReferralDocument
from daybridge.uploads import Received, columns

TOLD = (
    "kind", "organization", "person", "phone", "fax", "email", "expected_on",
    "last_level", "medications", "note",
)  # fmt: skip
ALREADY_CHANGED = (
    "Someone else changed this referral meanwhile. Open it again to see how it is now."
)

NOBODY_TOLD = (
    "Nobody outside is told anything without a consent in force. Have them sign one "
    "that names the referrer, then choose the referrer here."
)


@service
def receive_referral(
    *, inquiry: Inquiry, values: Mapping[str, Any], files: Iterable[Received] = (),
    at: datetime, by: Viewer,
) -> Referral:  # fmt: skip
    """Keep who sent somebody, what they told, and the papers that came along.

    `values` has the names of `TOLD`. By the website it is the system that receives it.
    """
    row = Referral(
        program_id=by.program_id, inquiry=inquiry, received_at=at,
        received_by_id=by.staff_id, **_checked(values),
    )  # fmt: skip
    row.save(force_insert=True)
    remember([row], fields=TOLD, by=by.actor, at=at)
    record("intake.referral_received", by=by.actor, target=row, at=at,
           patient_id=inquiry.patient_id, detail={"kind": row.kind})  # fmt: skip
    for file in files:
        add_document(referral=row, file=file, at=at, by=by)
    return row


@service
def amend_referral(
    *, referral: Referral, values: Mapping[str, Any], version: int, at: datetime,
    by: Viewer,
) -> Referral:  # fmt: skip
    """Keep what was told since; raises InquiryChanged if someone else was quicker."""
    told = _checked(values)
    rows = Referral.objects.in_program(by.program_id).filter(pk=referral.pk)
    if not rows.filter(version=version).update(version=version + 1, **told):
        raise InquiryChanged(ALREADY_CHANGED)
    row: Referral = rows.select_related("inquiry").get()
    remember([row], fields=TOLD, by=by.actor, at=at)
    record("intake.referral_amended", by=by.actor, target=row, at=at,
           patient_id=row.inquiry.patient_id)  # fmt: skip
    return row


@service
def add_document(
    *, referral: Referral, file: Received, at: datetime, by: Viewer
) -> ReferralDocument:
    """Keep one file of a referral; the same file twice is one document."""
    row = ReferralDocument(
        program_id=by.program_id, referral=referral, received_at=at,
        received_by_id=by.staff_id, **columns(file),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        kept: ReferralDocument = ReferralDocument.objects.in_program(by.program_id).get(
            referral=referral, digest=file.digest
        )
        return kept
    record("intake.document_received", by=by.actor, target=row, at=at,
           patient_id=referral.inquiry.patient_id,
           detail={"kind": row.kind, "bytes": row.size_bytes})  # fmt: skip
    return row


@service
def tick_hand_off(
    *, referral: Referral, key: str, at: datetime, by: Viewer, note: str = "",
    told: str = "",
) -> HandOffTick:  # fmt: skip
    """Say that a step of the hand-off is done; done twice, the first one stands.

    A step that tells somebody outside names whom: a recipient of a consent in force.
    """
    step = next((one for one in hand_off_steps() if one.key == key), None)
    if step is None:
        raise IntakeError("Choose a step of the list.")
    if step.needs_consent:
        if told not in who_may_be_told(referral, at=at, by=by):
            raise ConsentNotSaid(NOBODY_TOLD, field="told")
        note = f"{told}, by their consent. {note}"
    row = HandOffTick(
        program_id=by.program_id, referral=referral, key=key, note=note.strip()[:500],
        done_at=at, done_by_id=by.person_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        standing: HandOffTick = HandOffTick.objects.in_program(by.program_id).get(
            referral=referral, key=key, taken_back_at=None
        )
        return standing
    record("intake.hand_off_done", by=by.actor, target=row, at=at,
           patient_id=referral.inquiry.patient_id, detail={"step": key})  # fmt: skip
    if step.needs_consent:
        happened(
            "intake.referrer_told", patient_id=referral.inquiry.patient_id, told=told,
            at=at, by=by,
        )  # fmt: skip
    return row


def who_may_be_told(referral: Referral, *, at: datetime, by: Viewer) -> list[str]:
    """Whom a consent in force lets us tell that they came; nobody before a chart."""
    patient_id = referral.inquiry.patient_id
    if patient_id is None:
        return []
    names: list[str] = ask(
        "intake.who_may_be_told", patient_id=patient_id, at=at, by=by
    )
    return names


@service
def take_back_tick(*, tick: HandOffTick, at: datetime, by: Viewer) -> bool:
    """Say that a step was not done after all; the row stays, with both authors."""
    rows = HandOffTick.objects.in_program(by.program_id).filter(pk=tick.pk)
    changed = rows.filter(taken_back_at=None).update(
        taken_back_at=at, taken_back_by_id=by.person_id
    )
    if changed:
        record("intake.hand_off_taken_back", by=by.actor, target=tick, at=at,
               detail={"step": tick.key})  # fmt: skip
    return bool(changed)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - set(TOLD))
    if unknown:
        raise TypeError(f"a referral does not keep {', '.join(unknown)}")
    told = dict(values)
    if "person" in told and not (told.get("person") or told.get("organization")):
        raise IntakeError("Write who sent them.", field="organization")
    return told
