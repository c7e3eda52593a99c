"""What the checker answers, and the minutes it counts in.

A set of minutes is a whole number with a bit for each minute of the week, so that two
sets are compared at once: what both have is `one & other`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from daybridge.rules.week_fit.clock import WEEK, Window
from daybridge.rules.week_fit.instance import Arrangement, Instance, Modality
from daybridge.rules.week_fit.plan import LevelName, Plan

Minutes = int  # a set of minutes of the week, as bits
WHOLE_WEEK: Minutes = (1 << WEEK) - 1


class Rule(StrEnum):
    """The hard rules by their number in the contract, and two that have none."""

    SESSION = "1"
    LEADER = "2"
    ROOM = "3"
    RUNNING = "4"
    ATTENDING = "5"
    MAXIMA = "6"
    AS_IT_STANDS = "7"
    SERIES = "series"
    ACCOUNT = "plan"  # what the plan says of itself


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is not kept, by whom, in a sentence."""

    rule: Rule
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is broken, and the levels counted anew."""

    broken: tuple[Broken, ...]
    levels: Mapping[LevelName, int]


@dataclass(frozen=True, slots=True)
class Session:
    """One session that takes place: of a group, or of one client."""

    id: str
    client: str | None  # None: a group
    modality: Modality
    minutes: int
    held: Arrangement

    @property
    def end(self) -> int:
        return self.held.start + self.minutes

    @property
    def taken(self) -> Minutes:
        """The minutes of the week it takes."""
        return _from(self.held.start, self.end)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.id,) if self.client is None else (self.client, self.id)


Weeks = Mapping[str, list[Session]]  # what each client attends, in order


def minutes_of(windows: Iterable[Window]) -> Minutes:
    """Every minute of the week that lies in one of the windows."""
    found = 0
    for window in windows:
        found |= _from(window.start, window.end)
    return found


def around(start: int, end: int) -> Minutes:
    """Minutes that may reach back before Monday or on after Sunday."""
    if end - start >= WEEK:
        return WHOLE_WEEK
    first = start % WEEK
    found = _from(first, first + end - start)
    return (found | found >> WEEK) & WHOLE_WEEK


def is_within(minutes: Minutes, others: Minutes) -> bool:
    """Whether all of these minutes are among the others."""
    return not minutes & ~others


def _from(start: int, end: int) -> Minutes:
    return ((1 << (end - start)) - 1) << start


def group_sessions(instance: Instance, plan: Plan) -> list[Session]:
    """The sessions of the offerings that run."""
    return _groups(instance, plan, plan.offerings)


def individual_sessions(instance: Instance, plan: Plan, client: str) -> list[Session]:
    """The individual sessions that somebody is given."""
    sessions = {each.id: each for each in instance.clients[client].individual}
    return [
        Session(id, client, sessions[id].modality, sessions[id].minutes, held)
        for id, held in plan.clients[client].individual.items()
    ]


def weeks_of(instance: Instance, plan: Plan) -> Weeks:
    """All that each attends, in order; what does not run is not attended."""
    return {id: _sessions(instance, plan, id) for id in instance.clients}


def _sessions(instance: Instance, plan: Plan, client: str) -> list[Session]:
    groups = _groups(instance, plan, set(plan.clients[client].offerings))
    alone = individual_sessions(instance, plan, client)
    return sorted([*groups, *alone], key=lambda session: session.held.start)


def _groups(instance: Instance, plan: Plan, ids: Iterable[str]) -> list[Session]:
    return [
        Session(id, None, offering.modality, offering.minutes, held)
        for id in ids
        if (held := plan.offerings[id].arrangement) is not None
        for offering in [instance.offerings[id]]
    ]
