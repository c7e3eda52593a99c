"""One pattern for each client at most, of those that are known: a whole-number program.

Its best answer is only as good as the patterns are; what no choice of any patterns can
beat is said by the prices (`Ceiling`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daybridge.rules.week_fit.model.patterns.offers import UNIT, Pattern, Values
from daybridge.rules.week_fit.model.program import Objective, Program


class PatternChoice:
    """A variable for each pattern, and rows for all that is scarce."""

    def __init__(self, patterns: Sequence[Pattern], amounts: Sequence[int]) -> None:
        self.patterns = patterns
        self.program = Program()
        taken: list[dict[int, int]] = [{} for _ in amounts]
        of_client: dict[str, list[int]] = {}
        for pattern in patterns:
            variable = self.program.binary()
            of_client.setdefault(pattern.client.id, []).append(variable)
            for thing, amount in pattern.takes.items():
                taken[thing][variable] = amount
        for variables in of_client.values():
            self.program.at_most_one(variables)
        for terms, amount in zip(taken, amounts, strict=True):
            if sum(terms.values()) > amount:
                self.program.at_most(terms, amount)

    def served(self) -> Objective:
        """Level 1."""
        return self._sum(pattern.served for pattern in self.patterns)

    def spared(self) -> Objective:
        """Level 2 the other way around: the shortfall that is saved."""
        return self._sum(pattern.spared for pattern in self.patterns)

    def encoded(self, chosen: Iterable[Pattern]) -> dict[int, int]:
        """Every variable as it is when these are chosen."""
        those = {id(pattern) for pattern in chosen}
        return {n: int(id(p) in those) for n, p in enumerate(self.patterns)}

    def decoded(self, values: Sequence[int]) -> list[Pattern]:
        return [p for p, value in zip(self.patterns, values, strict=True) if value]

    def _sum(self, factors: Iterable[int]) -> Objective:
        terms = {n: factor for n, factor in enumerate(factors) if factor}
        return Objective(terms, 0, is_upward=True)


@dataclass(frozen=True, slots=True)
class Prices:
    """What everything scarce costs, what each client has at least, and what counts."""

    values: Values
    things: Sequence[int]
    clients: Sequence[int]

    def ceiling(
        self, amounts: Sequence[int], worths: Iterable[int], served_least: int
    ) -> int:
        """What no choice of any patterns is worth more than, in minutes or weight.

        All that there is, at its price, and for each client what their best pattern
        leaves. Any prices give a true bound; the best ones give the tightest.
        `served_least` is the weight that must be served, for which the values pay.
        """
        stock = sum(p * amount for p, amount in zip(self.things, amounts, strict=True))
        paid = self.values.served * served_least
        return (stock + sum(worths) - paid) // UNIT
