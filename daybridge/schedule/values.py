"""What people ask of the schedule: the whole wished state, never half of it."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any, Self
from uuid import UUID

from daybridge.schedule.models import Group, Hours, Session
from daybridge.schedule.occurrences import Rule


@dataclass(frozen=True, slots=True)
class GroupValues:
    """How a group should read."""

    name: str
    track: Any
    modality: str
    leader: Any
    starts_at: time  # wall time
    minutes: int
    recurrence: str
    starts_on: date
    ends_on: date | None = None
    co_leader: Any = None
    room: Any = None
    curriculum: Any = None
    telehealth_url: str = ""
    capacity: int = 12
    counts_to_clinical_hours: bool = True

    @classmethod
    def of(cls, group: Group) -> Self:
        """How the group reads now."""
        return cls(**_read(cls, group))

    def put_on(self, group: Group) -> None:
        _write(self, group)


@dataclass(frozen=True, slots=True)
class SessionChanges:
    """How one session should read; the rule of its group is not touched."""

    starts_at: datetime
    ends_at: datetime
    leader: Any
    co_leader: Any = None
    room: Any = None
    telehealth_url: str = ""
    capacity: int = 12
    topic: Any = None
    topic_text: str = ""

    @classmethod
    def of(cls, session: Session) -> Self:
        """How the session reads now."""
        return cls(**_read(cls, session))

    def put_on(self, session: Session) -> None:
        _write(self, session)


@dataclass(frozen=True, slots=True)
class ExtraValues:
    """A session outside every rule: a make-up group, an outing, a family evening."""

    title: str
    track: Any
    modality: str
    starts_at: datetime
    ends_at: datetime
    leader: Any
    group: Any = None  # whose members are expected, if any
    co_leader: Any = None
    room: Any = None
    telehealth_url: str = ""
    capacity: int = 12
    topic: Any = None
    topic_text: str = ""
    counts_to_clinical_hours: bool = True

    def put_on(self, session: Session) -> None:
        _write(self, session)


@dataclass(frozen=True, slots=True)
class Told:
    """One person who was told of a cancellation, and how."""

    who: str  # patient:<id> or staff:<id>
    name: str
    how: str  # call, text, in_person

    def as_row(self) -> dict[str, str]:
        return {"who": self.who, "name": self.name, "how": self.how}


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What a change of the rule does to the sessions ahead."""

    moved: tuple[Session, ...] = ()
    made: int = 0
    cancelled: tuple[Session, ...] = ()
    kept_by_hand: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class GettingHere:
    """How somebody gets to a session."""

    travel_minutes: int = 0  # each way
    telehealth: bool = False  # may attend from home


@dataclass(frozen=True, slots=True)
class ContactLimits:
    """What a member of staff leads at most; None is no limit."""

    max_contact_minutes_per_day: int | None = None
    max_contact_minutes_per_week: int | None = None
    changeover_minutes: int = 0  # between two sessions

    @classmethod
    def of(cls, hours: Hours) -> Self:
        """As somebody's hours have it."""
        return cls(**_read(cls, hours))

    def put_on(self, hours: Hours) -> None:
        _write(self, hours)


@dataclass(frozen=True, slots=True)
class ExtraGroups:
    """Evenings that could be added to a week: so many of a kind."""

    count: int
    track: Any
    modality: str
    minutes: int
    capacity: int

    def names(self) -> dict[str, str]:
        """What each is called, by its id in a draft."""
        return {
            f"extra-{number}": f"New group {number}"
            for number in range(1, self.count + 1)
        }


@dataclass(frozen=True, slots=True)
class DraftValues:
    """What is asked of a draft."""

    name: str
    starts_on: date
    staying: frozenset[UUID] = frozenset()  # groups that stay as they are
    extra: ExtraGroups | None = None
    hours: tuple[int, ...] = ()  # minutes of the day at which groups may begin too
    keeps_part_of_day: bool = False  # what meets in the morning stays in the morning


@dataclass(frozen=True, slots=True)
class RepairValues:
    """What happened: one of leader, room and site, from when to when."""

    what: str
    starts_at: datetime
    ends_at: datetime
    staff: Any = None
    room: Any = None
    site: Any = None
    wish: str = "fit"


def rule_of(group: Group | GroupValues) -> Rule:
    """How a group recurs."""
    return Rule(
        recurrence=group.recurrence,
        starts_at=group.starts_at,
        minutes=group.minutes,
        starts_on=group.starts_on,
        ends_on=group.ends_on,
    )


def _read(kind: Any, row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(kind)}


def _write(values: Any, row: Any) -> None:
    for field in fields(values):
        setattr(row, field.name, getattr(values, field.name))
