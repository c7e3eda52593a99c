"""The problem as a program of whole numbers: all of it, or a part of a given week.

What is not free stays as it is on the board: it takes its time, its seats and its
leaders. With an empty board and everything free this is the whole problem; with the
timetable on the board and one client free it is that client's placing; anything in
between is a neighborhood to search.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from daybridge.rules.week_fit.instance import Client, Instance
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.client_part import ClientPart
from daybridge.rules.week_fit.model.offering_part import OfferingPart
from daybridge.rules.week_fit.model.program import Objective, Program, plus, times
from daybridge.rules.week_fit.model.shared_time import SharedTime
from daybridge.rules.week_fit.model.units import Unit, units_of
from daybridge.rules.week_fit.model.wish import Choice


@dataclass(frozen=True)
class Free:
    """What may be decided anew; the rest stands on the board."""

    clients: tuple[Client, ...]
    units: tuple[Unit, ...]
    choices: Mapping[str, Choice] = field(default_factory=dict)  # where not all is


def all_free(instance: Instance, choices: Mapping[str, Choice] | None = None) -> Free:
    """Everything that is not fixed."""
    clients = tuple(instance.clients.values())
    return Free(clients, tuple(units_of(instance)), choices or {})


class Formulation:
    """A program, and what its variables mean."""

    def __init__(self, board: Board, free: Free) -> None:
        self.board = board
        self.free = free
        self.program = Program()
        self.time = SharedTime(self.program, board)
        self.offerings = OfferingPart(self.program, board, self.time, free.units)
        self.clients = {
            client.id: ClientPart(
                self.program,
                board,
                self.time,
                self.offerings,
                client,
                free.choices.get(client.id),
            )
            for client in free.clients
        }
        self.offerings.seat()
        self.time.close()

    @property
    def levels(self) -> tuple[Callable[[], Objective], ...]:
        """What makes the objective of each level, in their order."""
        return self.served_weight, self.shortfall, self.changes, self.discomfort

    def levels_as_one(self) -> Objective:
        """The first three levels in one sum, in which no level outweighs one before."""
        found, weight = self.changes(), 1
        terms, constant = times(-1, found.terms), -found.constant
        for level in (self.shortfall(), self.served_weight()):
            weight *= 1 + self._widest(found)
            sign = weight if level.is_upward else -weight
            terms = plus(terms, times(sign, level.terms))
            constant += sign * level.constant
            found = level
        return Objective(terms, constant, is_upward=True)

    def _widest(self, objective: Objective) -> int:
        """How far the values of an objective can be apart."""
        bounds = self.program.bounds
        return sum(
            abs(factor) * (bounds[each][1] - bounds[each][0])
            for each, factor in objective.terms.items()
        )

    def served_weight(self) -> Objective:
        """Level 1: of those who are free."""
        terms = {part.served: part.client.weight for part in self.clients.values()}
        return Objective(terms, 0, is_upward=True)

    def shortfall(self) -> Objective:
        """Level 2."""
        parts = [part.shortfall() for part in self.clients.values()]
        return _sum(parts)

    def changes(self) -> Objective:
        """Level 3."""
        parts = [part.changes() for part in self.clients.values()]
        return _sum([*parts, self.offerings.changes()])

    def discomfort(self) -> Objective:
        """Level 4; only now are the gaps counted, which takes many variables."""
        parts = [part.discomfort() for part in self.clients.values()]
        return _sum([*parts, self.offerings.open_costs()])

    def decoded(self, values: Sequence[int]) -> Board:
        """The board with what the values say."""
        found = Board(self.board.instance)
        for id, held in (self.board.runs | self.offerings.decoded(values)).items():
            found.hold(id, held)
        weeks = {client: part.decoded(values) for client, part in self.clients.items()}
        for client, given in self.time.offices.shared_out(
            self.board.weeks | weeks
        ).items():
            if given.offerings or given.individual:
                found.give(client, given)
        return found

    def encoded(self, board: Board) -> dict[int, int]:
        """The variables that a week decides; the others follow from them."""
        found = self.offerings.encoded(board)
        for client, part in self.clients.items():
            found |= part.encoded(board.weeks.get(client, Given()), board)
        return found


def _sum(parts: Iterable[tuple[dict[int, int], int]]) -> Objective:
    found = list(parts)
    return Objective(
        plus(*(terms for terms, _ in found)),
        sum(constant for _, constant in found),
        is_upward=False,
    )
