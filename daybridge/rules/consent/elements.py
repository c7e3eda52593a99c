"""What a form still lacks before anybody may sign it.

Source: 42 CFR 2.31(a)(1) to (10); signature and its date (8, 9) come with signing.
"""

from enum import StrEnum

from daybridge.rules.consent.combining import clashes
from daybridge.rules.consent.kinds import KINDS, Expiry, Kind
from daybridge.rules.consent.terms import TPO, Item, Purpose, Terms


class Element(StrEnum):
    """One element, with what to do about its absence."""

    PATIENT = "The patient’s name is missing."
    DISCLOSER = "Say who may disclose."
    INFORMATION = "Describe which information may be disclosed."
    RECIPIENT = "Name the recipient, or a class of recipients."
    MEMBERS = "Name the members of the intermediary, or “my treating providers”."
    REDISCLOSURE = "The form does not say that it may be disclosed further."
    PURPOSE = "Say what each disclosure is for."
    REVOCATION = "The form does not say how to revoke in writing."
    EXPIRY = "Say when it ends: a date or an event."
    REFUSAL = "The form does not say what follows from not signing."
    OPT_OUT = "The form does not say that fundraising may be declined."
    COMBINATION = "These kinds need a form each."
    NOTES_SCOPE = "Counseling notes need a consent of their own, for nothing else."
    OTHER_PURPOSE = "This kind of consent may not be for that purpose."


_PURPOSES = {  # what a kind may be for; kinds not named may be for anything else
    Kind.TPO: TPO,
    Kind.PROCEEDINGS: frozenset({Purpose.PROCEEDINGS}),
    Kind.CRIMINAL_JUSTICE: frozenset({Purpose.SUPERVISION}),
    Kind.RESEARCH: frozenset({Purpose.RESEARCH}),
    Kind.REGISTRY: frozenset({Purpose.REGISTRY}),
    Kind.PDMP: frozenset({Purpose.REGISTRY}),
}


def missing(terms: Terms) -> list[Element]:
    """The elements that a form lacks, in the order of the regulation."""
    found = _of_everyone(terms)
    if any(KINDS[kind].lets_leave for kind in terms.kinds):
        found += _of_disclosure(terms)
    if any(KINDS[kind].says_refusal for kind in terms.kinds) and not terms.says_refusal:
        found.append(Element.REFUSAL)
    if Kind.FUNDRAISING_OPT_OUT in terms.kinds and not terms.says_opt_out:
        found.append(Element.OPT_OUT)
    if clashes(terms.kinds):
        found.append(Element.COMBINATION)
    return found


def _of_everyone(terms: Terms) -> list[Element]:
    return [] if terms.patient_name.strip() else [Element.PATIENT]


def _of_disclosure(terms: Terms) -> list[Element]:
    lacking = [
        (not terms.discloser.strip(), Element.DISCLOSER),
        (not terms.items, Element.INFORMATION),
        (not terms.recipients and not terms.classes, Element.RECIPIENT),
        (_lacks_members(terms), Element.MEMBERS),
        (not terms.says_redisclosure, Element.REDISCLOSURE),
        (not terms.purposes, Element.PURPOSE),
        (_is_for_another_purpose(terms), Element.OTHER_PURPOSE),
        (not terms.says_how_to_revoke, Element.REVOCATION),
        (not _ends(terms), Element.EXPIRY),
        (_mixes_notes(terms), Element.NOTES_SCOPE),
    ]
    return [element for is_lacking, element in lacking if is_lacking]


def _lacks_members(terms: Terms) -> bool:
    needs = any(KINDS[kind].needs_members for kind in terms.kinds)
    return needs and not terms.members.strip()


def _is_for_another_purpose(terms: Terms) -> bool:
    allowed = [_PURPOSES[kind] for kind in terms.kinds if kind in _PURPOSES]
    if allowed:
        return not terms.purposes <= frozenset().union(*allowed)
    return Purpose.PROCEEDINGS in terms.purposes


def _ends(terms: Terms) -> bool:
    """Whether the end that a form names is one, and one that all its kinds allow."""
    allowed = frozenset.intersection(
        *(KINDS[k].expiries for k in terms.kinds if KINDS[k].lets_leave)
    )
    if terms.expiry is None or terms.expiry not in allowed:
        return False
    if terms.expiry is Expiry.DATE:
        return terms.expires_on is not None
    if terms.expiry is Expiry.EVENT:
        return bool(terms.expiry_event.strip())
    return True


def _mixes_notes(terms: Terms) -> bool:
    """Counseling notes in another kind of consent, or something else in theirs."""
    if Kind.COUNSELING_NOTES in terms.kinds:
        return bool(terms.items - {Item.COUNSELING_NOTES})
    return Item.COUNSELING_NOTES in terms.items
