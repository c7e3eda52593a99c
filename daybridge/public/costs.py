"""What treatment would cost somebody, from what they type and the program's charge.

Nothing is kept. A plan's own price is not published here: every day is counted at the
program's charge, so with insurance in network the sums are on the high side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format

from daybridge.coverage.models import Rate, Service, SlidingFeeScale
from daybridge.programs.models import Program
from daybridge.rules.cost_estimate import (
    Amount,
    BillableDay,
    Copay,
    Estimate,
    Plan,
    estimate,
)
from daybridge.rules.sliding_fee import Fee, Tier, fee_for, guideline_on

DAYS_OF_WEEK = {  # how many days a week: which, 0 is Monday
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
}


class Pays(StrEnum):
    IN = "in"
    OUT = "out"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody typed about their coverage; money in cents."""

    pays: Pays
    deductible_left: int = 0
    limit_left: int | None = None
    copay: int | None = None
    coinsurance: int = 0  # hundredths of a percent
    days_per_week: int = 3
    shortest_weeks: int = 8
    longest_weeks: int = 12
    income: int | None = None
    household: int = 1


@dataclass(frozen=True, slots=True)
class MonthOfCost:
    name: str
    days: int
    person: int
    plans: int

    @property
    def whole(self) -> int:
        return self.person + self.plans


@dataclass(frozen=True, slots=True)
class Stay:
    """One length of stay, and how its cost comes about; money in cents."""

    weeks: int
    days: int
    charge: int  # of a day
    found: Estimate

    @property
    def whole(self) -> int:
        return self.days * self.charge

    @property
    def person(self) -> int:
        return self.found.person

    @property
    def deductible(self) -> int:
        return sum(day.deductible for day in self.found.days)

    @property
    def copay(self) -> int:
        return sum(day.copay for day in self.found.days)

    @property
    def coinsurance(self) -> int:
        return sum(day.coinsurance for day in self.found.days)

    @property
    def plans(self) -> int:
        return self.found.plans

    @property
    def months(self) -> list[MonthOfCost]:
        return [
            MonthOfCost(
                date_format(date(one.year, one.month, 1), "F Y").capitalize(),
                one.days,
                one.person,
                one.plans,
            )
            for one in self.found.months
        ]


@dataclass(frozen=True, slots=True)
class Answer:
    """A range, with the arithmetic of both ends."""

    charge: int  # of a day, after the sliding fee if there is one
    full_charge: int
    short: Stay
    long: Stay
    fee: Fee | None = None
    guideline_year: int = 0


def charge_on(program: Program, day: date) -> int | None:
    """The program's charge for a day of treatment; None while it has not said."""
    rate = (
        Rate.objects.in_program(program)
        .filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            payer=None, plan=None, service=Service.IOP_DAY, starts_on__lte=day,
        )
        .order_by("-starts_on")
        .first()
    )  # fmt: skip
    return rate.cents if rate is not None else None


def scale_on(program: Program, day: date) -> SlidingFeeScale | None:
    """The program's sliding fee in force on a day."""
    scales = SlidingFeeScale.objects.in_program(program).filter(starts_on__lte=day)
    newest: SlidingFeeScale | None = scales.order_by("-starts_on").first()
    return newest


def answer(program: Program, told: Told, today: date) -> Answer | None:
    """The range that follows from what was told; None without a charge."""
    charge = charge_on(program, today)
    if charge is None:
        return None
    fee, year = _fee(program, told, today)
    due = charge if fee is None else fee.of(charge)
    plans = () if told.pays is Pays.SELF else (_plan(told),)
    first = today + timedelta(days=7 - today.weekday())  # the next Monday

    def stay(weeks: int) -> Stay:
        days = _days(first, weeks, told.days_per_week, due)
        return Stay(weeks, len(days), due, estimate(days, *plans))

    return Answer(
        due, charge, stay(told.shortest_weeks), stay(told.longest_weeks), fee, year
    )


def _fee(program: Program, told: Told, today: date) -> tuple[Fee | None, int]:
    if told.pays is not Pays.SELF or told.income is None:
        return None, 0
    scale = scale_on(program, today)
    if scale is None:
        return None, 0
    try:
        guideline = guideline_on(today, state=program.state)
        fee = fee_for(
            income_cents=told.income, household_size=told.household,
            guideline=guideline, tiers=_tiers(scale.tiers),
            nominal_cents=scale.nominal_cents,
        )  # fmt: skip
    except ValueError:  # no guideline for this state, or tiers that are no scale
        return None, 0
    return fee, guideline.year


def _tiers(rows: Sequence[dict[str, Any]]) -> list[Tier]:
    return [Tier(int(row["up_to_percent"]), int(row["share"])) for row in rows]


def _plan(told: Told) -> Plan:
    return Plan(
        name="plan",
        deductible=Amount(own=told.deductible_left),
        out_of_pocket=Amount(own=told.limit_left),
        copay=None
        if told.copay is None
        else Copay(told.copay, waits_for_deductible=True),
        coinsurance=told.coinsurance,
    )


def _days(
    first: date, weeks: int, days_per_week: int, charge: int
) -> list[BillableDay]:
    return [
        BillableDay(first + timedelta(weeks=week, days=weekday), charge)
        for week in range(weeks)
        for weekday in DAYS_OF_WEEK[days_per_week]
    ]
