"""Accept what a document says into a chart, item by item, and take an item back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record, record_each
from daybridge.intake.errors import NotTakenUp
from daybridge.intake.models import ImportedItem, ReferralDocument
from daybridge.intake.previews import Choice, preview_of
from daybridge.intake.services.holding import hold_person
from daybridge.people.models import Patient
from daybridge.people.services.patients import amend_patient

NO_CHART = "They have no chart yet. Take the inquiry up first."


@service
def review_document(
    *, document: ReferralDocument, accepted: Collection[str], at: datetime, by: Viewer
) -> list[ImportedItem]:
    """Keep the items whose digests are given, and that somebody looked it through.

    What replaces something on record was confirmed by being chosen. Sent twice, an item
    is kept once; what was not chosen stays in the document and nowhere else.
    """
    patient_id = document.referral.inquiry.patient_id
    if patient_id is None:
        raise NotTakenUp(NO_CHART)
    patient = hold_person(patient_id, by)
    said = preview_of(document, patient).choices if accepted else ()
    choices = [one for one in said if one.digest in accepted]
    kept = [row for one in choices if (row := _keep(one, document, patient, at, by))]
    _fill(patient, choices, kept, at=at, by=by)
    ReferralDocument.objects.in_program(by.program_id).filter(
        pk=document.pk, reviewed_at=None
    ).update(reviewed_at=at, reviewed_by_id=by.person_id)
    record("intake.document_reviewed", by=by.actor, target=document, at=at,
           patient_id=patient.pk, detail={"accepted": len(kept)})  # fmt: skip
    return kept


@service
def take_back_item(*, item: ImportedItem, at: datetime, by: Viewer) -> bool:
    """Say that an item does not belong in the chart after all; the row stays."""
    rows = ImportedItem.objects.in_program(by.program_id).filter(pk=item.pk)
    changed = rows.filter(taken_back_at=None).update(
        taken_back_at=at, taken_back_by_id=by.person_id
    )
    if changed:
        record("intake.item_taken_back", by=by.actor, target=item, at=at,
               detail={"kind": item.kind})  # fmt: skip
    return bool(changed)


def _keep(
    choice: Choice, document: ReferralDocument, patient: Patient, at: datetime,
    by: Viewer,
) -> ImportedItem | None:  # fmt: skip
    """The row of one item, or nothing when it was accepted before."""
    row = ImportedItem(
        program_id=by.program_id, patient=patient, document=document,
        kind=choice.kind, text=choice.text, code=choice.code,
        code_system=choice.code_system, details=choice.details, status=choice.status,
        denied=choice.denied, digest=choice.digest, accepted_at=at,
        accepted_by_id=by.person_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def _fill(
    patient: Patient, choices: list[Choice], kept: list[ImportedItem], *,
    at: datetime, by: Viewer,
) -> None:  # fmt: skip
    """Write what concerns the person into their record, and say so in the audit."""
    new = {row.digest for row in kept}
    values: dict[str, Any] = {}
    for choice in choices:
        if choice.digest in new:
            values |= choice.values
    if values:
        amend_patient(
            patient=patient, values=values, version=patient.version, by=by, at=at
        )
    if kept:
        record_each(
            "intake.item_accepted", by=by.actor, targets=kept, at=at,
            detail=lambda row: {"kind": row.kind},
        )  # fmt: skip
