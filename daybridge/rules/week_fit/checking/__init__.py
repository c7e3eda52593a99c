"""Is this plan one? A second opinion that shares no code with what makes plans.

It knows the documents and the contract, and looks at each rule in the plainest way:
sets of minutes.
"""

from collections.abc import Iterator, Mapping

from daybridge.rules.week_fit.checking.as_it_stands import broken_promises
from daybridge.rules.week_fit.checking.clients import broken_for_clients
from daybridge.rules.week_fit.checking.counting import (
    broken_accounts,
    levels_reached,
)
from daybridge.rules.week_fit.checking.report import Broken, Report, Weeks, weeks_of
from daybridge.rules.week_fit.checking.sessions import broken_for_sessions
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.plan import ANSWERED, LevelName, Plan

__all__ = ["Broken", "Report", "check"]


def check(instance: Instance, plan: Plan) -> Report:
    """Every rule that the plan breaks, and the four levels counted anew."""
    if plan.status not in ANSWERED:
        return Report((), {})
    weeks = weeks_of(instance, plan)
    reached = levels_reached(instance, plan, weeks)
    return Report(tuple(_broken(instance, plan, weeks, reached)), reached)


def _broken(
    instance: Instance, plan: Plan, weeks: Weeks, reached: Mapping[LevelName, int]
) -> Iterator[Broken]:
    yield from broken_for_sessions(instance, plan)
    yield from broken_for_clients(instance, weeks)
    yield from broken_promises(instance, plan)
    yield from broken_accounts(instance, plan, weeks, reached)
