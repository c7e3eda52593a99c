"""What no values of a program can beat, by prices of its rows.

Whoever pays each row its price for what it leaves free, or takes too much, gains
nothing by keeping to the rows; then the best that each variable could do alone is a
bound for all (weak duality). Any prices prove one, good prices a close one. So they may
come from a solver of fractions: the bound is worked out in whole numbers.
"""

from collections.abc import Sequence

from daybridge.rules.week_fit.model.program import Objective, Program, Row

UNIT = 10**9  # a price is a whole number of these parts


def proved_bound(program: Program, objective: Objective, prices: Sequence[int]) -> int:
    """The best that values could be at most, or of a sum to be made small at least.

    `prices`, one for each row, say what one more would be worth to an objective made
    large: above 0 of what the row allows, below 0 of what it demands.
    """
    sign = 1 if objective.is_upward else -1
    worth = [0] * len(program.bounds)
    for variable, factor in objective.terms.items():
        worth[variable] = sign * factor * UNIT
    found = 0
    for price, row in zip(prices, program.rows, strict=True):
        limit = _limit(price, row)
        if limit is None:
            continue
        found += price * limit
        for variable, factor in row.terms.items():
            worth[variable] -= price * factor
    for (low, high), each in zip(program.bounds, worth, strict=True):
        found += max(low * each, high * each)
    return objective.constant + sign * (found // UNIT)


def _limit(price: int, row: Row) -> int | None:
    """What a price is paid for; None where there is nothing to pay."""
    if price == 0:
        return None
    return row.high if price > 0 else row.low
