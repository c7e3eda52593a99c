"""What a service costs on a day: the plan's rate, else the payer's, else our charge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from daybridge.coverage.models import Plan, Rate, Service


@dataclass(frozen=True, slots=True)
class RateTable:
    """Every rate that may count for one plan, or for people who pay themselves."""

    rows: tuple[Rate, ...]

    def on(self, service: str, day: date) -> Rate | None:
        """The rate of a service on a day: the most particular, then the newest."""
        held = [
            row
            for row in self.rows
            if row.service == service
            and row.starts_on <= day
            and (row.ends_on is None or row.ends_on >= day)
        ]
        return max(held, key=_particular, default=None)

    def cents_on(self, service: str, day: date) -> int | None:
        rate = self.on(service, day)
        return None if rate is None else rate.cents


def rates_for(program: Any, plan: Plan | None = None) -> RateTable:
    """The rates of a plan with those of its payer and our own, in one query."""
    rows = Rate.objects.in_program(program)
    mine = Q(payer=None, plan=None)
    if plan is not None:
        mine |= Q(plan=plan) | Q(payer_id=plan.payer_id, plan=None)
    return RateTable(tuple(rows.filter(mine)))


def our_charges(rows: Iterable[Rate]) -> RateTable:
    """Only what we charge ourselves."""
    return RateTable(tuple(row for row in rows if row.payer_id is None))


def _particular(rate: Rate) -> tuple[bool, bool, date]:
    return rate.plan_id is not None, rate.payer_id is not None, rate.starts_on


SERVICE_CODES = {  # the usual code, offered when a rate is set
    Service.IOP_DAY: "H0015",
    Service.ASSESSMENT: "H0001",
    Service.DRUG_TEST: "H0003",
}
