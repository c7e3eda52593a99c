"""Who leads, for the engine: hours, what is taken of them, and what they may lead.

Decided: sessions that are not arranged anew (individual ones, co-leading, groups that
         give no dose) count as contact and need time to change over. The engine knows
         one limit for every day of the week, so it is told the least that is left on
         one of the days in question, and a day on which nothing more fits is closed:
         no answer is ever over a limit. What stands, stands: where today's sessions
         are over a limit already, they may go on.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit import instance as week_fit
from daybridge.rules.week_fit.clock import DAY, DAYS, Window
from daybridge.schedule.fitting.windows import in_steps, without
from daybridge.schedule.values import ContactLimits
from daybridge.ui.templatetags.ui import duration

WHOLE_WEEK = range(len(DAYS))


@dataclass(frozen=True, slots=True)
class Leading:
    """A member of staff in a week that is to be arranged."""

    id: str
    hours: tuple[Window, ...]
    limits: ContactLimits
    taken: Sequence[Window]  # by what is not arranged anew
    shortest: int  # minutes of the shortest session they could lead

    def leader(
        self, *, grid: int, days: Collection[int] = WHOLE_WEEK
    ) -> week_fit.Leader:
        """As the engine knows them; `days` are those on which most is at stake."""
        limits, led = self.limits, _by_day(self.taken)
        changeover = in_steps(limits.changeover_minutes, grid)
        around = [Window(w.start - changeover, w.end + changeover) for w in self.taken]
        left = self._left_on(led)
        fits = [left[day] for day in days if day in left and left[day] >= self.shortest]
        most = min(fits, default=None) if left else None
        if left and most is None:
            most = max(left.values())
        full = [day for day, minutes in left.items() if minutes < (most or 0)]
        week = limits.max_contact_minutes_per_week
        return week_fit.Leader(
            id=self.id,
            shifts=without(self.hours, [*around, *map(_whole_day, full)]),
            can_lead=frozenset(week_fit.Modality),
            max_day_minutes=most,
            max_week_minutes=None if week is None else max(week - led.total(), 0),
            changeover_minutes=changeover,
        )

    def _left_on(self, led: Mapping[int, int]) -> dict[int, int]:
        """Minutes that the limit of a day leaves on each; none without a limit."""
        most = self.limits.max_contact_minutes_per_day
        if most is None:
            return {}
        return {day: max(most - led.get(day, 0), 0) for day in WHOLE_WEEK}


def standing(leader: week_fit.Leader, sessions: Iterable[Window]) -> week_fit.Leader:
    """With limits no stricter than these sessions, which are held whatever they say."""
    held = sorted(sessions)
    if not held:
        return leader
    led, gaps = _by_day(held), _gaps(held)
    day, week = leader.max_day_minutes, leader.max_week_minutes
    return replace(
        leader,
        max_day_minutes=None if day is None else max(day, *led.values()),
        max_week_minutes=None if week is None else max(week, led.total()),
        changeover_minutes=min([leader.changeover_minutes, *gaps]),
    )


def unlimited(leader: week_fit.Leader) -> week_fit.Leader:
    """With hours, and no limit."""
    return replace(
        leader, max_day_minutes=None, max_week_minutes=None, changeover_minutes=0
    )


def too_much(leader: ContactLimits, sessions: Iterable[Window]) -> list[str]:
    """What is over the limits when somebody leads these, a sentence each."""
    held = sorted(sessions)
    led, said = _by_day(held), []
    day, week = leader.max_contact_minutes_per_day, leader.max_contact_minutes_per_week
    if day is not None:
        said += [
            f"{DAY_NAMES[on]}: {duration(minutes)} with patients, and "
            f"{duration(day)} is the most."
            for on, minutes in sorted(led.items())
            if minutes > day
        ]
    if week is not None and led.total() > week:
        said.append(
            f"In the week: {duration(led.total())} with patients, and "
            f"{duration(week)} is the most."
        )
    tight = min(_gaps(held), default=leader.changeover_minutes)
    if tight < leader.changeover_minutes:
        said.append(
            f"{duration(tight)} between two sessions, and "
            f"{duration(leader.changeover_minutes)} is the least."
        )
    return said


def words_of(limits: ContactLimits) -> str:
    """“At most 6 h a day and 24 h a week with patients, 15 min between two sessions”"""
    day, week = limits.max_contact_minutes_per_day, limits.max_contact_minutes_per_week
    most = [
        f"{duration(minutes)} a {span}"
        for minutes, span in ((day, "day"), (week, "week"))
        if minutes is not None
    ]
    said = [f"at most {' and '.join(most)} with patients"] if most else []
    if limits.changeover_minutes:
        said.append(f"{duration(limits.changeover_minutes)} between two sessions")
    words = ", ".join(said)
    return f"{words[:1].upper()}{words[1:]}"


def _by_day(sessions: Iterable[Window]) -> Counter[int]:
    """Minutes led on each day."""
    led: Counter[int] = Counter()
    for each in sessions:
        led[each.start // DAY] += each.end - each.start
    return led


def _gaps(held: Sequence[Window]) -> list[int]:
    """Minutes between one session and the next."""
    return [max(later.start - earlier.end, 0) for earlier, later in pairwise(held)]


def _whole_day(day: int) -> Window:
    return Window(day * DAY, (day + 1) * DAY)
