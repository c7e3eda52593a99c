"""Does one more session still fit into the dose of a week?

Source: `dose_rules`; the week needs what `dose` says: the larger of the order and the
        level's minimum.
Units:  whole minutes, by calendar day.
Decided where the sources are silent:
- There is room while minutes are missing. A session is taken whole, so the last one may
  go over by less than its own length, as the plan that it makes up for may have.
- It opens no further day of care once as many as are needed are planned.
"""

from collections.abc import Mapping
from datetime import date

from daybridge.rules.dose_rules import DoseOrder, WeeklyDoseRule, days_of_care


def is_filled(
    planned: Mapping[date, int], order: DoseOrder, rule: WeeklyDoseRule
) -> bool:
    """Whether what came and is planned reaches the minutes of the week."""
    needed = max(order.minutes_per_week, rule.min_minutes_per_week)
    return sum(planned.values()) >= needed


def has_room(
    planned: Mapping[date, int], order: DoseOrder, rule: WeeklyDoseRule, *,
    on: date, minutes: int,
) -> bool:  # fmt: skip
    """Whether a session of so many minutes on a day does not overfill the week."""
    if is_filled(planned, order, rule):
        return False
    after = {**planned, on: planned.get(on, 0) + minutes}
    needed = max(order.days_per_week, rule.min_days_per_week)
    return days_of_care(after, rule) <= max(needed, days_of_care(planned, rule))
