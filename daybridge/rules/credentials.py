"""Who may lead what, who signs alone, and whether a credential holds on a day.

Source: state licensing and each payer decide this; nothing federal does. The table
        below is how Pennsylvania programs usually read it (28 Pa. Code ch. 704 for
        counselors; practice acts for the rest). It is **unconfirmed** and a starting
        point: every program keeps its own rows.
Decided where the sources are silent:
- A credential is valid through its expiry day and gone the day after.
- With several credentials, the best one current on the day speaks.
- Without a current credential that signs alone, every note needs a co-signature.
- No expiry on file means the credential does not expire (a completed degree).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daybridge.rules.wording import count_of


class CredentialKind(StrEnum):
    MD = "MD"
    DO = "DO"
    CRNP = "CRNP"
    PHD = "PhD"
    PSYD = "PsyD"
    LCSW = "LCSW"
    LPC = "LPC"
    LMFT = "LMFT"
    LSW = "LSW"
    CAADC = "CAADC"
    CADC = "CADC"
    RN = "RN"
    LPN = "LPN"
    CRS = "CRS"
    INTERN = "Intern"
    UNLICENSED = "Unlicensed"


class Activity(StrEnum):
    """What a session asks of its leader."""

    THERAPY_GROUP = "therapy group"
    EDUCATION_GROUP = "education group"
    SKILLS_GROUP = "skills group"
    WELLNESS_GROUP = "wellness group"
    FAMILY_GROUP = "family group"
    INDIVIDUAL_THERAPY = "individual session"
    PEER_GROUP = "peer support group"
    OUTING = "outing"
    MEDICATION_VISIT = "medication visit"


@dataclass(frozen=True, slots=True)
class CredentialRule:
    kind: CredentialKind
    title: str
    signs_alone: bool
    may_lead: frozenset[Activity]
    source: str


TEACHING = frozenset(
    {
        Activity.EDUCATION_GROUP,
        Activity.SKILLS_GROUP,
        Activity.WELLNESS_GROUP,
        Activity.OUTING,
    }
)
COUNSELING = TEACHING | {
    Activity.THERAPY_GROUP,
    Activity.FAMILY_GROUP,
    Activity.INDIVIDUAL_THERAPY,
    Activity.PEER_GROUP,
}
PRESCRIBING = COUNSELING | {Activity.MEDICATION_VISIT}
NURSING = frozenset(
    {Activity.EDUCATION_GROUP, Activity.WELLNESS_GROUP, Activity.MEDICATION_VISIT}
)
PEER_SUPPORT = frozenset(
    {Activity.PEER_GROUP, Activity.WELLNESS_GROUP, Activity.OUTING}
)
SUPERVISED_SOURCE = "28 Pa. Code 704 as usually read; unconfirmed, set per license"
LICENSED_SOURCE = "State practice act as usually read; unconfirmed, set per license"

_TABLE = (  # kind, title, signs alone, may lead, source
    ("MD", "Physician", True, PRESCRIBING, LICENSED_SOURCE),
    ("DO", "Osteopathic physician", True, PRESCRIBING, LICENSED_SOURCE),
    ("CRNP", "Nurse practitioner", True, PRESCRIBING, LICENSED_SOURCE),
    ("PhD", "Psychologist", True, COUNSELING, LICENSED_SOURCE),
    ("PsyD", "Psychologist", True, COUNSELING, LICENSED_SOURCE),
    ("LCSW", "Licensed clinical social worker", True, COUNSELING, LICENSED_SOURCE),
    ("LPC", "Licensed professional counselor", True, COUNSELING, LICENSED_SOURCE),
    (
        "LMFT",
        "Licensed marriage and family therapist",
        True,
        COUNSELING,
        LICENSED_SOURCE,
    ),
    ("LSW", "Licensed social worker", False, COUNSELING, LICENSED_SOURCE),
    (
        "CAADC",
        "Certified advanced alcohol and drug counselor",
        True,
        COUNSELING,
        SUPERVISED_SOURCE,
    ),
    (
        "CADC",
        "Certified alcohol and drug counselor",
        True,
        COUNSELING,
        SUPERVISED_SOURCE,
    ),
    ("RN", "Registered nurse", True, NURSING, LICENSED_SOURCE),
    ("LPN", "Licensed practical nurse", False, NURSING, LICENSED_SOURCE),
    ("CRS", "Certified recovery specialist", False, PEER_SUPPORT, SUPERVISED_SOURCE),
    ("Intern", "Intern in training", False, COUNSELING, SUPERVISED_SOURCE),
    ("Unlicensed", "Counselor assistant", False, TEACHING, SUPERVISED_SOURCE),
)

CREDENTIAL_RULES: Mapping[CredentialKind, CredentialRule] = {
    CredentialKind(kind): CredentialRule(
        CredentialKind(kind), title, alone, may, source
    )
    for kind, title, alone, may, source in _TABLE
}

NOTICE_DAYS = (30, 60, 90)  # the reminders before an expiry, the nearest first


class Standing(StrEnum):
    CURRENT = "Current"
    EXPIRING = "Expires soon"
    EXPIRED = "Expired"
    MISSING = "No credential on file"


@dataclass(frozen=True, slots=True)
class Credential:
    kind: CredentialKind
    expires_on: date | None  # None: does not expire


@dataclass(frozen=True, slots=True)
class CredentialVerdict:
    standing: Standing
    credential: Credential | None
    days_left: int | None  # 0 on the last valid day; negative once expired
    notice_days: int | None  # 30, 60 or 90: the reminder this falls under
    sentence: str

    @property
    def holds(self) -> bool:
        return self.standing in (Standing.CURRENT, Standing.EXPIRING)


@dataclass(frozen=True, slots=True)
class CoSignature:
    needed: bool
    sentence: str


def credential_on(credential: Credential | None, *, on: date) -> CredentialVerdict:
    """Say whether a credential holds on a day, and how long it still will."""
    if credential is None:
        sentence = "No credential is on file."
        return CredentialVerdict(Standing.MISSING, None, None, None, sentence)
    kind, expires_on = credential.kind, credential.expires_on
    if expires_on is None:
        sentence = f"{kind} is current."
        return CredentialVerdict(Standing.CURRENT, credential, None, None, sentence)

    days_left = (expires_on - on).days
    if days_left < 0:
        sentence = f"{kind} expired {count_of(-days_left, 'day')} ago."
        return CredentialVerdict(
            Standing.EXPIRED, credential, days_left, None, sentence
        )
    notice = next((days for days in NOTICE_DAYS if days_left <= days), None)
    standing = Standing.EXPIRING if notice else Standing.CURRENT
    when = f"in {count_of(days_left, 'day')}" if days_left else "today"
    sentence = f"{kind} expires {when}." if notice else f"{kind} is current."
    return CredentialVerdict(standing, credential, days_left, notice, sentence)


def best_credential(
    credentials: Iterable[Credential],
    *,
    on: date,
    rules: Mapping[CredentialKind, CredentialRule] = CREDENTIAL_RULES,
) -> CredentialVerdict:
    """Judge the credential that speaks for someone: current, and signing, first."""
    verdicts = [credential_on(credential, on=on) for credential in credentials]
    return max(
        verdicts,
        key=lambda verdict: _weight(verdict, rules),
        default=credential_on(None, on=on),
    )


def may_lead(
    credentials: Iterable[Credential],
    activity: Activity,
    *,
    on: date,
    rules: Mapping[CredentialKind, CredentialRule] = CREDENTIAL_RULES,
) -> bool:
    """Say whether any credential current on the day covers leading this."""
    return any(
        activity in rules[credential.kind].may_lead
        for credential in credentials
        if credential.kind in rules and credential_on(credential, on=on).holds
    )


def why_not_lead(
    credentials: Collection[Credential],
    activity: Activity,
    *,
    on: date,
    rules: Mapping[CredentialKind, CredentialRule] = CREDENTIAL_RULES,
) -> str:
    """Say why none current on the day covers leading this; nothing when one does."""
    verdict = best_credential(credentials, on=on, rules=rules)
    if not verdict.holds:
        return verdict.sentence
    if may_lead(credentials, activity, on=on, rules=rules):
        return ""
    kind = verdict.credential.kind if verdict.credential else ""
    return f"{kind} does not lead {activity}s alone."


def co_signature_for(
    credentials: Iterable[Credential],
    *,
    on: date,
    rules: Mapping[CredentialKind, CredentialRule] = CREDENTIAL_RULES,
) -> CoSignature:
    """Say whether someone's notes of a day need a supervisor's signature, and why."""
    verdict = best_credential(credentials, on=on, rules=rules)
    if not verdict.holds or verdict.credential is None:
        return CoSignature(True, f"{verdict.sentence} A supervisor co-signs.")
    kind = verdict.credential.kind
    rule = rules.get(kind)
    if rule is None:
        return CoSignature(True, f"{kind} has no rule here. A supervisor co-signs.")
    if rule.signs_alone:
        return CoSignature(False, f"{kind} signs alone.")
    return CoSignature(True, f"{kind} needs a supervisor's co-signature.")


def _weight(
    verdict: CredentialVerdict, rules: Mapping[CredentialKind, CredentialRule]
) -> tuple[bool, bool, int, int]:
    rule = rules.get(verdict.credential.kind) if verdict.credential else None
    forever = date.max.toordinal()
    return (
        verdict.holds,
        bool(rule and rule.signs_alone),
        len(rule.may_lead) if rule else 0,
        forever if verdict.days_left is None else verdict.days_left,
    )
