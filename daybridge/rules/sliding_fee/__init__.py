"""What part of the charge does someone pay, by the income of their household?

Source: federal poverty guidelines of the Department of Health and Human Services, by
        year and household size, in `guidelines.toml`; the tiers are the program's own.
Units:  whole cents; a percentage in hundredths of a percent (100 % is 10,000).
Decided where the source is silent:
- The guideline of the day of signing holds: the latest one already effective on it.
- The percentage is not rounded before it is compared: a cent above a cut-off is above
  it. What is shown is rounded down.
- A tier reaches up to and with its cut-off. Above the last one the whole charge is due.
- A tier that pays nothing may ask a nominal fee a day instead.
- An attestation holds for twelve months, to the day; February 29 to March 1.
- Alaska and Hawaii are refused: their guidelines are not in the table.
"""

from daybridge.rules.sliding_fee.guidelines import (
    Guideline,
    guideline_on,
    guidelines,
)
from daybridge.rules.sliding_fee.scale import (
    WHOLE,
    Fee,
    Tier,
    expires_on,
    fee_for,
    percent_of_guideline,
    what_is_wrong_with,
)

__all__ = [
    "WHOLE",
    "Fee",
    "Guideline",
    "Tier",
    "expires_on",
    "fee_for",
    "guideline_on",
    "guidelines",
    "percent_of_guideline",
    "what_is_wrong_with",
]
