"""The poverty guidelines as dated data."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("guidelines.toml")
ELSEWHERE = frozenset({"AK", "HI"})  # states with guidelines of their own


@dataclass(frozen=True, slots=True)
class Guideline:
    """What a household of each size is compared with."""

    year: int
    first_person: int  # dollars a year
    each_further: int
    effective_on: date
    is_confirmed: bool
    source: str

    def cents_for(self, household_size: int) -> int:
        """The guideline of one household, in cents a year."""
        if household_size < 1:
            raise ValueError(f"A household has someone, found {household_size}.")
        further = household_size - 1
        return (self.first_person + further * self.each_further) * 100


@cache
def guidelines() -> tuple[Guideline, ...]:
    """Every guideline of the table, by the day from which it holds."""
    with TABLE.open("rb") as file:
        rows = tomllib.load(file)["guideline"]
    return tuple(sorted((Guideline(**row) for row in rows), key=_effective))


def guideline_on(day: date, *, state: str = "") -> Guideline:
    """The guideline that holds on a day; ValueError when the table has none."""
    if state in ELSEWHERE:
        raise ValueError(f"The guidelines for {state} are not in the table.")
    held = [one for one in guidelines() if one.effective_on <= day]
    if not held:
        raise ValueError(f"The table begins after {day}.")
    return held[-1]


def _effective(guideline: Guideline) -> date:
    return guideline.effective_on
