"""From days of treatment and the facts of a quote to what each day costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from daybridge.rules.cost_estimate.plans import WHOLE, CopayUnit, Plan


@dataclass(frozen=True, slots=True)
class BillableDay:
    """A day of treatment, and what the plan allows for it."""

    on: date
    allowed: int  # cents

    def __post_init__(self) -> None:
        if self.allowed < 0:
            raise ValueError(
                f"{self.on}: expected cents from 0 on, found {self.allowed}."
            )


@dataclass(frozen=True, slots=True)
class CostOfDay:
    """Who pays what of one day, in cents."""

    on: date
    allowed: int
    deductible: int
    copay: int
    coinsurance: int
    not_covered: int  # beyond the limit of visits
    second_pays: int = 0  # the second policy, of the person's part

    @property
    def person(self) -> int:
        parts = self.deductible + self.copay + self.coinsurance + self.not_covered
        return parts - self.second_pays

    @property
    def plans(self) -> int:
        return self.allowed - self.person


@dataclass(frozen=True, slots=True)
class Month:
    """What one calendar month costs."""

    year: int
    month: int
    days: int
    person: int
    plans: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Each day, and what follows from them."""

    days: tuple[CostOfDay, ...]
    paid_up_on: date | None  # the first day the person pays nothing of, and on
    notes: tuple[str, ...]  # what somebody should know who reads the sums

    @property
    def person(self) -> int:
        return sum(day.person for day in self.days)

    @property
    def plans(self) -> int:
        return sum(day.plans for day in self.days)

    @property
    def months(self) -> tuple[Month, ...]:
        """In order; months without a day are left out."""
        found = []
        for (year, month), days in groupby(
            self.days, key=lambda day: (day.on.year, day.on.month)
        ):
            those = list(days)
            person = sum(day.person for day in those)
            plans = sum(day.plans for day in those)
            found.append(Month(year, month, len(those), person, plans))
        return tuple(found)

    def week_of(self, first: date) -> int:
        """What the seven days from `first` on cost the person, in cents."""
        last = first + timedelta(days=6)
        return sum(day.person for day in self.days if first <= day.on <= last)


def estimate(days: Sequence[BillableDay], *policies: Plan) -> Estimate:
    """What each day costs with these policies, the first of them first.

    Without a policy the person pays all of it. Raises ValueError when days are out of
    order or named twice, and for more than two policies.
    """
    if len(policies) > 2:
        raise ValueError("At most two policies can be weighed together.")
    for earlier, later in pairwise(days):
        if earlier.on >= later.on:
            raise ValueError(f"{later.on} does not come after {earlier.on}.")
    if not policies:
        costs = [CostOfDay(day.on, day.allowed, 0, 0, 0, day.allowed) for day in days]
        return Estimate(tuple(costs), None, ())
    accounts = [_Account(policy) for policy in policies]
    costs = [_cost(day, accounts) for day in days]
    notes = tuple(note for account in accounts for note in account.notes)
    return Estimate(tuple(costs), _paid_up(costs), notes)


class _Account:
    """One policy while its amounts are used up."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.deductible, self.limit = plan.deductible, plan.out_of_pocket
        self.visits, self.renews_on = plan.visits_left, plan.renews_on
        self.copay_paid_for: set[date | None] = set()
        self.notes: list[str] = []
        self.has_run_out = False  # of visits, and said so

    def cost(self, day: BillableDay) -> CostOfDay:
        """What this policy would leave to the person, alone; its amounts follow."""
        self._renew(day.on)
        if self.visits is not None:
            if self.visits == 0:
                return self._not_covered(day)
            self.visits -= 1
        deductible = self._deductible(day.allowed)
        rest = day.allowed - deductible
        copay, coinsurance = self._copay(day.on, rest), 0
        if self.plan.copay is None:
            coinsurance = _share(rest, self.plan.coinsurance)
        found = CostOfDay(day.on, day.allowed, deductible, copay, coinsurance, 0)
        found = self._within_the_limit(found)
        self.deductible = self.deductible.used(found.deductible)
        self.limit = self.limit.used(self._counted(found))
        return found

    def _renew(self, on: date) -> None:
        """Begin the plan's new year, once for each that has begun."""
        while self.renews_on is not None and on >= self.renews_on:
            unknown = [
                what
                for what, amount in (
                    ("deductible", self.deductible),
                    ("out-of-pocket limit", self.limit),
                )
                if amount.exists and not amount.is_known_anew
            ]
            if self.visits is not None and self.plan.visits_of_a_year is None:
                unknown.append("limit of visits")
            for what in unknown:
                self.notes.append(
                    f"{self.plan.name} begins a new year on {self.renews_on}; its "
                    f"{what} for that year is not known, so the old one goes on here."
                )
            self.deductible, self.limit = self.deductible.anew(), self.limit.anew()
            if self.plan.visits_of_a_year is not None:
                self.visits, self.has_run_out = self.plan.visits_of_a_year, False
            self.renews_on = _a_year_after(self.renews_on)

    def _not_covered(self, day: BillableDay) -> CostOfDay:
        if not self.has_run_out:
            self.has_run_out = True
            self.notes.append(
                f"From {day.on} on {self.plan.name} covers no more visits: the whole "
                "rate is yours."
            )
        return CostOfDay(day.on, day.allowed, 0, 0, 0, day.allowed)

    def _deductible(self, allowed: int) -> int:
        if not self.plan.asks_deductible:
            return 0
        return min(allowed, self.deductible.left(self.plan.spread) or 0)

    def _copay(self, on: date, rest: int) -> int:
        copay = self.plan.copay
        if copay is None or rest == 0:
            return 0
        due_for = {
            CopayUnit.DAY: on,
            CopayUnit.WEEK: on
            - timedelta(days=(on.weekday() - self.plan.week_starts_on) % 7),
            CopayUnit.ADMISSION: None,
        }[copay.unit]
        if due_for in self.copay_paid_for:
            return 0
        self.copay_paid_for.add(due_for)
        return min(copay.cents, rest)

    def _within_the_limit(self, cost: CostOfDay) -> CostOfDay:
        """Nothing that counts goes beyond the limit; the last part gives way first."""
        left = self.limit.left(self.plan.spread)
        if left is None:
            return cost
        counted = self._counted(cost)
        for name in ("coinsurance", "copay", "deductible"):
            over = max(0, counted - left)
            part = getattr(cost, name)
            if over and self._counts(name):
                given = min(over, part)
                cost = replace(cost, **{name: part - given})
                counted -= given
        return cost

    def _counted(self, cost: CostOfDay) -> int:
        names = ("deductible", "copay", "coinsurance")
        return sum(getattr(cost, name) for name in names if self._counts(name))

    def _counts(self, name: str) -> bool:
        if name == "deductible":
            return self.plan.deductible_counts
        return name != "copay" or self.plan.copay_counts


def _cost(day: BillableDay, accounts: Sequence[_Account]) -> CostOfDay:
    first = accounts[0].cost(day)
    if len(accounts) == 1:
        return first
    alone = accounts[1].cost(day)
    would_pay = day.allowed - alone.person
    return replace(first, second_pays=min(first.person, would_pay))


def _share(cents: int, hundredths: int) -> int:
    """A part of an amount, half a cent up."""
    return (cents * hundredths + WHOLE // 2) // WHOLE


def _a_year_after(day: date) -> date:
    """The same day a year later; February 29 becomes March 1."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)


def _paid_up(costs: Sequence[CostOfDay]) -> date | None:
    """From when on nothing is the person's; None when they pay to the end."""
    free = None
    for cost in reversed(costs):
        if cost.person:
            break
        free = cost.on
    return free
