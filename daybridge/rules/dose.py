"""Did a week of care reach the ordered dose, and can it still be saved?

Source: `dose_rules`, which holds the published figures; minutes are those *delivered*
        (see `time_in_care`), by calendar day.
Decided where the sources are silent:
- The week needs the larger of the order and the level's minimum: a low order does not
  lower what the level means, and the order itself is then named as a problem.
- A day counts as a day of care from the rule's shortest day on. Minutes of a shorter
  day still count to the week.
- Plans count from today on; a planned day in the past is lost. Days outside the week
  are ignored. Holidays and excused absences do not lower the dose, and the first and
  last week of a stay are weighed like any other.
- What is above the level's range is pointed out, never taken away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daybridge.rules.dose_rules import (
    DAY_NAMES,
    DoseOrder,
    Week,
    WeeklyDoseRule,
    days_of_care,
)
from daybridge.rules.make_ups import MakeUp, place_make_ups
from daybridge.rules.wording import count_of, hours_and_minutes, listed

Amount = tuple[int, int]  # minutes, days


class WeekStanding(StrEnum):
    WHOLE = "The ordered dose has been delivered"
    ON_COURSE = "What is planned will make the week whole"
    NEEDS_MAKE_UP = "The week can be saved with a make-up"
    LOST = "The week can no longer reach the dose"


class DoseReason(StrEnum):
    TOO_FEW_MINUTES = "Delivered time is under the week's dose"
    TOO_FEW_DAYS = "Days of care are under the week's dose"
    TOO_MANY_MINUTES = "Delivered time is above the level's range"
    TOO_MANY_DAYS = "Days of care are above the level's range"
    DAY_TOO_SHORT = "A day was too short to count as a day of care"
    DAY_TOO_LONG = "A day was longer than the level's range"
    ORDER_BELOW_LEVEL = "The dose order is under the level's minimum"
    ORDER_ABOVE_LEVEL = "The dose order is above the level's range"


@dataclass(frozen=True, slots=True)
class DoseProblem:
    reason: DoseReason
    sentence: str
    on: date | None = None  # for problems of one day


@dataclass(frozen=True, slots=True)
class WeekDose:
    week: Week
    needed_minutes: int
    needed_days: int
    delivered_minutes: int
    delivered_days: int
    planned_minutes: int  # from today on
    possible_minutes: int  # delivered + planned
    possible_days: int
    standing: WeekStanding
    make_ups: tuple[MakeUp, ...]  # the soonest days that would save the week
    sentence: str
    problems: tuple[DoseProblem, ...]

    @property
    def shortfall_minutes(self) -> int:
        return max(0, self.needed_minutes - self.delivered_minutes)

    @property
    def shortfall_days(self) -> int:
        return max(0, self.needed_days - self.delivered_days)

    @property
    def make_up_minutes(self) -> int:
        """Minutes still missing after everything planned has happened."""
        return max(0, self.needed_minutes - self.possible_minutes)

    @property
    def make_up_days(self) -> int:
        return max(0, self.needed_days - self.possible_days)

    @property
    def planned_is_enough(self) -> bool:
        return self.standing in (WeekStanding.WHOLE, WeekStanding.ON_COURSE)

    @property
    def can_be_saved(self) -> bool:
        """True while plans, or make-ups that still fit, reach the dose."""
        return self.standing is not WeekStanding.LOST


def weigh_week(
    *,
    week: Week,
    delivered: Mapping[date, int],
    still_planned: Mapping[date, int],
    order: DoseOrder | None,
    rule: WeeklyDoseRule,
    today: date,
) -> WeekDose:
    """Weigh one patient's week: what came, what may come, and what would save it.

    Both mappings give minutes by day. Minutes planned for today are those still to
    come, beside what today has already delivered.
    """
    came = {day: delivered.get(day, 0) for day in week.days}
    comes = {day: still_planned.get(day, 0) * (day >= today) for day in week.days}
    possible = {day: came[day] + comes[day] for day in week.days}
    needed = _needed(order, rule)
    make_ups = place_make_ups(needed, possible, rule, today)
    totals = (sum(came.values()), days_of_care(came, rule))
    hoped = (sum(possible.values()), days_of_care(possible, rule))
    standing = _standing(needed, totals, hoped, make_ups)
    return WeekDose(
        week=week,
        needed_minutes=needed[0],
        needed_days=needed[1],
        delivered_minutes=totals[0],
        delivered_days=totals[1],
        planned_minutes=sum(comes.values()),
        possible_minutes=hoped[0],
        possible_days=hoped[1],
        standing=standing,
        make_ups=make_ups or (),
        sentence=_sentence(standing, needed, totals, comes, make_ups or ()),
        problems=(
            *order_problems(order, rule),
            *_day_problems(came, comes, rule),
            *_week_problems(needed, totals, standing, rule),
        ),
    )


def _needed(order: DoseOrder | None, rule: WeeklyDoseRule) -> Amount:
    if order is None:
        return rule.min_minutes_per_week, rule.min_days_per_week
    return (
        max(order.minutes_per_week, rule.min_minutes_per_week),
        max(order.days_per_week, rule.min_days_per_week),
    )


def _standing(
    needed: Amount, delivered: Amount, possible: Amount, make_ups: object
) -> WeekStanding:
    if _reaches(delivered, needed):
        return WeekStanding.WHOLE
    if _reaches(possible, needed):
        return WeekStanding.ON_COURSE
    return WeekStanding.LOST if make_ups is None else WeekStanding.NEEDS_MAKE_UP


def _reaches(amount: Amount, needed: Amount) -> bool:
    return amount[0] >= needed[0] and amount[1] >= needed[1]


def _sentence(
    standing: WeekStanding,
    needed: Amount,
    delivered: Amount,
    comes: Mapping[date, int],
    make_ups: tuple[MakeUp, ...],
) -> str:
    so_far = _so_far(needed, delivered)
    if standing is WeekStanding.WHOLE:
        return f"{so_far}; the week is whole."
    if standing is WeekStanding.ON_COURSE:
        planned = [_on_day(day, minutes) for day, minutes in comes.items() if minutes]
        return f"{so_far}; {listed(planned)} will make the week whole."
    if standing is WeekStanding.NEEDS_MAKE_UP:
        offers = listed([_on_day(offer.on, offer.minutes) for offer in make_ups])
        beside = ", beside what is planned," if any(comes.values()) else ""
        return f"{so_far}; {offers}{beside} would make the week whole."
    return f"{so_far}; too little of the week is left to make it whole."


def _so_far(needed: Amount, delivered: Amount) -> str:
    minutes = f"{hours_and_minutes(delivered[0])} of {hours_and_minutes(needed[0])}"
    if delivered[1] >= needed[1]:
        return f"Delivered {minutes}"
    return f"Delivered {minutes} on {delivered[1]} of {count_of(needed[1], 'day')}"


def _on_day(day: date, minutes: int) -> str:
    return f"{hours_and_minutes(minutes)} on {DAY_NAMES[day.weekday()]}"


def order_problems(order: DoseOrder | None, rule: WeeklyDoseRule) -> list[DoseProblem]:
    """Say where an order asks less, or more, of a week than the level does."""
    if order is None:
        return []
    problems = []
    asked = (
        f"The order asks {hours_and_minutes(order.minutes_per_week)} on "
        f"{count_of(order.days_per_week, 'day')}"
    )
    lowest = (rule.min_minutes_per_week, rule.min_days_per_week)
    if not _reaches((order.minutes_per_week, order.days_per_week), lowest):
        sentence = (
            f"{asked}; level {rule.level} needs at least "
            f"{hours_and_minutes(lowest[0])} on {count_of(lowest[1], 'day')}."
        )
        problems.append(DoseProblem(DoseReason.ORDER_BELOW_LEVEL, sentence))
    highest = (rule.max_minutes_per_week, rule.max_days_per_week)
    if order.minutes_per_week > highest[0] or order.days_per_week > highest[1]:
        sentence = (
            f"{asked}; level {rule.level} goes up to "
            f"{hours_and_minutes(highest[0])} on {count_of(highest[1], 'day')}."
        )
        problems.append(DoseProblem(DoseReason.ORDER_ABOVE_LEVEL, sentence))
    return problems


def _day_problems(
    came: Mapping[date, int], comes: Mapping[date, int], rule: WeeklyDoseRule
) -> list[DoseProblem]:
    problems = []
    for day, minutes in came.items():
        name, length = DAY_NAMES[day.weekday()], hours_and_minutes(minutes)
        if 0 < minutes < rule.min_minutes_per_day and not comes[day]:
            sentence = (
                f"{name} was {length}, under the "
                f"{hours_and_minutes(rule.min_minutes_per_day)} that make a day."
            )
            problems.append(DoseProblem(DoseReason.DAY_TOO_SHORT, sentence, day))
        if minutes > rule.max_minutes_per_day:
            sentence = (
                f"{name} was {length}; a day goes up to "
                f"{hours_and_minutes(rule.max_minutes_per_day)}."
            )
            problems.append(DoseProblem(DoseReason.DAY_TOO_LONG, sentence, day))
    return problems


def _week_problems(
    needed: Amount, delivered: Amount, standing: WeekStanding, rule: WeeklyDoseRule
) -> list[DoseProblem]:
    """Name what the whole week lacks or exceeds; a week on course lacks nothing."""
    problems = []
    in_trouble = standing in (WeekStanding.NEEDS_MAKE_UP, WeekStanding.LOST)
    if in_trouble and delivered[0] < needed[0]:
        sentence = (
            f"Delivered {hours_and_minutes(delivered[0])} of "
            f"{hours_and_minutes(needed[0])}."
        )
        problems.append(DoseProblem(DoseReason.TOO_FEW_MINUTES, sentence))
    if in_trouble and delivered[1] < needed[1]:
        sentence = f"Attended {delivered[1]} of {count_of(needed[1], 'day')}."
        problems.append(DoseProblem(DoseReason.TOO_FEW_DAYS, sentence))
    if delivered[0] > rule.max_minutes_per_week:
        sentence = (
            f"Delivered {hours_and_minutes(delivered[0])}; level {rule.level} goes up "
            f"to {hours_and_minutes(rule.max_minutes_per_week)}."
        )
        problems.append(DoseProblem(DoseReason.TOO_MANY_MINUTES, sentence))
    if delivered[1] > rule.max_days_per_week:
        sentence = (
            f"Attended {count_of(delivered[1], 'day')}; level {rule.level} goes up to "
            f"{rule.max_days_per_week}."
        )
        problems.append(DoseProblem(DoseReason.TOO_MANY_DAYS, sentence))
    return problems
