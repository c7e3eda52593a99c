"""Seeded chance: the same seed and day give the same clinic, keys included."""

import math
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

from daybridge.demo.figures import Weights

T = TypeVar("T")
VERSION_7 = 0x7 << 76
VARIANT = 0x2 << 62
LOW_62 = 2**62 - 1


class Draw:
    """One stream of chance."""

    def __init__(self, seed: object) -> None:
        self._random = Random(str(seed))
        self.random = self._random.random
        self._bits = self._random.getrandbits

    def id(self, at: datetime) -> UUID:
        """A key shaped like UUIDv7, of the moment the row was made."""
        bits = self._bits(74)
        moment = int(at.timestamp() * 1000) << 80
        return UUID(
            int=moment | VERSION_7 | (bits >> 62 << 64) | VARIANT | bits & LOW_62
        )

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return lowest + int(self.random() * (highest - lowest + 1))

    def one(self, values: Sequence[T]) -> T:
        return values[int(self.random() * len(values))]

    def some(self, values: Sequence[T], count: int) -> list[T]:
        return self._random.sample(values, count)

    def percent(self, chance: float) -> bool:
        """True that often."""
        return self.random() * 100 < chance

    def weighted(self, weights: Weights) -> str:
        """A value as often as its published count says."""
        return self._random.choices(weights.values, cum_weights=weights.running)[0]

    def days(self, median: float, mean_over_median: float, longest: int) -> int:
        """A length of stay: log-normal with this median and mean, one day at least."""
        sigma = math.sqrt(2 * math.log(mean_over_median))
        while True:
            days = self._random.lognormvariate(math.log(median), sigma)
            if days <= longest:
                return max(1, round(days))
