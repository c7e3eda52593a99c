"""Whether two sets of times come from the same source: Mann and Whitney's test.

Source: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50-60;
        the normal approximation with ties and continuity corrected, for samples of
        twenty and more. Two-sided.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import erfc, sqrt


def p_of_difference(some: Sequence[float], others: Sequence[float]) -> float:
    """How likely a difference as large as this is where there is none."""
    counts = Counter([*some, *others])
    values = sorted(counts)
    ends = list(accumulate(counts[value] for value in values))
    rank = {
        value: end - (counts[value] - 1) / 2
        for value, end in zip(values, ends, strict=True)
    }
    n, m = len(some), len(others)
    u = sum(rank[value] for value in some) - n * (n + 1) / 2
    ties = sum(count**3 - count for count in counts.values())
    whole = n + m
    spread = n * m / 12 * (whole + 1 - ties / (whole * (whole - 1)))
    if spread == 0:
        return 1.0
    away = max(abs(u - n * m / 2) - 0.5, 0.0) / sqrt(spread)
    return erfc(away / sqrt(2))
