"""The weeks that fit one person: the three best, or what would have to be otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from uuid import UUID

from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_fit.instance import Client
from daybridge.rules.week_fit.model.best_week import Worth
from daybridge.rules.week_fit.model.best_weeks import best_weeks
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.greedy import options_of
from daybridge.rules.week_fit.model.obstacles import Obstacle
from daybridge.rules.week_fit.model.serving import what_would_serve
from daybridge.rules.week_fit.model.standing import as_it_stands
from daybridge.rules.week_painted import NOT_PREFERRED_COST
from daybridge.rules.wording import listed
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.fitting.instance import ClinicWeek, clinic_week, offering_ids
from daybridge.schedule.fitting.picture import Picture, picture
from daybridge.schedule.models import Group

WEEKS = 3
EVENING = 17 * 60  # a session that ends later takes an evening


@dataclass(frozen=True, slots=True)
class Evening:
    """One meeting of a group in a week that fits."""

    group: Group
    start: int  # minutes of the week
    is_new: bool

    @property
    def end(self) -> int:
        return self.start + self.group.minutes

    @property
    def day(self) -> int:
        return self.start // DAY

    @property
    def day_name(self) -> str:
        return DAY_NAMES[self.day]

    @property
    def starts_at(self) -> time:
        return self.group.starts_at

    @property
    def ends_at(self) -> time:
        hours, minutes = divmod(self.end % DAY, 60)
        return time(hours, minutes)


@dataclass(frozen=True, slots=True)
class FittingWeek:
    """A week somebody could have, and what it costs them."""

    groups: tuple[Group, ...]
    joined: tuple[Group, ...]
    left: tuple[Group, ...]
    evenings: tuple[Evening, ...]  # in the order of the week
    is_served: bool
    missing_minutes: int
    avoided_minutes: int  # that they would rather keep free
    travel_minutes: int

    @property
    def minutes(self) -> int:
        return sum(each.group.minutes for each in self.evenings)

    @property
    def days(self) -> int:
        return len({each.day for each in self.evenings})

    @property
    def evenings_used(self) -> int:
        """Days on which they are in group after five."""
        return len({each.day for each in self.evenings if each.end % DAY > EVENING})

    @property
    def idle_minutes(self) -> int:
        """Between two sessions of a day."""
        pairs = zip(self.evenings, self.evenings[1:], strict=False)
        return sum(b.start - a.end for a, b in pairs if a.day == b.day)

    @property
    def changes(self) -> int:
        return len(self.joined) + len(self.left)

    @property
    def changes_words(self) -> str:
        """“Leaves Monday evening; joins Tuesday evening and Friday evening”"""
        ways = (("leaves", self.left), ("joins", self.joined))
        said = [
            f"{how} {listed([g.name for g in which])}" for how, which in ways if which
        ]
        words = "; ".join(said)
        return f"{words[:1].upper()}{words[1:]}"


class Search:
    """One person's search in the clinic's week."""

    def __init__(
        self, program: Any, patient_id: UUID, *, day: date, at: datetime
    ) -> None:
        self.patient_id = patient_id
        self.clinic = clinic_week(program, day=day, at=at, place=[patient_id])

    @property
    def order(self) -> Any:
        """The dose that holds from that day; None when none is ordered."""
        return self.clinic.facts.orders.get(self.patient_id)

    @cached_property
    def held(self) -> tuple[Group, ...]:
        """Where they have a place that goes on."""
        current = self._client.current
        return _groups(self.clinic, current.offerings if current else ())

    @cached_property
    def weeks(self) -> list[FittingWeek]:
        """The best weeks, the best first; one that is a part of another is left out."""
        found = best_weeks(
            self._board, self._client, options_of(self._board, self._client), WEEKS
        )
        weeks: list[FittingWeek] = []
        for given, worth in found:
            week = self._week(_groups(self.clinic, given.offerings), worth)
            if week.groups and not any(_is_part(week, other) for other in weeks):
                weeks.append(week)
        return weeks

    @property
    def is_served(self) -> bool:
        return any(week.is_served for week in self.weeks)

    def would_serve(self) -> list[tuple[Obstacle, ...]]:
        """Each smallest set of changes with which a week would serve."""
        order = self.order
        tracks = {
            str(group.track_id)
            for group in self.clinic.facts.groups
            if order is not None and _is_of_kind(group, order, self.clinic)
        }
        return what_would_serve(self._board, self._client, tracks)

    def drawn(self, week: FittingWeek) -> Picture:
        """A week over the life it is fitted to, with what it leaves."""
        times = [("busy", window) for window in self._client.busy]
        times += [("avoid", window) for window in self._rather_free]
        times += [("left", w) for group in week.left for w in meeting_windows(group)]
        times += [
            ("new" if each.is_new else "kept", Window(each.start, each.end))
            for each in week.evenings
        ]
        return picture(times)

    @cached_property
    def _board(self) -> Board:
        return as_it_stands(self.clinic.instance)

    @cached_property
    def _client(self) -> Client:
        return self.clinic.instance.clients[str(self.patient_id)]

    @property
    def _way(self) -> int:
        """Minutes each way, as they told them."""
        return self.clinic.facts.lives[self.patient_id].travel_minutes

    @property
    def _rather_free(self) -> list[Window]:
        """What they said they would rather keep free; not all that they like less."""
        return [
            avoid.window
            for avoid in self._client.avoid
            if avoid.cost_per_15 > NOT_PREFERRED_COST
        ]

    def _week(self, groups: Sequence[Group], worth: Worth) -> FittingWeek:
        offerings = self.clinic.instance.offerings
        evenings = [
            Evening(group, offerings[id].starts[0], group not in self.held)
            for group in groups
            for id in offering_ids(group)
        ]
        on_site = {each.day for each in evenings if each.group.room_id is not None}
        return FittingWeek(
            groups=tuple(groups),
            joined=tuple(group for group in groups if group not in self.held),
            left=tuple(group for group in self.held if group not in groups),
            evenings=tuple(sorted(evenings, key=lambda each: each.start)),
            is_served=worth.is_served,
            missing_minutes=worth.shortfall,
            avoided_minutes=self._avoided(evenings),
            travel_minutes=2 * self._way * len(on_site),
        )

    def _avoided(self, evenings: Sequence[Evening]) -> int:
        return sum(
            max(0, min(each.end, window.end) - max(each.start, window.start))
            for each in evenings
            for window in self._rather_free
        )


def _groups(clinic: ClinicWeek, offerings: Any) -> tuple[Group, ...]:
    """The groups behind some ids, by name."""
    found = {clinic.groups[id].pk: clinic.groups[id] for id in offerings}
    return tuple(sorted(found.values(), key=lambda group: (group.name, group.pk)))


def _is_part(week: FittingWeek, other: FittingWeek) -> bool:
    """Whether another week gives all of this one and more, which it could not serve."""
    return not week.is_served and set(week.groups) <= set(other.groups)


def _is_of_kind(group: Group, order: Any, clinic: ClinicWeek) -> bool:
    """Whether a group of another track is meant for the same level and age."""
    rules = clinic.facts.rules
    own, its = rules.get(order.track_id), rules.get(group.track_id)
    if own is None or its is None:
        return bool(group.track_id == order.track_id)
    return own.level == its.level and own.population is its.population
