"""A week that was fitted, as a plan document gives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from daybridge.rules.week_fit.instance import Arrangement


class Status(StrEnum):
    """What is known of a plan."""

    OPTIMAL = "optimal"  # proved at every level
    FEASIBLE = "feasible"  # the best found in the time given
    INFEASIBLE = "infeasible"  # what is fixed or opened cannot be run
    UNKNOWN = "unknown"  # no answer in the time given


ANSWERED = (Status.OPTIMAL, Status.FEASIBLE)


class State(StrEnum):
    """How far somebody's dose is met."""

    SERVED = "served"
    PARTLY = "partly"
    WAITING = "waiting"


class LevelName(StrEnum):
    """What is best, in this order."""

    SERVED_WEIGHT = "served_weight"  # more is better; of the others, less
    SHORTFALL_MINUTES = "shortfall_minutes"
    CHANGES = "changes"
    DISCOMFORT = "discomfort"


class Code(StrEnum):
    """Why somebody is not served; the first of several smallest answers is given."""

    DOSE = "dose"
    NO_TIME = "no_time"
    TRAVEL = "travel"
    TAG = "tag"
    FULL = "full"
    NO_LEADER = "no_leader"
    NO_ROOM = "no_room"
    GAP = "gap"
    SERIES = "series"
    OPEN_MORE = "open_more"


Values = tuple[int, int, int, int]  # of the four levels, in their order


@dataclass(frozen=True, slots=True)
class Level:
    """A value that was reached, and what no plan can beat given the levels before."""

    name: LevelName
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Held:
    """How an offering is held; without an arrangement it does not run."""

    id: str
    arrangement: Arrangement | None
    clients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One entry of the smallest change that would serve somebody."""

    code: Code
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What somebody is given."""

    id: str
    state: State
    offerings: tuple[str, ...]
    individual: Mapping[str, Arrangement]
    minutes: int
    days: int
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why what is fixed or opened cannot be run."""

    rule: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer to an instance; empty unless it is optimal or feasible."""

    status: Status
    levels: tuple[Level, ...] = ()
    offerings: Mapping[str, Held] = field(default_factory=dict)
    clients: Mapping[str, Week] = field(default_factory=dict)
    seconds: float = 0.0
    conflicts: tuple[Conflict, ...] = ()

    @property
    def values(self) -> Values:
        """What was reached of the four levels."""
        served, shortfall, changes, discomfort = (each.value for each in self.levels)
        return served, shortfall, changes, discomfort
