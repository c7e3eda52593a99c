"""Which kinds may stand on one form.

Source: 42 CFR 2.31(b) (counseling notes combine only with their own kind), 2.31(d)
        (proceedings combine with nothing); the single consent for treatment, payment
        and operations covers no other purpose.
Decided: everything that this table does not name is refused. Forms of the program and
        consents to disclose never share a page, so that nobody signs one for the other.
"""

from collections.abc import Iterable
from itertools import combinations

from daybridge.rules.consent.kinds import KINDS, Kind

MAY_COMBINE = frozenset(
    {
        frozenset({Kind.TPO, Kind.INTERMEDIARY}),
        frozenset({Kind.SPECIFIC, Kind.INTERMEDIARY}),
        frozenset({Kind.SPECIFIC, Kind.EMERGENCY_CONTACT}),
        frozenset({Kind.TREATMENT_AGREEMENT, Kind.GROUP_AGREEMENT}),
        frozenset({Kind.TREATMENT_AGREEMENT, Kind.TELEHEALTH}),
        frozenset({Kind.GROUP_AGREEMENT, Kind.TELEHEALTH}),
    }
)
WHY_ALONE = {
    Kind.COUNSELING_NOTES: "A consent for counseling notes stands alone (42 CFR "
    "2.31(b)).",
    Kind.PROCEEDINGS: "A consent for a legal proceeding stands alone (42 CFR 2.31(d)).",
    Kind.CRIMINAL_JUSTICE: "A consent for a court, probation or parole stands alone: "
    "it may not be revocable, and another one always is (42 CFR 2.35).",
    Kind.TPO: "A consent for treatment, payment and operations covers no other purpose "
    "(42 CFR 2.31(a)(5)).",
}


def clashes(kinds: Iterable[Kind]) -> list[str]:
    """Why kinds may not stand on one form, a sentence for each pair; none: they may."""
    sentences = [
        _why(one, other)
        for one, other in combinations(sorted(set(kinds)), 2)
        if frozenset({one, other}) not in MAY_COMBINE
    ]
    return list(dict.fromkeys(sentences))


def _why(one: Kind, other: Kind) -> str:
    for kind, sentence in WHY_ALONE.items():
        if kind in (one, other):
            return sentence
    return f"“{KINDS[one].label}” and “{KINDS[other].label}” need a form each."
