"""Runs with the bare pages measured just before and after each, in the same minute.

A virtual machine may be twice as quick now as five minutes ago. A rate beside bare
pages of another moment then says something about the machine; beside those around it,
about the code. A run around which the machine moved is not counted and done again,
whatever its own figure was.
"""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.load import Figures, Request, median_of

DRIFT = 0.10  # how far one of each bare page may move from before a run to after it
WANTED, MOST = 5, 15  # runs that count, and tries for them
Calibration = dict[str, Figures]
Rates = dict[str, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """One run, and the bare pages around it."""

    run: Figures
    before: Calibration
    after: Calibration

    @property
    def drift(self) -> float:
        """How much longer or shorter one of each bare page took afterwards."""
        first, then = (
            sum(1 / page.rate for page in bare.values())
            for bare in (self.before, self.after)
        )
        return abs(then / first - 1)

    @property
    def bare(self) -> Rates:
        """The rate of each bare page around the run."""
        return {
            name: statistics.mean((page.rate, self.after[name].rate))
            for name, page in self.before.items()
        }


@dataclass(frozen=True, slots=True)
class Paired:
    """Some runs beside bare pages."""

    pairs: Sequence[Pair]
    tries: int

    @property
    def figures(self) -> Figures:
        return median_of([pair.run for pair in self.pairs])

    @property
    def drift(self) -> float:
        return max(pair.drift for pair in self.pairs)

    @property
    def others(self) -> float:
        """Cores that anything else used, at worst."""
        return max(pair.run.others for pair in self.pairs)

    @property
    def calibrations(self) -> list[Calibration]:
        return [each for pair in self.pairs for each in (pair.before, pair.after)]

    def ratio(self, of: Callable[[Rates], float]) -> float:
        """The median of the runs' rates, each beside the bare pages around it."""
        return statistics.median(pair.run.rate / of(pair.bare) for pair in self.pairs)

    def scaled(self, name: str, rate: float) -> float:
        """A latency in ms as it would be where the bare page has this rate."""
        return statistics.median(
            getattr(pair.run, name) * pair.bare["page"] / rate for pair in self.pairs
        )


def paired(
    asked: Callable[[], Sequence[Request]],
    run: Callable[[Sequence[Request]], Figures],
    calibrate: Callable[[], Calibration],
) -> Paired:
    """Run until five have still bare pages around them; else give the five stillest."""
    pairs: list[Pair] = []
    tries = 0
    while tries < MOST and sum(pair.drift <= DRIFT for pair in pairs) < WANTED:
        requests = asked()
        before = calibrate()
        figures = run(requests)
        pairs.append(Pair(figures, before, calibrate()))
        tries += 1
    return Paired(sorted(pairs, key=lambda pair: pair.drift)[:WANTED], tries)
