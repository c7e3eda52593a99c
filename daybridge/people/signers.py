"""How a member of staff signs: the name and credential, and whether that is enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.people.models import Credential
from daybridge.rules import credentials as rule
from daybridge.rules.credentials import (
    CredentialKind,
    best_credential,
    co_signature_for,
)


@dataclass(frozen=True, slots=True)
class Signer:
    staff_id: UUID
    signs_as: str  # "Ruth Abelson, LCSW CW019283"
    needs_co_signature: bool


def signer_of(viewer: Viewer, *, on: date) -> Signer:
    """The viewer as a signer on a day."""
    rows = list(
        Credential.objects.in_program(viewer.program_id).filter(
            staff_id=viewer.person_id
        )
    )
    facts = known_credentials(rows)
    best = best_credential(facts, on=on)
    name = viewer.name
    if best.holds and best.credential is not None:
        by_end = sorted(rows, key=lambda row: row.expires_on or date.max)
        numbers = {row.kind: row.number for row in by_end}  # a renewal's number
        kind = str(best.credential.kind)
        name = f"{viewer.name}, {kind} {numbers.get(kind, '')}".strip()
    return Signer(viewer.person_id, name[:200], co_signature_for(facts, on=on).needed)


def known_credentials(rows: Iterable[Credential]) -> list[rule.Credential]:
    """Credential rows as the rulebook knows them; unknown kinds sign nothing."""
    return [
        rule.Credential(CredentialKind(row.kind), row.expires_on)
        for row in rows
        if row.kind in set(CredentialKind)
    ]
