"""What a stay will cost somebody: in network, out of network, by their income.

An estimate says how it was reckoned: the rate of each day, what each policy leaves, and
what was not known. `FORMULA` changes when the rule does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from daybridge.coverage import weighing
from daybridge.coverage.models import (
    BenefitQuote,
    IncomeAttestation,
    Policy,
    Service,
)
from daybridge.coverage.rates import RateTable, our_charges, rates_for
from daybridge.coverage.wording import dollars, percent
from daybridge.rules import cost_estimate as rule
from daybridge.rules.sliding_fee import Fee

FORMULA = 1
WEEKDAYS = {  # which days of a week are counted; Monday is 0
    1: (0,), 2: (0, 2), 3: (0, 2, 4), 4: (0, 1, 2, 3), 5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5), 7: (0, 1, 2, 3, 4, 5, 6),
}  # fmt: skip
NO_RATE = "What a day of treatment costs is not set yet."


@dataclass(frozen=True, slots=True)
class Stay:
    """How long and how often somebody will come."""

    starts_on: date
    weeks: int
    days_per_week: int

    @property
    def days(self) -> list[date]:
        """Every day of treatment, in order."""
        monday = self.starts_on - timedelta(days=self.starts_on.weekday())
        pattern = WEEKDAYS[self.days_per_week]
        end = self.starts_on + timedelta(weeks=self.weeks)
        found = (
            monday + timedelta(weeks=week, days=day)
            for week in range(self.weeks + 1)
            for day in pattern
        )
        return [day for day in found if self.starts_on <= day < end]


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a stay."""

    number: int
    starts_on: date
    days: int
    person: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to pay for the same stay, and what comes of it."""

    key: str  # in, out, sliding, self
    title: str
    basis: str = ""  # what it rests on, in one line
    estimate: rule.Estimate | None = None
    weeks: tuple[Week, ...] = ()
    missing: str = ""  # why there is none
    warnings: tuple[str, ...] = ()

    @property
    def least_a_week(self) -> int:
        return min((week.person for week in self.weeks), default=0)

    @property
    def most_a_week(self) -> int:
        return max((week.person for week in self.weeks), default=0)


@dataclass(frozen=True, slots=True)
class Insured:
    """Policies in force with the latest quote of each, in one network or the other."""

    policies: Sequence[Policy]
    quotes: dict[tuple[Any, str], BenefitQuote]  # (policy, network) -> the latest


def ways(
    program: Any,
    stay: Stay,
    insured: Insured,
    attestation: IncomeAttestation | None,
    *,
    at: datetime,
) -> list[Way]:
    """Each way to pay, the likeliest first."""
    first = insured.policies[0] if insured.policies else None
    table = rates_for(program, first.plan if first else None)
    charges = our_charges(table.rows)
    found = []
    if first is not None:
        for network, title in (("in", "In network"), ("out", "Out of network")):
            way = _insured(program, stay, insured, network, title, table, at)
            found.append(way)
    found.append(_sliding(stay, attestation, charges))
    found.append(_self_pay(stay, charges))
    return found


def _insured(
    program: Any, stay: Stay, insured: Insured, network: str, title: str,
    table: RateTable, at: datetime,
) -> Way:  # fmt: skip
    way = Way(network, title)
    first, *others = insured.policies
    quote = insured.quotes.get((first.pk, network))
    if quote is None:
        return replace(way, missing="No quote says what this plan pays here yet.")
    if network == "out":  # nothing was agreed with the payer: the whole charge counts
        table = our_charges(table.rows)
    days = _billable(stay.days, table)
    if days is None:
        return replace(way, missing=NO_RATE)
    weighed = [weighing.weigh(quote, first.plan, week_starts_on=program.week_starts_on)]
    warnings = [
        *weighing.beware(quote, at=at, visits=len(days), last_on=days[-1].on),
        *weighed[0].warnings,
        *_about_rate(table, first, stay, network),
    ]
    for other in others[:1]:
        second = insured.quotes.get((other.pk, network))
        if second is None:
            warnings.append(
                f"There is a second policy, {other}; without a quote of it, it is not "
                "counted."
            )
            continue
        weighed.append(
            weighing.weigh(second, other.plan, week_starts_on=program.week_starts_on)
        )
        warnings.append(
            f"There are two policies; {other} is taken to pay after {first}. The "
            "payers decide who pays first."
        )
    estimate = rule.estimate(days, *(one.plan for one in weighed))
    return replace(
        way, estimate=estimate, weeks=_weeks(stay, estimate),
        basis=f"{first}, {_said_by(quote)}",
        warnings=(*warnings, *estimate.notes),
    )  # fmt: skip


def _about_rate(
    table: RateTable, policy: Policy, stay: Stay, network: str
) -> list[str]:
    """That what we charge stands in for what was agreed."""
    rate = table.on(Service.IOP_DAY, stay.days[0])
    if network == "in" and rate is not None and rate.payer_id is None:
        return [
            f"No rate agreed with {policy.plan.payer.name} is set; our own charge of "
            f"{dollars(rate.cents)} a day is counted, which is likely too much."
        ]
    if network == "out":
        return [
            "Out of network a plan may allow less than we charge; the rest is then due "
            "too."
        ]
    return []


def _sliding(
    stay: Stay, attestation: IncomeAttestation | None, charges: RateTable
) -> Way:
    way = Way("sliding", "By income")
    if attestation is None:
        return replace(way, missing="Nobody signed what their household earns yet.")
    fee = Fee(
        attestation.percent, attestation.share, attestation.nominal_cents, tier=None
    )
    days = _billable(stay.days, charges, fee)
    if days is None:
        return replace(way, missing=NO_RATE)
    estimate = rule.estimate(days)
    what = (
        f"a fee of {dollars(fee.nominal_cents)} a day"
        if not fee.share
        else f"{percent(fee.share)} of our charge"
    )
    at_percent = percent(fee.percent // 100 * 100)
    warnings = []
    if attestation.expires_on <= stay.days[-1]:
        warnings.append("What they signed about their income expires during this stay.")
    return replace(
        way, estimate=estimate, weeks=_weeks(stay, estimate), warnings=tuple(warnings),
        basis=f"At {at_percent} of the poverty guideline: {what}",
    )  # fmt: skip


def _self_pay(stay: Stay, charges: RateTable) -> Way:
    way = Way("self", "Without insurance")
    days = _billable(stay.days, charges)
    if days is None:
        return replace(way, missing=NO_RATE)
    estimate = rule.estimate(days)
    return replace(
        way, estimate=estimate, weeks=_weeks(stay, estimate),
        basis=f"Our charge, {dollars(days[0].allowed)} a day",
        warnings=("People who pay themselves have a right to a good-faith estimate.",),
    )  # fmt: skip


def _billable(
    days: Sequence[date], table: RateTable, fee: Fee | None = None
) -> list[rule.BillableDay] | None:
    """Each day with what it costs; None when a day has no rate."""
    found = []
    for day in days:
        cents = table.cents_on(Service.IOP_DAY, day)
        if cents is None:
            return None
        found.append(rule.BillableDay(day, fee.of(cents) if fee else cents))
    return found or None


def _weeks(stay: Stay, estimate: rule.Estimate) -> tuple[Week, ...]:
    found = []
    for number in range(stay.weeks):
        first = stay.starts_on + timedelta(weeks=number)
        last = first + timedelta(days=6)
        count = sum(first <= day.on <= last for day in estimate.days)
        found.append(Week(number + 1, first, count, estimate.week_of(first)))
    return tuple(found)


def _said_by(quote: BenefitQuote) -> str:
    label = BenefitQuote.Source(quote.source).label
    return f"{label} of {quote.taken_at:%B} {quote.taken_at.day}"
