"""Where the missing part of a week could still go: the soonest days with room.

Source: none published. On three evenings a week one missed day drops a patient below
        9 hours, so a make-up has to be found while the week still has days.
Decided where the source is silent:
- Days of care are found first, each brought to the shortest day that counts. The
  remaining minutes go to days just added, then to unused days.
- An hour or less goes beside a group that is planned anyway, so nobody travels for it.
- No day grows past the rule's longest day and no week past its highest number of days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from daybridge.rules.dose_rules import WeeklyDoseRule, days_of_care

BESIDE_A_GROUP_MINUTES = 60  # up to here a make-up joins a day that is planned anyway


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A suggestion: this many more minutes on this day."""

    on: date
    minutes: int


def place_make_ups(
    needed: tuple[int, int],
    possible: Mapping[date, int],
    rule: WeeklyDoseRule,
    today: date,
) -> tuple[MakeUp, ...] | None:
    """Place what is missing of (minutes, days) from today on; None when it cannot fit.

    `possible` gives every day of the week the minutes it has or will have.
    """
    added = _days_to_add(needed[1], possible, rule, today)
    if added is None:
        return None
    missing = needed[0] - sum(possible.values()) - sum(added.values())
    for day in _days_with_room(possible, added, rule, today, missing):
        if missing <= 0:
            break
        have = possible[day] + added.get(day, 0)
        shortest = max(0, rule.min_minutes_per_day - have)
        extra = min(max(missing, shortest), rule.max_minutes_per_day - have)
        added[day] = added.get(day, 0) + extra
        missing -= extra
    if missing > 0:
        return None
    return tuple(MakeUp(day, added[day]) for day in sorted(added))


def _days_to_add(
    needed_days: int, possible: Mapping[date, int], rule: WeeklyDoseRule, today: date
) -> dict[date, int] | None:
    """Bring the soonest short or unused days to the shortest day that counts."""
    shortest = max(1, rule.min_minutes_per_day)
    missing = needed_days - days_of_care(possible, rule)
    new_days = rule.max_days_per_week - sum(m > 0 for m in possible.values())
    added: dict[date, int] = {}
    for day, minutes in sorted(possible.items()):
        if len(added) >= missing:
            break
        if day < today or minutes >= shortest or (not minutes and new_days <= 0):
            continue
        added[day] = shortest - minutes
        new_days -= not minutes
    return added if len(added) >= missing else None


def _days_with_room(
    possible: Mapping[date, int],
    added: Mapping[date, int],
    rule: WeeklyDoseRule,
    today: date,
    missing: int,
) -> list[date]:
    """List days that may take more minutes, the kindest for the patient first."""
    total = {day: minutes + added.get(day, 0) for day, minutes in possible.items()}
    open_days = [
        day
        for day, minutes in sorted(total.items())
        if day >= today and minutes < rule.max_minutes_per_day
    ]
    new_days = max(0, rule.max_days_per_week - sum(m > 0 for m in total.values()))
    just_added = [day for day in open_days if day in added]
    unused = [day for day in open_days if not total[day]][:new_days]
    planned = [day for day in open_days if total[day] and day not in added]
    if 0 < missing <= BESIDE_A_GROUP_MINUTES:
        return [*just_added, *planned, *unused]
    return [*just_added, *unused, *planned]
