"""Take a consent back: in writing, at once, on every surface."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.consents import grants
from daybridge.consents.errors import AlreadyRevoked, NotRevocable, NotSigned
from daybridge.consents.facts import lacks_of
from daybridge.consents.models import (
    Consent,
    ConsentFile,
    FilePurpose,
    Revocation,
    RevocationTold,
)
from daybridge.consents.services.closing import after_all_that_left, close_shares
from daybridge.consents.services.drafting import hold_consent
from daybridge.consents.values import Writing
from daybridge.rules.consent import Lack
from daybridge.uploads import Received, columns


@service
def revoke(
    *, consent: Consent, writing: Writing, at: datetime, by: Viewer
) -> Revocation:
    """End a consent from this moment on. What left before stays in the register.

    Holds the consent as every disclosure does: one that was under way has left and is
    in the register before this moment, the next one finds the consent revoked.
    """
    row = hold_consent(consent, by)
    _refuse(row, at=at, by=by)
    moment = after_all_that_left(row, at)
    row.revoked_at = moment
    row.save(update_fields=["revoked_at"])
    revocation: Revocation = Revocation.objects.create(
        program_id=row.program_id,
        consent=row,
        patient_id=row.patient_id,
        at=moment,
        signer=writing.signer.value,
        name=writing.name,
        way=writing.way,
        words=writing.words,
        received_by_id=writing.staff_id,
    )
    _keep_letter(row, writing.letter)
    close_shares(row, moment)
    grants.close_for(row, at=moment, by=by)
    record("consents.revoked", by=by.actor, target=row, at=moment,
           detail={"kind": row.kind, "way": writing.way.value})  # fmt: skip
    return revocation


@service
def tell_of_revocation(
    *, revocation: Revocation, who: str, how: str, at: datetime, by: Viewer
) -> RevocationTold:
    """Write down that someone who relied on the consent was told."""
    told: RevocationTold = RevocationTold.objects.create(
        program_id=by.program_id,
        revocation=revocation,
        patient_id=revocation.patient_id,
        who=who,
        how=how,
        at=at,
        told_by_id=by.staff_id,
    )
    record("consents.revocation_told", by=by.actor, target=told, at=at)
    return told


def _refuse(row: Consent, *, at: datetime, by: Viewer) -> None:
    if row.signed_at is None:
        raise NotSigned("This form is not signed. Put it away instead.")
    if row.revoked_at is not None:
        raise AlreadyRevoked("This consent is revoked already.")
    if not row.may_be_revoked:
        ended = Lack.EXPIRED in lacks_of(row, at=at, day=by.program.day_of(at))
        if not ended:
            raise NotRevocable(
                "This consent holds until the end that it names (42 CFR 2.35). It "
                "cannot be revoked before."
            )


def _keep_letter(row: Consent, letter: Received | None) -> None:
    if letter is None:
        return
    ConsentFile(
        program_id=row.program_id, consent=row, patient_id=row.patient_id,
        purpose=FilePurpose.LETTER, **columns(letter),
    ).save(force_insert=True)  # fmt: skip
