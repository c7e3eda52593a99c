"""Licenses that run out: one's own, one's unit's, or everyone's for the director."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.people.models import Credential
from daybridge.people.signers import known_credentials
from daybridge.people.staffing import readable_staff
from daybridge.rules.credentials import Standing, credential_on

TONES = {Standing.EXPIRING: "needs", Standing.EXPIRED: "danger"}


@dataclass(frozen=True, slots=True)
class ToRenew:
    staff_id: UUID
    name: str
    sentence: str
    expires_on: date
    tone: str
    is_mine: bool


def to_renew(viewer: Viewer) -> list[ToRenew]:
    """What runs out within 90 days or has run out, the soonest first; one statement."""
    rows = (
        Credential.objects.in_program(viewer.program_id)
        .filter(staff__in=readable_staff(viewer).active())
        .select_related("staff")
    )
    last = {_license(row): row for row in sorted(rows, key=_ends)}  # a renewal is last
    found = [_row(row, viewer) for row in last.values() if row.expires_on]
    return sorted(
        (each for each in found if each is not None),
        key=lambda each: (each.expires_on, each.name),
    )


def _license(row: Credential) -> tuple[UUID, str, str]:
    return (row.staff_id, row.kind, row.jurisdiction)


def _ends(row: Credential) -> date:
    return row.expires_on or date.max


def _row(row: Credential, viewer: Viewer) -> ToRenew | None:
    known = known_credentials([row])
    if not known or row.expires_on is None:
        return None
    verdict = credential_on(known[0], on=viewer.today)
    if verdict.standing not in TONES:
        return None
    return ToRenew(
        staff_id=row.staff_id,
        name=row.staff.display_name,
        sentence=verdict.sentence,
        expires_on=row.expires_on,
        tone=TONES[verdict.standing],
        is_mine=row.staff_id == viewer.staff_id,
    )
