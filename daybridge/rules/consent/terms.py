"""What a consent speaks of: information, purposes, recipients, as facts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daybridge.rules.consent.kinds import Expiry, Kind


class Item(StrEnum):
    """One kind of information that a consent may describe."""

    PRESENCE = "presence"
    DATES = "dates"
    STATUS = "status"
    LEVEL = "level"
    ATTENDANCE = "attendance"
    DIAGNOSES = "diagnoses"
    ASSESSMENTS = "assessments"
    CARE_PLAN = "care_plan"
    PROGRESS = "progress"
    MEDICATIONS = "medications"
    DRUG_TESTS = "drug_tests"
    BILLING = "billing"
    WHOLE_RECORD = "whole_record"
    COUNSELING_NOTES = "counseling_notes"


ITEM_WORDS = {  # specific and meaningful, as 2.31(a)(3) asks
    Item.PRESENCE: "Being, or having been, a patient here",
    Item.DATES: "The dates on which treatment began and ended",
    Item.STATUS: "Whether treatment goes on now",
    Item.LEVEL: "Level of care and track",
    Item.ATTENDANCE: "For each day, whether it was attended",
    Item.DIAGNOSES: "Diagnoses",
    Item.ASSESSMENTS: "Assessments and their recommendations",
    Item.CARE_PLAN: "Treatment plan and its reviews",
    Item.PROGRESS: "Summaries of progress",
    Item.MEDICATIONS: "Medications and allergies",
    Item.DRUG_TESTS: "Results of drug tests",
    Item.BILLING: "What is needed to bill and to pay",
    Item.WHOLE_RECORD: "The whole treatment record, without counseling notes",
    Item.COUNSELING_NOTES: "Counseling notes that are kept apart from the record",
}


class Purpose(StrEnum):
    """Why it is disclosed; each purpose of a consent is named."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    FAMILY = "family"
    EMERGENCY = "emergency"
    SUPERVISION = "supervision"
    PROCEEDINGS = "proceedings"
    EMPLOYMENT = "employment"
    SCHOOL = "school"
    RESEARCH = "research"
    REGISTRY = "registry"
    FUNDRAISING = "fundraising"
    REQUEST = "request"


PURPOSE_WORDS = {
    Purpose.TREATMENT: "Treatment",
    Purpose.PAYMENT: "Payment",
    Purpose.OPERATIONS: "Health care operations",
    Purpose.FAMILY: "Support by family or a friend",
    Purpose.EMERGENCY: "So that someone can be told in an emergency",
    Purpose.SUPERVISION: "To show a court, probation or parole how treatment goes",
    Purpose.PROCEEDINGS: "Use in a legal proceeding",
    Purpose.EMPLOYMENT: "Employment or licensing",
    Purpose.SCHOOL: "School or training",
    Purpose.RESEARCH: "A research study",
    Purpose.REGISTRY: "Preventing two enrollments, or reporting prescriptions",
    Purpose.FUNDRAISING: "Fundraising for the program",
    Purpose.REQUEST: "At the request of the patient",
}
TPO = frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS})


class RecipientClass(StrEnum):
    """A class of recipients that a consent may name instead of people."""

    TREATING_PROVIDER = "treating_provider"
    HEALTH_PLAN = "health_plan"
    THIRD_PARTY_PAYER = "third_party_payer"
    HELPER = "helper"  # people helping to operate this program


CLASS_WORDS = {
    RecipientClass.TREATING_PROVIDER: "My treating providers",
    RecipientClass.HEALTH_PLAN: "Health plans",
    RecipientClass.THIRD_PARTY_PAYER: "Third-party payers",
    RecipientClass.HELPER: "People helping to operate this program",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The elements of one consent, as its form holds them."""

    kinds: frozenset[Kind]
    patient_name: str = ""
    discloser: str = ""
    items: frozenset[Item] = frozenset()
    recipients: frozenset[str] = frozenset()  # keys of named recipients
    classes: frozenset[RecipientClass] = frozenset()
    members: str = ""  # of an intermediary: names, or "my treating providers"
    purposes: frozenset[Purpose] = frozenset()
    expiry: Expiry | None = None
    expires_on: date | None = None
    expiry_event: str = ""
    says_how_to_revoke: bool = False
    says_redisclosure: bool = False  # 2.31(a)(4)(iii), (a)(10)(i)
    says_refusal: bool = False  # 2.31(a)(10)(ii)
    says_opt_out: bool = False


def covers(items: frozenset[Item], asked: Item) -> bool:
    """Whether a description of information reaches one kind of it.

    The whole record is all but counseling notes; who may be told a fact about the
    treatment may be told that there is one.
    """
    if asked in items:
        return True
    if asked is Item.COUNSELING_NOTES:
        return False
    return Item.WHOLE_RECORD in items or (asked is Item.PRESENCE and bool(items))
