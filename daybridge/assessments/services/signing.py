"""Sign an assessment over the text that was on the screen; closed for ever after."""

from datetime import datetime
from typing import Any

from daybridge.access.matrix import Operation
from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.composing import compose
from daybridge.assessments.errors import (
    AssessmentClosed,
    AssessmentRefusal,
    NotComplete,
    NotYours,
    TextChangedSinceShown,
)
from daybridge.assessments.models import Addendum, Assessment, Review
from daybridge.assessments.reach import may
from daybridge.assessments.services.holding import hold
from daybridge.assessments.services.stopping import refuse_while_stopped
from daybridge.audit.recording import record
from daybridge.people.signers import signer_of
from daybridge.rules.note_format import text_hash, tidy

SIGNED_FIELDS = [
    "signed_text", "signed_digest", "signed_at", "signed_by", "signed_as",
    "co_signature_needed",
]  # fmt: skip


@service
def sign(
    *, assessment: Assessment, digest: str, at: datetime, by: Viewer
) -> Assessment:
    """Finalize. One wins; whoever comes later gets AssessmentClosed."""
    held = hold(assessment, by)
    both = (Operation.CREATE, Operation.SIGN)
    if not all(may(by, held.patient_id, one) for one in both):
        raise NotYours("A counselor on the treatment team signs it.")
    refuse_while_stopped(held)
    composed = compose(held)
    if composed.digest != digest:
        raise TextChangedSinceShown
    if composed.missing:
        raise NotComplete(" ".join(sentence for sentence, _ in composed.missing))
    put_signature(held, composed.text, composed.digest, at=at, by=by)
    record("assessments.signed", by=by.actor, target=held, at=at,
           detail={"digest": held.signed_digest})  # fmt: skip
    return held


@service
def co_sign(*, signed: Any, digest: str, at: datetime, by: Viewer) -> None:
    """Put a supervisor's signature under an assessment or a review that needs one."""
    signer = signer_of(by, on=by.program.day_of(at))
    if signed.signed_by_id == by.staff_id or signer.needs_co_signature:
        raise NotYours("A co-signature comes from someone else who signs alone.")
    if digest != signed.signed_digest:
        raise TextChangedSinceShown
    waiting = type(signed).objects.in_program(by.program_id).awaiting_co_signature()
    if not waiting.filter(pk=signed.pk).update(
        co_signed_at=at, co_signed_by_id=by.person_id, co_signed_as=signer.signs_as
    ):
        raise AssessmentClosed("It is co-signed already.")
    record("assessments.co_signed", by=by.actor, target=signed, at=at)


@service
def add_addendum(
    *, signed: Assessment | Review, text: str, reason: str, at: datetime, by: Viewer
) -> Addendum:
    """Add a correction under a signed assessment or review, signed at once."""
    words, why = tidy(text), tidy(reason)[:300]
    if not words:
        raise NotComplete("Write the addendum first.", field="text")
    if not why:
        raise NotComplete("Say why it is added.", field="reason")
    if signed.signed_at is None:
        raise AssessmentRefusal("It is still open: change the text itself.")
    addendum: Addendum = Addendum.objects.create(
        program_id=by.program_id,
        **{"review" if isinstance(signed, Review) else "assessment": signed},
        patient_id=signed.patient_id,
        reason=why,
        text=words,
        signed_digest=text_hash(f"{why}\n{words}"),
        signed_at=at,
        signed_by_id=by.person_id,
        signed_as=signer_of(by, on=by.program.day_of(at)).signs_as,
    )
    record("assessments.addendum_signed", by=by.actor, target=addendum, at=at)
    return addendum


def put_signature(
    row: Any, text: str, digest: str, *, at: datetime, by: Viewer
) -> None:
    """Close a row that is held, over this text."""
    signer = signer_of(by, on=by.program.day_of(at))
    row.signed_text, row.signed_digest = text, digest
    row.signed_at, row.signed_by_id = at, signer.staff_id
    row.signed_as = signer.signs_as
    row.co_signature_needed = signer.needs_co_signature
    row.save(update_fields=SIGNED_FIELDS)
