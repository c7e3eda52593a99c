"""Put credentials on file, renew them, and correct what was typed wrongly."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.services.directors import held
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.people.errors import CredentialRefused
from daybridge.people.models import Credential, Staff
from daybridge.people.services.patients import StaleError

KEPT = ("kind", "number", "jurisdiction", "issued_on", "expires_on")


@service
def add_credential(
    *, staff: Staff, values: Mapping[str, Any], by: Viewer, at: datetime
) -> Credential:
    """Put a license or certificate on file that was not there before."""
    held(staff)
    same = staff.credentials.filter(
        kind=values["kind"], jurisdiction=values.get("jurisdiction", "")
    )
    if same.exists():
        raise CredentialRefused(
            "This license is on file already. Renew it, or correct what is there."
        )
    return _keep(staff, values, "people.credential_added", by, at)


@service
def renew_credential(
    *,
    credential: Credential,
    number: str,
    issued_on: date | None,
    expires_on: date | None,
    by: Viewer,
    at: datetime,
) -> Credential:
    """Put the next term of a license on file; the former term stays as it was."""
    staff = credential.staff
    held(staff)
    if (expires_on or date.max) <= _last_term_ends(credential):
        raise CredentialRefused("This license is on file until that day or longer.")
    values = {
        "kind": credential.kind,
        "jurisdiction": credential.jurisdiction,
        "number": number,
        "issued_on": issued_on,
        "expires_on": expires_on,
    }
    return _keep(staff, values, "people.credential_renewed", by, at)


@service
def correct_credential(
    *,
    credential: Credential,
    values: Mapping[str, Any],
    version: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Mend a typing mistake; how the row read before stays readable."""
    rows = Credential.objects.in_program(by.program_id).filter(
        pk=credential.pk, version=version
    )
    if not rows.update(version=version + 1, **values):
        raise StaleError
    credential.refresh_from_db()
    _record(credential, "people.credential_corrected", by, at)


def _last_term_ends(credential: Credential) -> date:
    """The last day that the terms on file reach; one without an end reaches for ever.

    Two people who renew at once would otherwise leave two rows for one term.
    """
    terms = credential.staff.credentials.filter(
        kind=credential.kind, jurisdiction=credential.jurisdiction
    )
    ends = terms.values_list("expires_on", flat=True)
    return max((end or date.max for end in ends), default=date.min)


def _keep(
    staff: Staff, values: Mapping[str, Any], action: str, by: Viewer, at: datetime
) -> Credential:
    credential: Credential = Credential.objects.create(
        program_id=by.program_id, staff=staff, **values
    )
    _record(credential, action, by, at)
    return credential


def _record(credential: Credential, action: str, by: Viewer, at: datetime) -> None:
    remember([credential], fields=KEPT, by=by.actor, at=at)
    detail = {"staff": str(credential.staff_id), "kind": credential.kind}
    record(action, by=by.actor, target=credential, detail=detail, at=at)
