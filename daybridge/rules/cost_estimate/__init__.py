"""What will treatment cost this person, day by day, until the plan pays all of it?

Source: our own formula over the facts of a benefit quote. Plans differ in each flag, so
        every flag is data. An estimate, never a promise: the claim decides.
Units:  whole cents; coinsurance in hundredths of a percent; each line is rounded to the
        cent, half a cent up.
Decided where the source is silent:
- Days are taken in order. What was used up before the first of them is in the quote.
- With embedded accumulators a person is done when their own or the family's amount is;
  with aggregate ones only the family's counts.
- A plan takes a copayment or coinsurance for a day, not both. A copayment is never more
  than what is left of the day after the deductible.
- A day beyond the limit of visits is not covered: the person pays the rate, and nothing
  counts to any amount.
- When the plan's year turns, amounts and visits begin anew where the quote says how
  much they are; where it does not, they go on as they were and a sentence says so.
- A second policy pays of what the first leaves, at most what it would have paid alone.
"""

from daybridge.rules.cost_estimate.estimate import (
    BillableDay,
    CostOfDay,
    Estimate,
    Month,
    estimate,
)
from daybridge.rules.cost_estimate.plans import (
    Amount,
    Copay,
    CopayUnit,
    Plan,
    Spread,
)

__all__ = [
    "Amount",
    "BillableDay",
    "Copay",
    "CopayUnit",
    "CostOfDay",
    "Estimate",
    "Month",
    "Plan",
    "Spread",
    "estimate",
]
