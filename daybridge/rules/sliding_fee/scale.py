"""The program's tiers, and the fee that an income gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from daybridge.rules.sliding_fee.guidelines import Guideline

WHOLE = 10_000  # hundredths of a percent
MOST_PERCENT = 1_000  # of a guideline, as a cut-off


@dataclass(frozen=True, slots=True)
class Tier:
    """Up to which percentage of the guideline which part of the charge is paid."""

    up_to_percent: int  # whole percent of the guideline, included
    share: int  # of the charge, in hundredths of a percent


@dataclass(frozen=True, slots=True)
class Fee:
    """What someone pays, and how it was found."""

    percent: int  # hundredths of a percent of the guideline, rounded down
    share: int  # of the charge, in hundredths of a percent
    nominal_cents: int  # a day, in place of a share; 0 when there is none
    tier: Tier | None  # None: above the last one

    def of(self, charge_cents: int) -> int:
        """What is due of one charge, half a cent up; a nominal fee is never more."""
        if self.share == 0:
            return min(self.nominal_cents, charge_cents)
        return (charge_cents * self.share + WHOLE // 2) // WHOLE


def percent_of_guideline(
    income_cents: int, household_size: int, guideline: Guideline
) -> Fraction:
    """An income as percent of the guideline, exactly."""
    if income_cents < 0:
        raise ValueError(f"An income is from 0 on, found {income_cents}.")
    return Fraction(income_cents * 100, guideline.cents_for(household_size))


def fee_for(
    *,
    income_cents: int,
    household_size: int,
    guideline: Guideline,
    tiers: Sequence[Tier],
    nominal_cents: int = 0,
) -> Fee:
    """The fee by the first tier that reaches the income."""
    wrong = what_is_wrong_with(tiers)
    if wrong:
        raise ValueError(wrong[0])
    percent = percent_of_guideline(income_cents, household_size, guideline)
    shown = int(percent * 100)
    for tier in tiers:
        if percent <= tier.up_to_percent:
            nominal = nominal_cents if tier.share == 0 else 0
            return Fee(shown, tier.share, nominal, tier)
    return Fee(shown, WHOLE, 0, None)


def what_is_wrong_with(tiers: Sequence[Tier]) -> list[str]:
    """Why these tiers are no scale; empty when they are one."""
    if not tiers:
        return ["A scale has at least one tier."]
    wrong = []
    cuts = [tier.up_to_percent for tier in tiers]
    shares = [tier.share for tier in tiers]
    if any(not 0 < cut <= MOST_PERCENT for cut in cuts):
        wrong.append(f"A tier reaches up to 1 to {MOST_PERCENT:,} percent.")
    if cuts != sorted(set(cuts)):
        wrong.append("Each tier reaches further than the one before it.")
    if any(not 0 <= share <= WHOLE for share in shares):
        wrong.append("A tier pays from 0 to 100 percent of the charge.")
    if shares != sorted(shares):
        wrong.append("A higher income never pays a smaller part.")
    return wrong


def expires_on(signed_on: date) -> date:
    """The first day on which an attestation holds no more."""
    if (signed_on.month, signed_on.day) == (2, 29):
        return date(signed_on.year + 1, 3, 1)
    return signed_on.replace(year=signed_on.year + 1)
