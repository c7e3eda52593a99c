"""The weeks that fit one person: the three best, or what would have to be otherwise."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from daybridge.rules.week_fit.clock import WEEK, Window
from daybridge.rules.week_fit.instance import Arrangement, Client, Dose
from daybridge.rules.week_fit.model.best_week import Worth
from daybridge.rules.week_fit.model.best_weeks import best_weeks
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.greedy import options_of
from daybridge.rules.week_fit.model.options import Life, rooms_for
from daybridge.rules.week_fit.model.serving import Way, ways_to_serve
from daybridge.rules.week_fit.model.standing import as_it_stands
from daybridge.rules.week_painted import NOT_PREFERRED_COST
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.fitting.fitting_week import FittingWeek, OwnHour, Sitting
from daybridge.schedule.fitting.individual import OwnSession
from daybridge.schedule.fitting.individual_instance import arrangement
from daybridge.schedule.fitting.instance import ClinicWeek, clinic_week, offering_ids
from daybridge.schedule.fitting.picture import Picture, picture
from daybridge.schedule.models import Group

WEEKS = 3


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

    @property
    def own(self) -> tuple[OwnSession, ...]:
        """The individual and family sessions that are ordered for them."""
        return self.clinic.facts.own.of(self.patient_id)

    @property
    def standing(self) -> tuple[Group, ...]:
        """The hours of their own that they have of these."""
        return tuple(each.standing for each in self.own if each.standing is not None)

    @cached_property
    def weeks(self) -> list[FittingWeek]:
        """The best weeks, the best first; one that is a part of another is left out.

        None without a dose.
        """
        if self.order is None:
            return []
        found = best_weeks(
            self._board, self._client, options_of(self._board, self._client), WEEKS
        )
        weeks: list[FittingWeek] = []
        for given, worth in found:
            week = self._week(given, worth)
            if week.evenings and not any(_is_part(week, other) for other in weeks):
                weeks.append(week)
        return weeks

    @property
    def is_served(self) -> bool:
        return any(week.is_served for week in self.weeks)

    def would_serve(self) -> list[Way]:
        """Each smallest set of changes with which a week would serve."""
        order = self.order
        if order is None:
            return []
        tracks = {
            str(group.track_id)
            for group in self.clinic.facts.groups
            if _is_of_kind(group, order, self.clinic)
        }
        return ways_to_serve(self._board, self._client, tracks)

    def drawn(self, week: FittingWeek) -> Picture:
        """A week over the life it is fitted to, with what it leaves."""
        times = [("busy", window) for window in self._client.busy]
        times += [("avoid", window) for window in self._rather_free]
        over = [*week.left, *week.hours_ended]
        times += [("left", w) for group in over for w in meeting_windows(group)]
        times += [
            ("new" if each.is_new else "kept", Window(each.start, each.end))
            for each in week.evenings
        ]
        return picture(times)

    def first_taken(
        self,
        *,
        groups: Collection[UUID],
        kept: Mapping[str, Arrangement],
        hours: Sequence[tuple[OwnSession, Arrangement]],
    ) -> tuple[OwnSession, Arrangement] | None:
        """The first of some hours that has no leader, no room or no time beside these.

        `groups` are those of their week, `kept` their hours that stay as they are.
        """
        board, client = self._board, self._client
        sessions = {each.id: each for each in client.individual}
        met = [
            window
            for group in self.clinic.facts.groups
            if group.pk in groups
            for window in meeting_windows(group)
        ]
        met += [held.window(sessions[id].minutes) for id, held in kept.items()]
        placed, life = dict(kept), Life(client, board.slots)
        for own, held in hours:
            board.give(client.id, Given(frozenset(), placed))
            is_free = _is_on_grid(held.start, self.clinic.instance.grid_minutes) and (
                held.room
                in rooms_for(board, life, sessions[own.id], held.start, held.leader)
            )
            board.withdraw(client.id)
            window = held.window(own.minutes)
            if not is_free or any(map(window.meets, met)):
                return own, held
            placed[own.id] = held
            met.append(window)
        return None

    @cached_property
    def _board(self) -> Board:
        return as_it_stands(self.clinic.instance)

    @cached_property
    def _client(self) -> Client:
        """As the engine knows them; who has neither dose nor place has nothing."""
        id = str(self.patient_id)
        return self.clinic.instance.clients.get(id, Client(id, Dose()))

    @property
    def way(self) -> int:
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

    def _week(self, given: Given, worth: Worth) -> FittingWeek:
        groups = _groups(self.clinic, given.offerings)
        hours = [
            self._hour(own, given.individual[own.id])
            for own in self.own
            if own.id in given.individual
        ]
        kept = [hour.own.standing for hour in hours if hour.is_kept]
        offerings = self.clinic.instance.offerings
        sittings = [
            Sitting(
                offerings[id].starts[0], group.minutes, group.name,
                is_new=group not in self.held, on_site=group.room_id is not None,
                group=group,
            )
            for group in groups
            for id in offering_ids(group)
        ]  # fmt: skip
        sittings += [hour.sitting for hour in hours]
        on_site = {each.day for each in sittings if each.on_site}
        return FittingWeek(
            groups=tuple(groups),
            joined=tuple(group for group in groups if group not in self.held),
            left=tuple(group for group in self.held if group not in groups),
            hours=tuple(hours),
            hours_ended=tuple(group for group in self.standing if group not in kept),
            hours_lost=tuple(o.name for o in self.own if o.id not in given.individual),
            evenings=tuple(sorted(sittings, key=lambda each: each.start)),
            is_served=worth.is_served,
            missing_minutes=worth.shortfall,
            avoided_minutes=self._avoided(sittings),
            travel_minutes=2 * self.way * len(on_site),
        )

    def _hour(self, own: OwnSession, held: Arrangement) -> OwnHour:
        facts = self.clinic.facts
        return OwnHour(
            own=own,
            held=held,
            leader=next(row for row in facts.staff if str(row.pk) == held.leader),
            room=next((row for row in facts.rooms if str(row.pk) == held.room), None),
            is_kept=own.standing is not None and arrangement(own.standing) == held,
        )

    def _avoided(self, sittings: Sequence[Sitting]) -> int:
        return sum(
            max(0, min(each.end, window.end) - max(each.start, window.start))
            for each in sittings
            for window in self._rather_free
        )


def _groups(clinic: ClinicWeek, offerings: Any) -> tuple[Group, ...]:
    """The groups behind some ids, by name."""
    found = {clinic.groups[id].pk: clinic.groups[id] for id in offerings}
    return tuple(sorted(found.values(), key=lambda group: (group.name, group.pk)))


def _is_on_grid(start: int, grid: int) -> bool:
    return 0 <= start < WEEK and start % grid == 0


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
