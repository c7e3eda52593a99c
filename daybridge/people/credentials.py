"""What credentials on file are worth today, as the rulebook judges them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from daybridge.access.roles import Role
from daybridge.people.models import Credential, Staff
from daybridge.rules import credentials as rule
from daybridge.rules.credentials import CredentialKind, CredentialVerdict, Standing

WRITES_NOTES = frozenset({Role.COUNSELOR, Role.SUPERVISOR, Role.MEDICAL, Role.PEER})
TONES = {
    Standing.CURRENT: "settled",
    Standing.EXPIRING: "needs",
    Standing.EXPIRED: "danger",
    Standing.MISSING: "quiet",
}


@dataclass(frozen=True, slots=True)
class HeldCredential:
    """One credential as it stands, with those it renewed, the latest first."""

    row: Credential
    verdict: CredentialVerdict
    former: tuple[Credential, ...] = ()

    @property
    def title(self) -> str:
        known = known_credential(self.row)
        return rule.CREDENTIAL_RULES[known.kind].title if known else ""

    @property
    def tone(self) -> str:
        return TONES[self.verdict.standing]


def known_credential(row: Credential) -> rule.Credential | None:
    """The row as the rulebook knows it; None for a kind it has no rule for."""
    if row.kind not in set(CredentialKind):
        return None
    return rule.Credential(CredentialKind(row.kind), row.expires_on)


def held_credentials(rows: Iterable[Credential], *, on: date) -> list[HeldCredential]:
    """One entry for each license, the soonest to end first; renewals come together."""
    licenses: dict[tuple[str, str], list[Credential]] = {}
    for row in sorted(rows, key=_ends):
        licenses.setdefault((row.kind, row.jurisdiction), []).append(row)
    held = [
        HeldCredential(rows[-1], _verdict(rows[-1], on), tuple(reversed(rows[:-1])))
        for rows in licenses.values()
    ]
    return sorted(held, key=lambda each: _ends(each.row))


def needs_supervisor(staff: Staff, rows: Iterable[Credential], *, on: date) -> bool:
    """Whether what this person writes waits for a supervisor's signature."""
    if not staff.role_set & WRITES_NOTES:
        return False
    return not signs_alone(rows, on=on)


def signs_alone(rows: Iterable[Credential], *, on: date) -> bool:
    """Whether notes of this day need nobody else's signature."""
    known = [credential for row in rows if (credential := known_credential(row))]
    return not rule.co_signature_for(known, on=on).needed


def kinds() -> Sequence[tuple[str, str]]:
    """Every kind of credential, as a form offers them."""
    return [
        (kind.value, f"{kind.value}: {row.title}")
        for kind, row in rule.CREDENTIAL_RULES.items()
    ]


def _verdict(row: Credential, on: date) -> CredentialVerdict:
    known = known_credential(row)
    if known is None:
        sentence = f"{row.kind} has no rule here."
        return CredentialVerdict(Standing.MISSING, None, None, None, sentence)
    return rule.credential_on(known, on=on)


def _ends(row: Credential) -> tuple[date, date, str]:
    return (row.expires_on or date.max, row.issued_on or date.min, str(row.pk))
