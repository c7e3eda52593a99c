"""The criteria of a substance use disorder, and the severity their number gives."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

CRITERIA: Final = {  # key -> our own short label, in the published order
    "more": "More, or for longer, than meant",
    "cutting_down": "Cutting down has been tried or wished for, and failed",
    "time": "Much time goes into getting it, using it, getting over it",
    "craving": "Craving",
    "duties": "Duties at work, school or home are left undone",
    "people": "Goes on although it harms how they get on with people",
    "given_up": "Other activities are given up for it",
    "danger": "Used where it is physically dangerous",
    "health": "Goes on although it harms body or mind",
    "tolerance": "Tolerance",
    "withdrawal": "Withdrawal",
}
BODILY = frozenset({"tolerance", "withdrawal"})  # not under medication as prescribed
NO_WITHDRAWAL = frozenset({"F16", "F18"})  # hallucinogens and inhalants have none


class Severity(StrEnum):
    NONE = ""
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Remission(StrEnum):
    """Since when no criterion but craving was met; and where."""

    NONE = ""
    EARLY = "early"  # 3 months to under 12
    SUSTAINED = "sustained"  # 12 months and more
    EARLY_CONTROLLED = "early_controlled"  # early, where it cannot be had
    SUSTAINED_CONTROLLED = "sustained_controlled"


BANDS = (  # fewest criteria, severity
    (6, Severity.SEVERE),
    (4, Severity.MODERATE),
    (2, Severity.MILD),
    (0, Severity.NONE),
)


def counted(
    met: Collection[str], *, category: str = "", as_prescribed: bool = False
) -> frozenset[str]:
    """The criteria that count, of those met."""
    if unknown := set(met) - set(CRITERIA):
        raise ValueError(f"No criteria of a use disorder: {sorted(unknown)}")
    left_out = set(BODILY) if as_prescribed else set()
    if category in NO_WITHDRAWAL:
        left_out.add("withdrawal")
    return frozenset(met) - left_out


def severity_of(
    met: Collection[str], *, category: str = "", as_prescribed: bool = False
) -> Severity:
    """Mild from 2 criteria, moderate from 4, severe from 6; below 2 no disorder."""
    number = len(counted(met, category=category, as_prescribed=as_prescribed))
    return next(severity for fewest, severity in BANDS if number >= fewest)
