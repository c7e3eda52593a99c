"""Prices that rise as things are taken, while one client after another chooses.

At the same prices everyone wants the same seats, and few of the patterns found go
together. When what is used up becomes dear within a round, the next client looks
elsewhere, and four rounds do what thirteen did (300 clients). These prices prove
nothing: for a bound all clients are asked at the same.
"""

from collections.abc import Sequence

from daybridge.rules.week_fit.model.patterns.choice import Prices
from daybridge.rules.week_fit.model.patterns.offers import Pattern


class Crowd:
    """What was taken in this round, and what everything costs by now."""

    def __init__(self, prices: Prices, amounts: Sequence[int]) -> None:
        self.prices = list(prices.things)
        self._values = prices.values
        self._amounts = amounts
        self._left = list(amounts)

    def take(self, pattern: Pattern) -> None:
        """Make dearer what there is no more of, by its share of the pattern's value."""
        value = self._values.of(pattern.served, pattern.spared)
        for thing, amount in pattern.takes.items():
            self._left[thing] -= amount
            if self._left[thing] < amount:
                self.prices[thing] += value * amount // max(1, self._amounts[thing])
