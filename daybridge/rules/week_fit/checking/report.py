"""What the checker answers, and the minutes it counts in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from daybridge.rules.week_fit.clock import WEEK, Window
from daybridge.rules.week_fit.instance import Arrangement, Instance, Modality
from daybridge.rules.week_fit.plan import LevelName, Plan


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
    def taken(self) -> frozenset[int]:
        """The minutes of the week it takes."""
        return frozenset(range(self.held.start, self.end))

    @property
    def names(self) -> tuple[str, ...]:
        return (self.id,) if self.client is None else (self.client, self.id)


def minutes_of(windows: Iterable[Window]) -> frozenset[int]:
    """Every minute of the week that lies in one of the windows."""
    return frozenset(m for window in windows for m in range(window.start, window.end))


def around(start: int, end: int) -> frozenset[int]:
    """Minutes that may reach back before Monday or on after Sunday."""
    return frozenset(minute % WEEK for minute in range(start, end))


def group_sessions(instance: Instance, plan: Plan) -> list[Session]:
    """The sessions of the offerings that run."""
    return [
        Session(
            offering.id, None, offering.modality, offering.minutes, held.arrangement
        )
        for held in plan.offerings.values()
        if held.arrangement is not None
        for offering in [instance.offerings[held.id]]
    ]


def individual_sessions(instance: Instance, plan: Plan, client: str) -> list[Session]:
    """The individual sessions that somebody is given."""
    sessions = {each.id: each for each in instance.clients[client].individual}
    return [
        Session(id, client, sessions[id].modality, sessions[id].minutes, held)
        for id, held in plan.clients[client].individual.items()
    ]


def sessions_of(instance: Instance, plan: Plan, client: str) -> list[Session]:
    """All that somebody attends, in order; what does not run is not attended."""
    attended = set(plan.clients[client].offerings)
    groups = [each for each in group_sessions(instance, plan) if each.id in attended]
    alone = individual_sessions(instance, plan, client)
    return sorted([*groups, *alone], key=lambda session: session.held.start)
