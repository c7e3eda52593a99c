"""The levels of care of the 4th edition, and what a rating may ask for."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A level by its code; `name_of` says it in words."""

    OUTPATIENT = "1.5"
    MANAGED_OUTPATIENT = "1.7"
    INTENSIVE = "2.1"
    HIGH_INTENSITY = "2.5"
    MANAGED_INTENSIVE = "2.7"
    LOW_RESIDENTIAL = "3.1"
    HIGH_RESIDENTIAL = "3.5"
    MANAGED_RESIDENTIAL = "3.7"
    BIOMEDICAL = "3.7 BIO"
    INPATIENT = "4"
    PSYCHIATRIC = "4 Psychiatric"


NAMES = {
    Level.OUTPATIENT: "Outpatient Therapy",
    Level.MANAGED_OUTPATIENT: "Medically Managed Outpatient",
    Level.INTENSIVE: "Intensive Outpatient",
    Level.HIGH_INTENSITY: "High-Intensity Outpatient",
    Level.MANAGED_INTENSIVE: "Medically Managed Intensive Outpatient",
    Level.LOW_RESIDENTIAL: "Clinically Managed Low-Intensity Residential",
    Level.HIGH_RESIDENTIAL: "Clinically Managed High-Intensity Residential",
    Level.MANAGED_RESIDENTIAL: "Medically Managed Residential",
    Level.BIOMEDICAL: "Medically Managed Residential, biomedically enhanced",
    Level.INPATIENT: "Medically Managed Inpatient",
    Level.PSYCHIATRIC: "Medically Managed Inpatient, psychiatric",
}

LEVEL_2 = frozenset(
    {Level.INTENSIVE, Level.HIGH_INTENSITY, Level.MANAGED_INTENSIVE}
)  # fmt: skip
OUTPATIENT = frozenset({Level.OUTPATIENT, Level.MANAGED_OUTPATIENT}) | LEVEL_2
CLINICAL_RESIDENTIAL = frozenset({Level.LOW_RESIDENTIAL, Level.HIGH_RESIDENTIAL})
LEVEL_3 = CLINICAL_RESIDENTIAL | {Level.MANAGED_RESIDENTIAL, Level.BIOMEDICAL}
MANAGED = frozenset(
    {
        Level.MANAGED_OUTPATIENT,
        Level.MANAGED_INTENSIVE,
        Level.MANAGED_RESIDENTIAL,
        Level.BIOMEDICAL,
    }
)
# There is no 2.1 COE and no 3.1 COE: such a need asks for the next level up.
WITH_ENHANCED = {
    Level.INTENSIVE: Level.HIGH_INTENSITY,
    Level.LOW_RESIDENTIAL: Level.HIGH_RESIDENTIAL,
}


@dataclass(frozen=True, slots=True)
class Need:
    """The least that a rating asks for."""

    level: Level
    is_enhanced: bool = False  # for co-occurring conditions (COE)

    def __str__(self) -> str:
        return f"{self.level} COE" if self.is_enhanced else self.level.value


def name_of(level: Level, *, is_enhanced: bool = False) -> str:
    """A level in words."""
    return NAMES[level] + (", co-occurring enhanced" if is_enhanced else "")
