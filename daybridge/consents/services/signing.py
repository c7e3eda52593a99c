"""Sign a form: on the tablet, on one's own phone, or on paper that is scanned in."""

from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents import grants
from daybridge.consents.copies import form_pdf
from daybridge.consents.errors import (
    AlreadySigned,
    ChangedSinceShown,
    ElementsMissing,
    NotTheirs,
)
from daybridge.consents.facts import terms_of
from daybridge.consents.models import (
    Consent,
    ConsentFile,
    FilePurpose,
    Method,
    Signature,
)
from daybridge.consents.rendering import Rendered, render
from daybridge.consents.services.drafting import ON_THE_FORM, hold_consent
from daybridge.consents.services.packets import finish_if_complete
from daybridge.consents.values import Stroke
from daybridge.rules.consent import Signer, missing
from daybridge.uploads import FileKind, Received, columns


@service
def sign(*, consent: Consent, stroke: Stroke, at: datetime, by: Viewer) -> Consent:
    """Keep one signature; the last one that is needed makes the consent.

    Raises ChangedSinceShown when the form reads otherwise now than it was shown.
    """
    row = hold_consent(consent, by)
    _refuse_signer(row, stroke.signer)
    recipients = list(row.recipients.order_by("created_at", "pk"))
    rendered = render(row, recipients)
    if stroke.shown_digest != (row.shown_digest or rendered.digest):
        raise ChangedSinceShown("This form has changed. Please read it once more.")
    for element in missing(terms_of(row, recipients)):
        raise ElementsMissing(element.value, field=ON_THE_FORM.get(element, ""))
    if not row.shown_digest:
        row.shown_text, row.shown_digest = rendered.text, rendered.digest
    _keep(row, stroke, at=at, by=by)
    signatures = list(row.signatures.order_by("at", "pk"))
    if set(row.must_sign) <= {one.signer for one in signatures}:
        row.signed_at = at
    row.save(update_fields=["shown_text", "shown_digest", "signed_at"])
    record("consents.signed", by=by.actor, target=row, at=at,
           detail={"kind": row.kind, "signer": stroke.signer.value,
                   "way": stroke.way.value, "digest": row.shown_digest})  # fmt: skip
    if row.signed_at is not None:
        _complete(row, rendered, signatures, at=at, by=by)
    return row


def _refuse_signer(row: Consent, signer: Signer) -> None:
    if row.withdrawn_at is not None:
        raise AlreadySigned("This form was put away. Nothing was signed.")
    if signer.value not in row.must_sign:
        raise NotTheirs("This form is not theirs to sign.", field="signer")
    if row.signatures.filter(signer=signer.value).exists():
        raise AlreadySigned("They have signed this form already.", field="signer")


def _keep(row: Consent, stroke: Stroke, *, at: datetime, by: Viewer) -> None:
    Signature(
        program_id=row.program_id,
        consent=row,
        patient_id=row.patient_id,
        signer=stroke.signer.value,
        name=stroke.name,
        relation=stroke.relation,
        method=stroke.method,
        picture=stroke.picture if stroke.method == Method.DRAWN else None,
        text_digest=row.shown_digest,
        way=stroke.way,
        at=at,
        created_at=at,
        address=by.address[:45],
        device=stroke.device[:200],
        received_by_id=stroke.staff_id,
    ).save(force_insert=True)
    if stroke.scan is not None:
        _keep_file(row, FilePurpose.SCAN, columns(stroke.scan), at)


def _complete(
    row: Consent,
    rendered: Rendered,
    signatures: list[Signature],
    *,
    at: datetime,
    by: Viewer,
) -> None:
    """The copy for the patient, what the consent opens, and the packet it was in."""
    pdf = form_pdf(row, rendered, signatures, at=at)
    copy = Received(f"{row.kind}.pdf", FileKind.PDF, pdf)
    _keep_file(row, FilePurpose.COPY, columns(copy), at)
    grants.open_for(row, at=at, by=by)
    finish_if_complete(row, at=at, by=by)


def _keep_file(
    row: Consent, purpose: FilePurpose, values: dict[str, Any], at: datetime
) -> None:
    ConsentFile(
        program_id=row.program_id, consent=row, patient_id=row.patient_id,
        purpose=purpose, created_at=at, **values,
    ).save(force_insert=True)  # fmt: skip
