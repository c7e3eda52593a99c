"""Does a dose order fit what its level of care asks of a week and of a day?

Source: `dose_rules`, which holds the published figures and the program's own.
Decided: an order is spread evenly over its days to judge the length of a day. Outside
        of the rule is a reason to ask, never to refuse: a person may confirm it.
"""

from daybridge.rules.dose import order_problems
from daybridge.rules.dose_rules import DoseOrder, WeeklyDoseRule
from daybridge.rules.wording import hours_and_minutes


def outside_of(rule: WeeklyDoseRule | None, order: DoseOrder) -> list[str]:
    """Say, in sentences, where an order leaves the rule; empty means it fits.

    Without a rule for the level there is nothing to leave.
    """
    if rule is None:
        return []
    of_week = [problem.sentence for problem in order_problems(order, rule)]
    return of_week or _of_day(rule, order)


def _of_day(rule: WeeklyDoseRule, order: DoseOrder) -> list[str]:
    a_day = order.minutes_per_week // max(1, order.days_per_week)
    if rule.min_minutes_per_day <= a_day <= rule.max_minutes_per_day:
        return []
    return [
        f"That is about {hours_and_minutes(a_day)} a day; a day at level {rule.level} "
        f"lasts {hours_and_minutes(rule.min_minutes_per_day)} to "
        f"{hours_and_minutes(rule.max_minutes_per_day)}."
    ]
