"""The facts that a week is fitted to, as an instance document gives them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from daybridge.rules.week_fit.clock import Window


class Mode(StrEnum):
    """How the problem is asked."""

    DESIGN = "design"
    PLACE = "place"
    REPAIR = "repair"


class Modality(StrEnum):
    """What a session is; the last is for one-to-one sessions only."""

    GROUP = "group"
    EDUCATION = "education"
    SKILLS = "skills"
    WELLNESS = "wellness"
    FAMILY = "family"
    PEER = "peer"
    OUTING = "outing"
    INDIVIDUAL = "individual"


OF_OFFERINGS = tuple(each for each in Modality if each is not Modality.INDIVIDUAL)
OF_INDIVIDUAL = (Modality.INDIVIDUAL, Modality.FAMILY)


@dataclass(frozen=True, slots=True)
class Room:
    """Where sessions are held."""

    id: str
    capacity: int  # people, the leader included
    open: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Leader:
    """A member of staff who can lead."""

    id: str
    shifts: tuple[Window, ...]
    can_lead: frozenset[Modality]
    max_day_minutes: int | None = None  # of contact; None is no limit
    max_week_minutes: int | None = None
    changeover_minutes: int = 0  # between two sessions they lead


@dataclass(frozen=True, slots=True)
class Arrangement:
    """When a session is, who leads it and where; no room is telehealth."""

    start: int
    leader: str
    room: str | None

    def window(self, minutes: int) -> Window:
        """The time of a session of so many minutes."""
        return Window(self.start, self.start + minutes)


@dataclass(frozen=True, slots=True)
class Offering:
    """One weekly session of a group, which may run or stay closed."""

    id: str
    modality: Modality
    minutes: int
    capacity: int  # clients
    leaders: tuple[str, ...]
    rooms: tuple[str, ...]  # none: telehealth
    starts: tuple[int, ...]
    min_clients: int = 0
    requires: frozenset[str] = frozenset()
    series: str | None = None
    opened: bool = False
    open_cost: int = 0
    fixed: Arrangement | None = None
    current: Arrangement | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least and at most; None is no bound."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    """What was prescribed for a week."""

    minutes: Bounds = Bounds()
    days: Bounds = Bounds()
    day_minutes: Bounds = Bounds()  # on a day attended at all
    modalities: Mapping[Modality, Bounds] = field(default_factory=dict)
    max_gap_minutes: int | None = None  # idle between two sessions of a day


@dataclass(frozen=True, slots=True)
class Individual:
    """A one-to-one or conjoint session to be placed in somebody's week."""

    id: str
    modality: Modality
    minutes: int
    leaders: tuple[str, ...]
    rooms: tuple[str, ...]  # none: telehealth
    with_windows: tuple[Window, ...] | None = None  # when the family can come

    @property
    def people(self) -> int:
        """How many a room has to hold: the client, who leads, and who comes along."""
        return 2 if self.with_windows is None else 3


@dataclass(frozen=True, slots=True)
class Avoid:
    """A time that somebody would rather keep free."""

    window: Window
    cost_per_15: int


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What somebody attends today."""

    offerings: tuple[str, ...]
    individual: Mapping[str, Arrangement]


@dataclass(frozen=True, slots=True)
class Client:
    """A patient with a life and a prescribed dose."""

    id: str
    dose: Dose
    weight: int = 1
    busy: tuple[Window, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    tags: frozenset[str] = frozenset()
    travel_minutes: int = 0  # each way
    telehealth: bool = False
    individual: tuple[Individual, ...] = ()
    current: Enrolled | None = None


@dataclass(frozen=True)
class Instance:
    """One week to be fitted, in the order of its document."""

    mode: Mode
    site: str
    time_zone: str
    grid_minutes: int
    rooms: Mapping[str, Room]
    staff: Mapping[str, Leader]
    offerings: Mapping[str, Offering]
    clients: Mapping[str, Client]
    place: tuple[str, ...] = ()

    @cached_property
    def series(self) -> Mapping[str, tuple[Offering, ...]]:
        """The offerings of each closed group that meets several times a week."""
        found: dict[str, tuple[Offering, ...]] = {}
        for offering in self.offerings.values():
            if offering.series is not None:
                found[offering.series] = (*found.get(offering.series, ()), offering)
        return found
