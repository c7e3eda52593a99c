"""May this leave? Recipient, information, purpose and moment give a basis or reasons.

Source: 42 CFR 2.13(a) (nothing leaves without a basis), 2.31 and 2.33 (with consent),
        2.32 (notice and scope go with it), 2.51 to 2.54, 2.12(c) and 2.61 to 2.67
        (without consent; the person who discloses answers for those).
Decided: one consent must reach all of what is asked, for this recipient and purpose;
        two consents are not added up. Of several that do, the one signed last speaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from daybridge.rules.consent.kinds import KINDS, Kind
from daybridge.rules.consent.terms import (
    Item,
    Purpose,
    RecipientClass,
    Terms,
    covers,
)
from daybridge.rules.consent.validity import Lack, Standing, lacks


class Reason(StrEnum):
    """Why something may not leave."""

    NO_CONSENT = "There is no consent for this recipient."
    NOT_IN_FORCE = "The consent for this recipient does not hold now."
    OTHER_PURPOSE = "The consent is not for this purpose."
    OTHER_ITEMS = "The consent does not reach all of this information."
    OPTED_OUT = "The patient wants no fundraising messages."
    NOTHING_ASKED = "Say which information is meant."


class WithoutConsent(StrEnum):
    """A basis that is no consent, with its section and what must be written down."""

    EMERGENCY = "2.51"
    RESEARCH = "2.52"
    AUDIT = "2.53"
    PUBLIC_HEALTH = "2.54"
    CRIME_OR_ABUSE = "2.12"
    SERVICE_ORGANIZATION = "qso"
    COURT_ORDER = "order"
    PATIENT = "patient"


WITHOUT_WORDS = {
    WithoutConsent.EMERGENCY: "Medical emergency, consent could not be obtained (2.51)",
    WithoutConsent.RESEARCH: "Research (2.52)",
    WithoutConsent.AUDIT: "Audit or evaluation (2.53)",
    WithoutConsent.PUBLIC_HEALTH: "Public health, de-identified (2.54)",
    WithoutConsent.CRIME_OR_ABUSE: "Crime on the premises, or child abuse (2.12(c))",
    WithoutConsent.SERVICE_ORGANIZATION: "Qualified service organization (2.12(c)(4))",
    WithoutConsent.COURT_ORDER: "Court order with a subpoena (2.61 to 2.67)",
    WithoutConsent.PATIENT: "The patient’s own access (2.23)",
}
MUST_SAY = {  # what the register asks besides recipient, content and purpose
    WithoutConsent.EMERGENCY: "The nature of the emergency, and the affiliation of the "
    "medical personnel with their facility.",
    WithoutConsent.RESEARCH: "The protocol and its approvals.",
    WithoutConsent.AUDIT: "The agreement, and how records are returned or destroyed.",
    WithoutConsent.PUBLIC_HEALTH: "How it was de-identified.",
    WithoutConsent.CRIME_OR_ABUSE: "The report, and that only its facts were given.",
    WithoutConsent.SERVICE_ORGANIZATION: "The written agreement.",
    WithoutConsent.COURT_ORDER: "The order, the subpoena and their exact scope.",
    WithoutConsent.PATIENT: "How the patient was identified.",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would receive it: a key, and the classes they belong to."""

    key: str
    classes: frozenset[RecipientClass] = frozenset()


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody is about to disclose."""

    recipient: Recipient
    items: frozenset[Item]
    purpose: Purpose
    at: datetime
    day: date  # of `at`, where the program is


@dataclass(frozen=True, slots=True)
class Held:
    """One consent on file."""

    key: str
    terms: Terms
    standing: Standing


@dataclass(frozen=True, slots=True)
class Leave:
    """The answer: the consent under which it leaves, or why it stays."""

    basis: str | None
    reasons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.basis is not None


def may_leave(asking: Asking, consents: Sequence[Held]) -> Leave:
    """Find the consent under which something may leave, or say why it may not."""
    if not asking.items:
        return Leave(None, (Reason.NOTHING_ASKED,))
    if asking.purpose is Purpose.FUNDRAISING and _opted_out(asking, consents):
        return Leave(None, (Reason.OPTED_OUT,))
    for_them = [held for held in consents if _is_for(held.terms, asking.recipient)]
    if not for_them:
        return Leave(None, (Reason.NO_CONSENT,))
    judged = [(held, _against(held, asking)) for held in for_them]
    good = [held for held, reasons in judged if not reasons]
    if not good:
        fewest = min((reasons for _, reasons in judged), key=len)
        return Leave(None, tuple(fewest))
    return Leave(max(good, key=_signed_at).key)


def _is_for(terms: Terms, recipient: Recipient) -> bool:
    if not any(KINDS[kind].lets_leave for kind in terms.kinds):
        return False
    return recipient.key in terms.recipients or bool(recipient.classes & terms.classes)


def _against(held: Held, asking: Asking) -> list[str]:
    reasons: list[str] = []
    lacking = lacks(held.terms, held.standing, at=asking.at, day=asking.day)
    if lacking:
        reasons += [Reason.NOT_IN_FORCE, *lacking]
    if asking.purpose not in held.terms.purposes:
        reasons.append(Reason.OTHER_PURPOSE)
    if not all(covers(held.terms.items, item) for item in asking.items):
        reasons.append(Reason.OTHER_ITEMS)
    return reasons


def _opted_out(asking: Asking, consents: Sequence[Held]) -> bool:
    return any(
        Kind.FUNDRAISING_OPT_OUT in held.terms.kinds
        and not set(lacks(held.terms, held.standing, at=asking.at, day=asking.day))
        & {Lack.NOT_SIGNED, Lack.REVOKED}
        for held in consents
    )


def _signed_at(held: Held) -> datetime:
    assert held.standing.signed_at is not None  # what holds is signed
    return held.standing.signed_at
