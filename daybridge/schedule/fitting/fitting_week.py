"""A week somebody could have: groups, hours of their own, and what it costs them."""

from dataclasses import dataclass
from datetime import time

from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit.clock import DAY, DAYS, Window
from daybridge.rules.week_fit.instance import Arrangement
from daybridge.rules.wording import listed
from daybridge.schedule.fitting.individual import OwnSession
from daybridge.schedule.models import Group
from daybridge.schedule.wording import hour_words

EVENING = 17 * 60  # a session that ends later takes an evening


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session of a week that fits: of a group, or of their own."""

    start: int  # minutes of the week
    minutes: int
    name: str
    is_new: bool
    on_site: bool
    group: Group | None = None  # None: their own
    with_whom: str = ""

    @property
    def end(self) -> int:
        return self.start + self.minutes

    @property
    def window(self) -> Window:
        return Window(self.start, self.end)

    @property
    def day(self) -> int:
        return self.start // DAY

    @property
    def day_name(self) -> str:
        return DAY_NAMES[self.day]

    @property
    def starts_at(self) -> time:
        return _clock(self.start)

    @property
    def ends_at(self) -> time:
        return _clock(self.end)


@dataclass(frozen=True, slots=True)
class OwnHour:
    """An individual or family session where it would be."""

    own: OwnSession
    held: Arrangement
    leader: Staff
    room: Room | None
    is_kept: bool  # it is there today

    @property
    def sitting(self) -> Sitting:
        return Sitting(
            self.held.start, self.own.minutes, self.own.name,
            is_new=not self.is_kept, on_site=self.room is not None,
            with_whom=self.leader.display_name,
        )  # fmt: skip

    @property
    def sent(self) -> str:
        """How a page says which hour was seen (`services.placing.ChosenHour`)."""
        own, held = self.own, self.held
        room = held.room or ""
        return f"{own.kind.value}:{own.number}:{held.start}:{held.leader}:{room}"


@dataclass(frozen=True, slots=True)
class FittingWeek:
    """A week somebody could have, and what it costs them."""

    groups: tuple[Group, ...]
    joined: tuple[Group, ...]
    left: tuple[Group, ...]
    hours: tuple[OwnHour, ...]
    hours_ended: tuple[Group, ...]  # that they have, and which are others then
    hours_lost: tuple[str, ...]  # ordered, and no hour is free
    evenings: tuple[Sitting, ...]  # in the order of the week
    is_served: bool
    missing_minutes: int
    avoided_minutes: int  # that they would rather keep free
    travel_minutes: int

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.evenings)

    @property
    def days(self) -> int:
        return len({each.day for each in self.evenings})

    @property
    def evenings_used(self) -> int:
        """Days on which they are in a session after five."""
        return len({each.day for each in self.evenings if each.end % DAY > EVENING})

    @property
    def idle_minutes(self) -> int:
        """Between two sessions of a day."""
        pairs = zip(self.evenings, self.evenings[1:], strict=False)
        return sum(b.start - a.end for a, b in pairs if a.day == b.day)

    @property
    def new_hours(self) -> tuple[OwnHour, ...]:
        return tuple(hour for hour in self.hours if not hour.is_kept)

    @property
    def changes(self) -> int:
        """What is another place or hour than today; an hour that moves is one."""
        hours = max(len(self.new_hours), len(self.hours_ended))
        return len(self.joined) + len(self.left) + hours

    @property
    def is_another(self) -> bool:
        """Whether taking it would change anything."""
        return bool(self.changes)

    @property
    def lost_words(self) -> str:
        """“individual counseling and family counseling”"""
        return listed([name.lower() for name in dict.fromkeys(self.hours_lost)])

    @property
    def changes_words(self) -> str:
        """“Leaves Monday evening; joins Tuesday evening and Friday evening”"""
        ways = (
            ("leaves", [group.name for group in self.left]),
            ("joins", [group.name for group in self.joined]),
            ("has", [_hour_words(hour) for hour in self.new_hours]),
        )
        words = "; ".join(f"{how} {listed(what)}" for how, what in ways if what)
        return f"{words[:1].upper()}{words[1:]}"


def _hour_words(hour: OwnHour) -> str:
    """“individual counseling on Mon at 4:30 pm”"""
    start = hour.held.start
    when = f"{DAYS[start // DAY]} at {hour_words(start % DAY)}"
    return f"{hour.own.name.lower()} on {when}"


def _clock(minute: int) -> time:
    return time(*divmod(minute % DAY, 60))
