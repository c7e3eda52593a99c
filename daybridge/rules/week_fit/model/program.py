"""A program of whole numbers: variables, linear rows, objectives. No solver is known.

Any solver of integer programs can load it, which also makes each a witness against the
others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Terms = Mapping[int, int]  # variable: coefficient


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of the terms <= high; None is no bound."""

    terms: Terms
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Objective:
    """A sum to be made large or small."""

    terms: Terms
    constant: int
    is_upward: bool

    def value(self, values: Sequence[int]) -> int:
        found = sum(factor * values[each] for each, factor in self.terms.items())
        return self.constant + found


@dataclass
class Program:
    """Variables by number with their bounds, and the rows that bind them."""

    bounds: list[tuple[int, int]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def binary(self) -> int:
        """A new variable that is 0 or 1."""
        return self.whole(0, 1)

    def whole(self, low: int, high: int) -> int:
        """A new variable between two bounds."""
        self.bounds.append((low, high))
        return len(self.bounds) - 1

    def fix(self, variable: int, value: int) -> None:
        """Let a variable have one value only."""
        self.bounds[variable] = (value, value)

    def at_most(self, terms: Terms, high: int) -> None:
        self.rows.append(Row(terms, None, high))

    def at_least(self, terms: Terms, low: int) -> None:
        self.rows.append(Row(terms, low, None))

    def equal(self, terms: Terms, value: int) -> None:
        self.rows.append(Row(terms, value, value))

    def at_most_one(self, variables: Iterable[int]) -> None:
        """No two of these; nothing to say of fewer than two."""
        terms = dict.fromkeys(variables, 1)
        if len(terms) > 1:
            self.at_most(terms, 1)

    def implies(self, cause: Iterable[int], effect: int) -> None:
        """One of the causes, of which only one can be, brings the effect."""
        self.at_most({**dict.fromkeys(cause, 1), effect: -1}, 0)


def plus(*parts: Terms) -> dict[int, int]:
    """The sum of several sums."""
    found: dict[int, int] = {}
    for part in parts:
        for variable, factor in part.items():
            found[variable] = found.get(variable, 0) + factor
    return found


def times(factor: int, terms: Terms) -> dict[int, int]:
    return {variable: factor * each for variable, each in terms.items()}


def total(variables: Iterable[int]) -> dict[int, int]:
    return dict.fromkeys(variables, 1)
