"""The choices of columns, taken from the rulebook."""

from django.db.models import Q

from daybridge.rules.consent import KINDS, Expiry, Kind, Signer
from daybridge.rules.consent.combining import MAY_COMBINE
from daybridge.rules.consent.leaving import WITHOUT_WORDS

KIND_CHOICES = [(kind.value, rule.label) for kind, rule in KINDS.items()]
DISCLOSING = [kind.value for kind, rule in KINDS.items() if rule.lets_leave]
EXPIRY_CHOICES = [
    (Expiry.DATE.value, "On a date"),
    (Expiry.EVENT.value, "When something happens"),
    (Expiry.NONE.value, "Until it is revoked"),
]
SIGNER_CHOICES = [
    (Signer.PATIENT.value, "Patient"),
    (Signer.GUARDIAN.value, "Parent or guardian"),
    (Signer.REPRESENTATIVE.value, "Personal representative"),
]
BASIS_CHOICES = [
    ("consent", "Consent"),
    *((basis.value, words) for basis, words in WITHOUT_WORDS.items()),
]
END_OF_TREATMENT = "end_of_treatment"
EVENTS = [  # how an event reads on the staff's page; languages have their own words
    (END_OF_TREATMENT, "The end of treatment here"),
    ("end_of_study", "The end of the research study"),
    ("disposition", "The final disposition of the case"),
    ("emergency_over", "The end of treatment, or when another contact is named"),
]


def may_stand_together() -> Q:
    """The condition that two kinds on one form are two that may share it."""
    allowed = Q(combined_with="")
    for pair in sorted(MAY_COMBINE, key=sorted):
        one, other = sorted(pair)
        allowed |= Q(kind=one.value, combined_with=other.value)
        allowed |= Q(kind=other.value, combined_with=one.value)
    return allowed


def label_of(kind: str) -> str:
    return KINDS[Kind(kind)].label
