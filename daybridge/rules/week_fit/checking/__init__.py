"""Is this plan one? A second opinion that shares no code with what makes plans.

It knows the documents and the contract, and looks at each rule in the plainest way:
sets of minutes. Slower than the model, and therefore easy to believe.
"""

from collections.abc import Iterator

from daybridge.rules.week_fit.checking.as_it_stands import broken_promises
from daybridge.rules.week_fit.checking.clients import broken_for_clients
from daybridge.rules.week_fit.checking.counting import (
    broken_accounts,
    levels_reached,
)
from daybridge.rules.week_fit.checking.report import Broken, Report
from daybridge.rules.week_fit.checking.sessions import broken_for_sessions
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.plan import ANSWERED, Plan

__all__ = ["Broken", "Report", "check"]


def check(instance: Instance, plan: Plan) -> Report:
    """Every rule that the plan breaks, and the four levels counted anew."""
    if plan.status not in ANSWERED:
        return Report((), {})
    return Report(tuple(_broken(instance, plan)), levels_reached(instance, plan))


def _broken(instance: Instance, plan: Plan) -> Iterator[Broken]:
    yield from broken_for_sessions(instance, plan)
    yield from broken_for_clients(instance, plan)
    yield from broken_promises(instance, plan)
    yield from broken_accounts(instance, plan)
