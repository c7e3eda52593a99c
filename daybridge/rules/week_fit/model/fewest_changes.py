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
from daybridge.rules.week_fit.model.offering_part import Holding, OfferingPart
from daybridge.rules.week_fit.model.options import Life, rooms_for
from daybridge.rules.week_fit.model.program import Objective, Program, plus, times
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
        self._staying: dict[int, int] = {}
        self._all = 0
        for client in instance.clients.values():
            if client.current is not None:
                self._stay(client, client.current)
        self.offerings.seat()
        self.time.close()

    def objective(self) -> Objective:
        """Everything of today that does not stay, and other leaders and rooms."""
        changed, constant = self.offerings.changes()
        terms = plus(changed, times(-1, self._staying))
        return Objective(terms, constant + self._all, is_upward=False)

    def runs(self, values: Sequence[int]) -> dict[str, Arrangement]:
        """How the groups are held that keep their time."""
        return self.offerings.decoded(values)

    def _stay(self, client: Client, today: Enrolled) -> None:
        """A variable for each session of today that they could still attend."""
        life = Life(client, self.board.slots)
        for id in today.offerings:
            if id in self.offerings.holdings:
                self._all += 1
                self._stay_in_group(life, self.offerings.holdings[id])
        self._all += len(today.individual)
        for session in client.individual:
            held = today.individual.get(session.id)
            if held is not None and rooms_for(
                self.board, life, session, held.start, held.leader
            ):
                self._stay_alone(session, held)

    def _stay_in_group(self, life: Life, holding: Holding) -> None:
        offering = holding.offering
        room = next(iter(rooms_of(self.board, offering)), None)
        for start in holding.starts:
            today = offering.current and offering.current.start
            if start == today and life.can_attend(
                offering, Arrangement(start, "", room)
            ):
                self.offerings.attend(offering.id, start, self._stays())

    def _stay_alone(self, session: Individual, held: Arrangement) -> None:
        variable = self._stays()
        self.time.lead(held.leader, held.start, session.minutes, variable)
        if self.time.offices.serve(session):
            self.time.hold_an_office(held.start, session.minutes, variable)

    def _stays(self) -> int:
        variable = self.program.binary()
        self._staying[variable] = 1
        return variable


def _as_today(instance: Instance) -> Iterator[Unit]:
    """Each group that runs, alone, at its time of today or not at all."""
    for offering in instance.offerings.values():
        if offering.current is not None:
            yield Unit((_at_its_time(offering, offering.current.start),))


def _at_its_time(offering: Offering, start: int) -> Offering:
    starts = tuple(each for each in offering.starts if each == start)
    return replace(offering, starts=starts, min_clients=0, opened=False, series=None)
