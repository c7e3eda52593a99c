"""The rated sub-dimensions of the 4th edition, their codes, and what each asks for.

The same letter means different levels in different places (A is 1.5, 1.7, 2.1 or a
recovery residence), so a code is read only together with its sub-dimension.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from daybridge.rules.level_of_care.levels import Level, Need


class Other(StrEnum):
    """What a code may say besides a level."""

    NOTHING = "asks for no level"
    EVALUATION = "is to be evaluated first"
    MEDICATION = "asks that addiction medication go on"
    RESIDENCE = "asks for a recovery residence"


class Emergency(StrEnum):
    """What ends an assessment before anything is rated."""

    MEDICAL = "medical"
    IMMINENT_DANGER = "imminent_danger"


Meaning = Need | Other
NONE = {"0": Other.NOTHING}
ANY = {"ANY": Other.NOTHING}
EVAL = {"EVAL": Other.EVALUATION}


def _levels(**codes: str) -> dict[str, Meaning]:
    """Codes with the level each asks for; `_1="1.7"` is the code 1."""
    meanings: dict[str, Meaning] = {}
    for code, level in codes.items():
        base = level.removesuffix(" COE")
        meanings[code.lstrip("_")] = Need(Level(base), level != base)
    return meanings


NAMES = {
    "1A": "Intoxication and associated risks",
    "1B": "Withdrawal and associated risks",
    "1C": "Addiction medication needs",
    "2A": "Physical health concerns",
    "2B": "Pregnancy-related concerns",
    "3A": "Active psychiatric symptoms",
    "3B": "Persistent disability",
    "4A": "Likelihood of risky substance use",
    "4B": "Likelihood of risky behaviors",
    "5A": "Ability to function in the current environment",
    "5B": "Safety in the current environment",
    "5C": "Support in the current environment",
}
_PHYSICAL = _levels(_2="2.7", _3A="3.7", _3B="3.7 BIO", _4="4")
_RISKS = _levels(A="1.5", B="2.1", C="2.5", D="3.1", E="3.5")
CODES: dict[str, Mapping[str, Meaning]] = {
    "1A": NONE | ANY | _PHYSICAL,
    "1B": NONE | EVAL | _levels(_1="1.7") | _PHYSICAL,
    "1C": ANY
    | EVAL
    | {"MOUD-C": Other.MEDICATION}
    | _levels(A="1.7", B="2.7", C="3.7"),
    "2A": NONE | ANY | _levels(_1="1.7") | _PHYSICAL,
    "2B": NONE | ANY | _levels(_1="1.7", _2="2.7", _3="3.7", _4="4"),
    "3A": NONE
    | ANY
    | _levels(
        _1A="1.5 COE", _1B="1.7", _1C="1.7 COE", _2A="2.5 COE", _2B="2.7 COE",
        _3A="3.5 COE", _3B="3.7 COE", _4="4 Psychiatric",
    ),
    "3B": NONE | ANY | _levels(_1Z="1.5 COE"),
    "4A": _RISKS,
    "4B": NONE | _RISKS,
    "5A": NONE | ANY | _levels(A="2.1", B="2.5", C="3.1", D="3.5"),
    "5B": NONE | {"A": Other.RESIDENCE},
    "5C": NONE | ANY | {"A": Other.RESIDENCE} | _levels(B="3.1"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rating:
    """One sub-dimension as it was rated."""

    dimension: str  # "4A"
    code: str  # "B"

    def __post_init__(self) -> None:
        if self.dimension not in CODES:
            raise ValueError(f"“{self.dimension}” is not a rated sub-dimension.")
        if self.code not in CODES[self.dimension]:
            expected = ", ".join(CODES[self.dimension])
            raise ValueError(
                f"“{self.code}” is not a code of {self.dimension}; expected one of "
                f"{expected}."
            )

    @property
    def meaning(self) -> Meaning:
        return CODES[self.dimension][self.code]

    @property
    def need(self) -> Need | None:
        """The level it asks for, if it asks for one."""
        return self.meaning if isinstance(self.meaning, Need) else None

    def __str__(self) -> str:
        return f"{self.dimension} rated {self.code}"
