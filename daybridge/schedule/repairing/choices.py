"""Other times, leaders and rooms for one session, each with why it cannot be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from daybridge.rules.week_fit.clock import Window
from daybridge.rules.week_fit.instance import Arrangement, Offering
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.mending import Way, members, ways_of
from daybridge.rules.wording import count_of
from daybridge.schedule.fitting.leaders import too_much
from daybridge.schedule.models import RepairStep
from daybridge.schedule.repairing.facts import dated_facts, monday_of
from daybridge.schedule.repairing.proposing import Proposal, proposal_of
from daybridge.schedule.repairing.week import BrokenWeek, broken_week
from daybridge.schedule.wording import clock_in, day_words

ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several, and what speaks against it; nothing: it can be chosen."""

    key: str
    label: str
    why_not: str = ""


class Choices:
    """What could become of the session of a step, beside the other proposals."""

    def __init__(self, step: RepairStep, *, at: datetime) -> None:
        self.step = step
        self.id = str(step.session_id)
        program = step.repair.program
        monday = monday_of(program, step.session.starts_at)
        facts = dated_facts(step.repair, monday, at=at, keep=step.session_id)
        self.week: BrokenWeek = broken_week(facts)
        self.offering: Offering = self.week.instance.offerings[self.id]
        self.board = Board(self.week.instance)
        self._hold_others()

    @property
    def proposed(self) -> int:
        """The minute of the week at which it is proposed to begin."""
        moment = self.step.starts_at or self.step.session.starts_at
        return self.week.facts.minute_of(moment)

    @property
    def people(self) -> int:
        """How many are expected."""
        return len(self.week.facts.rosters.get(self.step.session_id, ()))

    def start_or_proposed(self, asked: Any) -> int:
        """A time that was asked for, if it is one of these."""
        known = {str(start): start for start in self.offering.starts}
        return known.get(str(asked), self.proposed)

    @cached_property
    def ways(self) -> Sequence[Way]:
        return list(ways_of(self.board, self.offering, may_go_online=True))

    def times(self) -> list[Choice]:
        """When it could begin, with how many could come."""
        people = self.people
        lost: dict[int, int] = {}
        for way in self.ways:
            start = way.held.start
            lost[start] = min(lost.get(start, people), len(way.lost))
        starts = sorted({*lost, self.offering.starts[0]})
        return [self._time(start, people, lost.get(start)) for start in starts]

    def leaders(self, start: int) -> list[Choice]:
        """Who could lead it then."""
        facts, session = self.week.facts, self.week.sessions[self.id]
        names = {str(row.pk): row.display_name for row in facts.staff}
        others = [
            Choice(str(row.pk), row.display_name, facts.why_not_lead(row.pk, session))
            for row in facts.staff
            if str(row.pk) not in self.offering.leaders
        ]
        return [
            *(Choice(id, names[id], self._why_not_led(id, start))
              for id in self.offering.leaders),
            *(each for each in others if each.why_not),
        ]  # fmt: skip

    def rooms(self, start: int) -> list[Choice]:
        """Where it could be then; and by telehealth."""
        rooms = {str(row.pk): row for row in self.week.facts.rooms}
        small = [id for id in self._of_site(rooms) if id not in self.offering.rooms]
        people = count_of(self.people, "person", "people")
        return [
            *(Choice(id, str(rooms[id]), self._why_not_in(id, start))
              for id in self.offering.rooms),
            *(Choice(id, str(rooms[id]), f"too small for {people} and who leads")
              for id in small),
            Choice(ONLINE, f"Telehealth: {self._online()} have said they can"),
        ]  # fmt: skip

    def _online(self) -> str:
        clients = self.week.instance.clients
        people = members(self.week.instance, self.offering)
        able = sum(clients[each.id].telehealth for each in people)
        return f"{able} of {self.people}"

    def chosen(self, start: int, leader: str, room: str) -> Proposal | None:
        """What was chosen, if all of it can be."""
        is_online = room == ONLINE
        at_that_time = (
            way
            for way in self.ways
            if way.held.start == start and (way.held.room is None) == is_online
        )
        way = next(at_that_time, None)
        if way is None or not self._is_free(start, leader, room):
            return None
        held = Arrangement(start, leader, None if is_online else room)
        return proposal_of(self.week, self.id, replace(way, held=held))

    def cancelled(self) -> Proposal:
        return proposal_of(self.week, self.id, None)

    def _is_free(self, start: int, leader: str, room: str) -> bool:
        possible = {
            each.key
            for each in (*self.leaders(start), *self.rooms(start))
            if not each.why_not
        }
        return {leader, room} <= possible

    def _hold_others(self) -> None:
        """What is proposed for the other sessions takes its leaders and rooms."""
        steps = self.step.repair.steps.open().filter(is_held=True)
        for other in steps.exclude(pk=self.step.pk):
            id = str(other.session_id)
            if id in self.week.sessions and other.starts_at is not None:
                room = str(other.room_id) if other.room_id else None
                start = self.week.facts.minute_of(other.starts_at)
                self.board.hold(id, Arrangement(start, str(other.leader_id), room))

    def _time(self, start: int, people: int, lost: int | None) -> Choice:
        program, moment = self.week.facts.program, self.week.moment_of(start)
        when = f"{day_words(program.day_of(moment))}, {clock_in(moment, program.zone)}"
        if lost is None:
            return Choice(str(start), f"{when}: nobody and no room is free")
        return Choice(str(start), f"{when}: {people - lost} of {people} can come")

    def _why_not_led(self, id: str, start: int) -> str:
        facts, person = self.week.facts, self.week.instance.staff[id]
        if self._fits(self.board.leader_starts(person, self.offering.minutes), start):
            return ""
        span = Window(start, start + self.offering.minutes)
        if id == str(facts.repair.staff_id) and span.meets(facts.lost_time):
            return "is away"
        if self._is_taken(span, (e for e in facts.taken if id in map(str, e.staff))):
            return "leads another session then"
        if too_much(facts.limits[UUID(id)], [*self._led_by(id), span]):
            return "would lead more than they may, or without a break"
        if not span.lies_in(person.shifts):
            return "does not work then"
        return "is proposed for another session then"

    def _led_by(self, id: str) -> Iterator[Window]:
        """What they lead that week, as planned and as proposed."""
        yield from (e.window for e in self.week.facts.taken if id in map(str, e.staff))
        for key, run in self.board.runs.items():
            if run.leader == id:
                minutes = self.week.instance.offerings[key].minutes
                yield run.window(minutes)

    def _why_not_in(self, id: str, start: int) -> str:
        facts, room = self.week.facts, self.week.instance.rooms[id]
        if self._fits(self.board.room_starts(id, self.offering.minutes), start):
            return ""
        span = Window(start, start + self.offering.minutes)
        if self._is_taken(span, (e for e in facts.taken if str(e.room) == id)):
            return "is taken then"
        if not span.lies_in(room.open):
            return "is closed then"
        return "is proposed for another session then"

    def _fits(self, starts: int, start: int) -> bool:
        return bool(starts & self.board.slots.span(start, start + 1))

    def _is_taken(self, span: Window, taken: Iterator[Any]) -> bool:
        return any(span.meets(each.window) for each in taken)

    def _of_site(self, rooms: dict[str, Any]) -> Iterator[str]:
        """The rooms of the site where it is held; none by telehealth."""
        own = self.step.session.room
        if own is not None:
            yield from (id for id, row in rooms.items() if row.site_id == own.site_id)
