"""The kinds of consent and of program forms, each with what its rule asks.

Source: 42 CFR 2.31(a) (elements), 2.31(b), (d) (counseling notes, proceedings), 2.34 to
        2.36, 2.52; docs/rules/consent.md shows the table.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What somebody agrees to."""

    TPO = "tpo"
    SPECIFIC = "specific"
    COUNSELING_NOTES = "counseling_notes"
    PROCEEDINGS = "proceedings"
    CRIMINAL_JUSTICE = "criminal_justice"
    REGISTRY = "registry"
    PDMP = "pdmp"
    INTERMEDIARY = "intermediary"
    FUNDRAISING_OPT_OUT = "fundraising_opt_out"
    RESEARCH = "research"
    EMERGENCY_CONTACT = "emergency_contact"
    NOTICE_RECEIPT = "notice_receipt"
    TREATMENT_AGREEMENT = "treatment_agreement"
    GROUP_AGREEMENT = "group_agreement"
    TELEHEALTH = "telehealth"


class Expiry(StrEnum):
    """How a consent ends by itself."""

    DATE = "date"
    EVENT = "event"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KindRule:
    """What one kind asks and allows."""

    kind: Kind
    label: str
    lets_leave: bool  # a consent to disclose; False: a form of the program
    expiries: frozenset[Expiry]
    source: str
    says_refusal: bool = False  # 2.31(a)(10)
    needs_members: bool = False  # 2.31(a)(4)(ii)
    may_condition_treatment: bool = True
    may_be_irrevocable: bool = False
    may_name_several: bool = False  # 2.31(a)(4)(i): names, each with its own end
    unconfirmed: str = ""  # what of it we could not read in the source


_ENDS = frozenset({Expiry.DATE, Expiry.EVENT})
_ANY = frozenset(Expiry)
_OPEN = frozenset({Expiry.NONE})

KINDS: dict[Kind, KindRule] = {
    rule.kind: rule
    for rule in (
        KindRule(
            Kind.TPO, "Treatment, payment and operations", True, _ANY,
            "42 CFR 2.31(a)(4), (5), (7), (10)", says_refusal=True,
        ),
        KindRule(
            Kind.SPECIFIC, "Disclosure to a person or organization", True, _ENDS,
            "42 CFR 2.31(a)", may_condition_treatment=False, may_name_several=True,
        ),
        KindRule(
            Kind.COUNSELING_NOTES, "Counseling notes kept apart", True, _ENDS,
            "42 CFR 2.31(b)", may_condition_treatment=False,
        ),
        KindRule(
            Kind.PROCEEDINGS, "Use in a legal proceeding", True, _ENDS,
            "42 CFR 2.31(d)", may_condition_treatment=False, may_name_several=True,
        ),
        KindRule(
            Kind.CRIMINAL_JUSTICE, "Court, probation or parole", True, _ENDS,
            "42 CFR 2.35", may_be_irrevocable=True, may_name_several=True,
            unconfirmed="irrevocable until the final disposition",
        ),
        KindRule(
            Kind.REGISTRY, "Central registry against two enrollments", True, _ENDS,
            "42 CFR 2.34", unconfirmed="the wording of what the registry may be told",
        ),
        KindRule(
            Kind.PDMP, "Prescription drug monitoring program", True, _ENDS,
            "42 CFR 2.36", unconfirmed="applies where a state requires the report",
        ),
        KindRule(
            Kind.INTERMEDIARY, "Health information exchange (intermediary)", True,
            _ENDS, "42 CFR 2.24, 2.31(a)(4)(ii)", needs_members=True,
            may_condition_treatment=False, unconfirmed="the 30 days of 2.24",
        ),
        KindRule(
            Kind.FUNDRAISING_OPT_OUT, "No fundraising messages", False, _OPEN,
            "42 CFR 2.16, 45 CFR 164.514(f)", may_condition_treatment=False,
            unconfirmed="the wording of the statement",
        ),
        KindRule(
            Kind.RESEARCH, "Research study", True, _ENDS,
            "42 CFR 2.52, 45 CFR 164.508", may_condition_treatment=False,
            may_name_several=True,
        ),
        KindRule(
            Kind.EMERGENCY_CONTACT, "Emergency contact", True, _ENDS,
            "42 CFR 2.31(a)", may_condition_treatment=False,
        ),
        KindRule(
            Kind.NOTICE_RECEIPT, "Receipt of the privacy notice", False, _OPEN,
            "42 CFR 2.22, 45 CFR 164.520(c)(2)(ii)", may_condition_treatment=False,
        ),
        KindRule(
            Kind.TREATMENT_AGREEMENT, "Treatment agreement", False, _OPEN,
            "program form",
        ),
        KindRule(
            Kind.GROUP_AGREEMENT, "Group agreement", False, _OPEN, "program form"
        ),
        KindRule(
            Kind.TELEHEALTH, "Treatment by video", False, _OPEN, "program form",
            may_condition_treatment=False,
        ),
    )
}  # fmt: skip
