"""What a solver says of a program of whole numbers."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, isfinite

from daybridge.rules.week_fit.model.program import Objective

ALMOST = 1e-6  # a bound of whole numbers arrives as a fraction

Values = list[int]


class Proof(StrEnum):
    """How much is known."""

    BEST = "best"
    SOME = "some"
    NONE = "none"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Answer:
    """Values for every variable, if any were found, and what no others can beat."""

    proof: Proof
    values: Values | None
    bound: int | None


def rounded(bound: float, objective: Objective) -> int | None:
    """A bound as the whole number that it proves; None while a solver has none."""
    if not isfinite(bound):
        return None
    if objective.is_upward:
        return floor(bound + ALMOST)
    return ceil(bound - ALMOST)
