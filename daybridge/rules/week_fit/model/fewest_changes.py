"""How few changes a repair needs at least, as a small program of its own.

It asks only what of today's week can stay: each group at its time, perhaps with another
leader or room, and each client in each session of today. Whoever is not in such a
session costs a change, whatever they are given instead.

Why no repair has fewer changes: take any, and leave in it only groups that begin as
they do today, and what clients attend as they do today. Nothing is then in anybody's
way that was not before, and no change is added: who was moved with a group counts as
having left it. Doses, series and the least number of clients are not asked here; they
could only take more away. So the bound holds whoever is served, and however many.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from daybridge.rules.week_fit.instance import (
    Arrangement,
    Client,
    Enrolled,
    Individual,
    Instance,
    Offering,
)
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.offering_part import OfferingPart
from daybridge.rules.week_fit.model.options import (
    Life,
    Option,
    group_option,
    individual_option,
    rooms_for,
)
from daybridge.rules.week_fit.model.program import Objective, Program, plus
from daybridge.rules.week_fit.model.shared_time import SharedTime
from daybridge.rules.week_fit.model.units import Unit, rooms_of


class FewestChanges:
    """What can stay of today's week."""

    def __init__(self, instance: Instance) -> None:
        self.board = Board(instance)
        self.program = Program()
        self.time = SharedTime(self.program, self.board)
        units = list(_as_today(instance))
        self.offerings = OfferingPart(self.program, self.board, self.time, units)
        self.staying: dict[str, list[int]] = {}  # of each client, for each session
        self._all = 0
        for client in instance.clients.values():
            self._ask(client)
        self.offerings.seat()
        self.time.close()

    def objective(self) -> Objective:
        """Everything of today that does not stay, and other leaders and rooms."""
        changed, constant = self.offerings.changes()
        kept = {each: -1 for staying in self.staying.values() for each in staying}
        return Objective(plus(changed, kept), constant + self._all, is_upward=False)

    def runs(self, values: Sequence[int]) -> dict[str, Arrangement]:
        """How the groups are held that keep their time."""
        return self.offerings.decoded(values)

    def leaving(self, values: Sequence[int]) -> set[str]:
        """Who does not keep a session that they could attend as it is today."""
        return {
            client
            for client, staying in self.staying.items()
            if not all(values[each] for each in staying)
        }

    def _ask(self, client: Client) -> None:
        """What a client adds to the program."""
        if client.current is not None:
            self._all += self._sessions(client.current)
            self._stay(client, self._still_possible(client, client.current))

    def _sessions(self, today: Enrolled) -> int:
        return len(self._running(today)) + len(today.individual)

    def _running(self, today: Enrolled) -> list[str]:
        return [id for id in today.offerings if id in self.offerings.holdings]

    def _still_possible(self, client: Client, today: Enrolled) -> list[Option]:
        """Each session of today that they could attend, if nobody else were there."""
        life = Life(client, self.board.slots)
        found = []
        for id in self._running(today):
            holding = self.offerings.holdings[id]
            offering = holding.offering
            room = next(iter(rooms_of(self.board, offering)), None)
            for start in holding.starts:
                held = Arrangement(start, "", room)
                is_as_today = offering.current and start == offering.current.start
                if is_as_today and life.can_attend(offering, held):
                    found.append(group_option(life, offering, held))
        for session in client.individual:
            alone = today.individual.get(session.id)
            if alone is not None and rooms_for(
                self.board, life, session, alone.start, alone.leader
            ):
                found.append(individual_option(life, session, alone))
        return found

    def _stay(self, client: Client, sessions: list[Option]) -> None:
        """A variable for each session that they may keep."""
        individual = {each.id: each for each in client.individual}
        for option in sessions:
            variable = self.program.binary()
            self.staying.setdefault(client.id, []).append(variable)
            if option.is_individual:
                self._lead(individual[option.id], option.held, variable)
            else:
                self.offerings.attend(option.id, option.start, variable)

    def _lead(self, session: Individual, held: Arrangement, variable: int) -> None:
        self.time.lead(held.leader, held.start, session.minutes, variable)
        if self.time.offices.serve(session):
            self.time.hold_an_office(held.start, session.minutes, variable)


def _as_today(instance: Instance) -> Iterator[Unit]:
    """Each group that runs, alone, at its time of today or not at all."""
    for offering in instance.offerings.values():
        if offering.current is not None:
            yield Unit((_at_its_time(offering, offering.current.start),))


def _at_its_time(offering: Offering, start: int) -> Offering:
    starts = tuple(each for each in offering.starts if each == start)
    return replace(offering, starts=starts, min_clients=0, opened=False, series=None)
