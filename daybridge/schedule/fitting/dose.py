"""What an ordered dose asks of a week that is to be found.

Source: the dose order, and the track's weekly rule (`rules.dose_rules`).
Decided: a week serves when it gives at least the minutes ordered on exactly the days
        ordered. More minutes are allowed as far as no whole session could be spared:
        an order of ten hours is met by four evenings of three, not by five. A day is
        long enough by the rule, unless the order itself asks for shorter days.
        Individual and family sessions that are ordered count toward the minutes and
        days, and may come on top of them: no session of them could be spared.
        The mix of modalities is the counselor's to see to: it speaks of sessions.
"""

from daybridge.intake.queries import DoseInForce
from daybridge.rules.dose_rules import WeeklyDoseRule
from daybridge.rules.week_fit.instance import Bounds, Dose


def dose_of(
    order: DoseInForce,
    rule: WeeklyDoseRule | None,
    *,
    longest_minutes: int,
    own_minutes: int = 0,
) -> Dose:
    """The bounds of somebody's week.

    `longest_minutes` is the longest group session, `own_minutes` all individual and
    family sessions that are ordered.
    """
    minutes, days = order.minutes_per_week, order.days_per_week
    enough = max(minutes, minutes + longest_minutes - 1) + own_minutes
    if rule is not None:
        enough = max(minutes, min(enough, rule.max_minutes_per_week))
    week = Bounds(minutes, enough)
    if rule is None:
        return Dose(week, Bounds(days, days))
    return Dose(
        minutes=week,
        days=Bounds(days, days),
        day_minutes=Bounds(
            min(rule.min_minutes_per_day, minutes // max(days, 1)),
            max(rule.max_minutes_per_day, -(-minutes // max(days, 1))),
        ),
    )
