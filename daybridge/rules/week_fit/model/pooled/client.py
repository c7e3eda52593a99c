"""The part of a pooled week that decides which days and groups one client has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Bounds, Client, Individual
from daybridge.rules.week_fit.model.board import NOTHING, Board
from daybridge.rules.week_fit.model.options import Life, starts_by_leader
from daybridge.rules.week_fit.model.pooled.kinds import Pool
from daybridge.rules.week_fit.model.pooled.shared import PooledTime
from daybridge.rules.week_fit.model.pooled.timetable import PooledTimetable
from daybridge.rules.week_fit.model.program import Program, plus, times, total
from daybridge.rules.week_fit.model.shared_rows import all_or_none, bounded, shortfall


@dataclass(frozen=True, slots=True)
class Place:
    """A place in some group of a pool, and the variable that gives it."""

    pool: Pool
    variable: int

    @property
    def day(self) -> int:
        return self.pool.start // DAY

    @property
    def minutes(self) -> int:
        return self.pool.kind.minutes


@dataclass(frozen=True, slots=True)
class Appointment:
    """An individual session on a day with a leader, and when it could begin."""

    session: Individual
    leader: str
    day: int
    starts: int  # slots
    variable: int

    @property
    def minutes(self) -> int:
        return self.session.minutes


class PooledClient:
    """Places and appointments of one client, and whether they meet the dose."""

    def __init__(
        self,
        program: Program,
        board: Board,
        time: PooledTime,
        timetable: PooledTimetable,
        client: Client,
    ) -> None:
        self.program = program
        self.board = board
        self.client = client
        self.served = program.binary()
        self.life = Life(client, board.slots)
        self.places = [
            Place(pool, program.binary())
            for pool in timetable.pools
            if self._can_attend(pool)
        ]
        self.appointments = list(self._appointments(time))
        for place in self.places:
            groups = timetable.running_in(place.pool)
            program.at_most(plus({place.variable: 1}, times(-1, groups)), 0)
        days = [self._day(day) for day in self._days()]
        self._bounded(total(days), client.dose.days)
        self._bind()

    def shortfall(self) -> tuple[dict[int, int], int]:
        """Minutes that are missing; of someone served none are."""
        alone = _minutes(self.appointments)
        return shortfall(self.program, self.client, self._minutes(), alone)

    def discomfort(self) -> dict[int, int]:
        """What is avoided in vain, at least: idle time is not known yet."""
        in_groups = {
            place.variable: self.life.discomfort(place.pool.start, place.minutes)
            for place in self.places
        }
        alone = {
            each.variable: min(
                self.life.discomfort(start, each.minutes)
                for start in self.board.slots.minutes_of(each.starts)
            )
            for each in self.appointments
        }
        return in_groups | alone

    def encoded(self, pools: set[Pool], board: Board) -> dict[int, int]:
        """The variables as somebody's week on a board has them."""
        given = board.weeks.get(self.client.id, NOTHING)
        found = {each.variable: int(each.pool in pools) for each in self.places}
        for each in self.appointments:
            held = given.individual.get(each.session.id)
            way = held and (held.start // DAY, held.leader)
            found[each.variable] = int(way == (each.day, each.leader))
        return found

    def _can_attend(self, pool: Pool) -> bool:
        kind = pool.kind
        if not kind.requires <= self.client.tags:
            return False
        starts = self.life.starts(kind.minutes, on_site=kind.on_site)
        return bool(starts & self.board.slots.span(pool.start, pool.start + 1))

    def _appointments(self, time: PooledTime) -> Iterator[Appointment]:
        for session in self.client.individual:
            by_leader = starts_by_leader(self.board, self.life, session)
            for id, possible in by_leader.items():
                for day in range(7):
                    if starts := possible & self.board.slots.day(day):
                        variable = self.program.binary()
                        time.lead_on(id, day, session.minutes, variable)
                        yield Appointment(session, id, day, starts, variable)

    def _days(self) -> list[int]:
        return sorted({e.day for e in self.places} | {e.day for e in self.appointments})

    def _day(self, day: int) -> int:
        """The rows of one day; gives the variable of being here at all."""
        attended = self.program.binary()
        places = [each for each in self.places if each.day == day]
        alone = [each for each in self.appointments if each.day == day]
        for start in sorted({place.pool.start for place in places}):
            on = [p.variable for p in places if p.pool.start <= start < p.pool.end]
            self.program.implies(on, attended)
        for session in self.client.individual:
            ways = [each.variable for each in alone if each.session is session]
            if ways:
                self.program.implies(ways, attended)
        anything = total(_minutes(places) | _minutes(alone))
        self.program.at_least(plus(anything, {attended: -1}), 0)
        self._day_minutes(attended, places, alone)
        self._gaps(places, alone)
        for appointment in alone:
            self._beside(appointment, places)
        return attended

    def _day_minutes(
        self, attended: int, places: list[Place], alone: list[Appointment]
    ) -> None:
        minutes = _minutes(places) | _minutes(alone)
        bounds = self.client.dose.day_minutes
        if bounds.most is not None:
            self.program.at_most(plus(minutes, {attended: -bounds.most}), 0)
            if places and not self._two_fit(places):
                self.program.implies([p.variable for p in places], attended)
        if bounds.least:
            asked = {attended: -bounds.least, self.served: -bounds.least}
            self.program.at_least(plus(minutes, asked), -bounds.least)

    def _two_fit(self, places: list[Place], beside: int = 0) -> bool:
        """Whether the minutes of a day allow two groups, and something beside them."""
        most = self.client.dose.day_minutes.most
        shortest = min(place.minutes for place in places)
        return most is None or 2 * shortest + beside <= most

    def _gaps(self, places: list[Place], alone: list[Appointment]) -> None:
        """Two groups far apart need something between them."""
        longest = self.client.dose.max_gap_minutes
        if longest is None or not places or not self._two_fit(places):
            return
        between_alone = times(-1, total(each.variable for each in alone))
        for first in places:
            for last in places:
                if last.pool.start - first.pool.end > longest:
                    between = total(
                        p.variable
                        for p in places
                        if first.pool.end <= p.pool.start
                        and p.pool.end <= last.pool.start
                    )
                    both = {first.variable: 1, last.variable: 1}
                    far = plus(both, times(-1, between), between_alone)
                    self.program.at_most(far, 1)

    def _beside(self, appointment: Appointment, places: list[Place]) -> None:
        """The groups that no hour of an appointment is near enough to, or all meet."""
        if not places:
            return
        reach = self._reach(appointment, places)
        moments = list(self.board.slots.minutes_of(appointment.starts))
        apart = [
            place.variable
            for place in places
            if not any(_fits(at, appointment.minutes, place, reach) for at in moments)
        ]
        if not apart:
            return
        if self._two_fit(places):
            for each in apart:
                self.program.at_most_one((appointment.variable, each))
        else:
            self.program.at_most_one((appointment.variable, *apart))

    def _reach(self, appointment: Appointment, places: list[Place]) -> int | None:
        """How far from a group it can be, with what may lie between; None: any."""
        longest = self.client.dose.max_gap_minutes
        if longest is None or self._two_fit(places, beside=appointment.minutes):
            return None
        others = sum(
            session.minutes + longest
            for session in self.client.individual
            if session is not appointment.session
        )
        return longest + others

    def _bind(self) -> None:
        """Each session once, series as a whole, and the bounds of the dose."""
        for session in self.client.individual:
            ways = total(e.variable for e in self.appointments if e.session is session)
            self.program.at_most(ways, 1)
            self.program.at_least(plus(ways, {self.served: -1}), 0)
        for offerings in self.board.instance.series.values():
            parts = [total(self._of_offering(each.id)) for each in offerings]
            all_or_none(self.program, parts)
        self._bounded(self._minutes(), self.client.dose.minutes)
        for modality, bounds in self.client.dose.modalities.items():
            in_groups = {
                place.variable: place.minutes
                for place in self.places
                if place.pool.kind.modality is modality
            }
            alone = {
                each.variable: each.minutes
                for each in self.appointments
                if each.session.modality is modality
            }
            self._bounded(in_groups | alone, bounds)

    def _of_offering(self, id: str) -> Iterable[int]:
        return (e.variable for e in self.places if e.pool.kind.offering == id)

    def _bounded(self, terms: dict[int, int], bounds: Bounds) -> None:
        bounded(self.program, terms, bounds, self.served)

    def _minutes(self) -> dict[int, int]:
        return _minutes(self.places) | _minutes(self.appointments)


def _minutes(parts: Iterable[Place | Appointment]) -> dict[int, int]:
    return {each.variable: each.minutes for each in parts}


def _fits(start: int, minutes: int, place: Place, reach: int | None) -> bool:
    """Whether a session is before or after a group, and near enough to it."""
    before = place.pool.start - (start + minutes)
    after = start - place.pool.end
    gap = before if before >= 0 else after
    return gap >= 0 and (reach is None or gap <= reach)
