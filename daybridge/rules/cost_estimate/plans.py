"""The facts of a benefit quote that decide what somebody pays."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WHOLE = 10_000  # hundredths of a percent


class Spread(StrEnum):
    """How a family's amounts stand to one person's."""

    EMBEDDED = "embedded"
    AGGREGATE = "aggregate"


class CopayUnit(StrEnum):
    """How often a copayment is due."""

    DAY = "day"
    WEEK = "week"
    ADMISSION = "admission"


@dataclass(frozen=True, slots=True)
class Amount:
    """A yearly deductible or out-of-pocket limit: what is left of it, in cents."""

    own: int | None = None  # None: the plan has none for one person
    family: int | None = None
    own_of_a_year: int | None = None  # the whole of it; None: not known
    family_of_a_year: int | None = None

    def __post_init__(self) -> None:
        for cents in (self.own, self.family, self.own_of_a_year, self.family_of_a_year):
            if cents is not None and cents < 0:
                raise ValueError(f"Expected cents from 0 on, found {cents}.")

    @property
    def exists(self) -> bool:
        return self.own is not None or self.family is not None

    def left(self, spread: Spread) -> int | None:
        """What can still be asked of this person; None: without end."""
        if spread is Spread.AGGREGATE and self.family is not None:
            return self.family
        known = [cents for cents in (self.own, self.family) if cents is not None]
        return min(known, default=None)

    def used(self, cents: int) -> "Amount":
        """The same after some cents of it."""
        return Amount(
            _less(self.own, cents),
            _less(self.family, cents),
            self.own_of_a_year,
            self.family_of_a_year,
        )

    def anew(self) -> "Amount":
        """As it begins a new year; what is not known goes on."""
        return Amount(
            self.own if self.own_of_a_year is None else self.own_of_a_year,
            self.family if self.family_of_a_year is None else self.family_of_a_year,
            self.own_of_a_year,
            self.family_of_a_year,
        )

    @property
    def is_known_anew(self) -> bool:
        """Whether the quote says how much it is in a new year."""
        return (self.own is None or self.own_of_a_year is not None) and (
            self.family is None or self.family_of_a_year is not None
        )


@dataclass(frozen=True, slots=True)
class Copay:
    """A fixed sum for a day, a week or the whole stay."""

    cents: int
    unit: CopayUnit = CopayUnit.DAY
    waits_for_deductible: bool = False  # else the deductible is not asked of such days


@dataclass(frozen=True, slots=True)
class Plan:
    """What one policy pays for this service, in this network."""

    name: str
    deductible: Amount = Amount()
    out_of_pocket: Amount = Amount()
    copay: Copay | None = None
    coinsurance: int = 0  # the person's part, in hundredths of a percent
    spread: Spread = Spread.EMBEDDED
    deductible_counts: bool = True  # to the out-of-pocket limit
    copay_counts: bool = True
    visits_left: int | None = None  # None: no limit
    visits_of_a_year: int | None = None
    renews_on: date | None = None  # the first day of the plan's next year
    week_starts_on: int = 0  # of a weekly copayment; Monday is 0

    def __post_init__(self) -> None:
        if not 0 <= self.coinsurance <= WHOLE:
            raise ValueError(
                f"Coinsurance is from 0 to {WHOLE:,} hundredths of a percent, found "
                f"{self.coinsurance}."
            )
        if self.visits_left is not None and self.visits_left < 0:
            raise ValueError(f"Expected visits from 0 on, found {self.visits_left}.")

    @property
    def asks_deductible(self) -> bool:
        """Whether the deductible is asked of these days at all."""
        return self.copay is None or self.copay.waits_for_deductible


def _less(left: int | None, cents: int) -> int | None:
    return None if left is None else max(0, left - cents)
