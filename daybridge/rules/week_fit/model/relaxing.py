"""What would have to change so that one client is served, as a program of its own.

Everyone else stays as the plan has them. Every session that could be is offered, also
those that something stands against: a busy window, a seat that is taken, a leader who
is not there. Using one costs what stands against it, and the program looks for the
fewest such changes; the same change counts once, however many sessions need it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from daybridge.rules.week_fit.instance import Arrangement, Bounds, Client, Mode
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.day_part import DayPart, Piece
from daybridge.rules.week_fit.model.obstacles import Obstacle, Obstacles
from daybridge.rules.week_fit.model.options import (
    Life,
    Option,
    group_option,
    individual_option,
)
from daybridge.rules.week_fit.model.program import (
    Objective,
    Program,
    plus,
    times,
    total,
)
from daybridge.rules.week_fit.plan import Code

CODES = list(Code)  # in the order in which they count
ENTRY = 10 ** (len(CODES) + 1)  # one entry fewer outweighs any codes


class Relaxation:
    """The week of one client, and what it would take."""

    def __init__(self, board: Board, client: Client) -> None:
        self.board = board
        self.client = client
        self.program = Program()
        self.changes: dict[Obstacle, int] = {}
        self.served = self.program.binary()
        self.program.fix(self.served, 1)
        self.pieces = [*self._groups(), *self._alone()]
        self._bind()

    def fewest(self) -> Objective:
        """As few changes as possible; among as many, the first codes first."""
        costs = {
            variable: ENTRY - 10 ** (len(CODES) - 1 - CODES.index(obstacle.code))
            for obstacle, variable in self.changes.items()
        }
        return Objective(costs, 0, is_upward=False)

    def decoded(self, values: Sequence[int]) -> list[Obstacle]:
        """The changes that the values choose, in the order of codes."""
        chosen = [each for each, variable in self.changes.items() if values[variable]]
        return sorted(chosen, key=lambda each: (CODES.index(each.code), each.ids))

    def _groups(self) -> list[Piece]:
        """Offerings as they run, and in a design those that are closed."""
        life, obstacles = Life(self.client, self.board.slots), Obstacles(self.board)
        found = []
        for offering in self.board.instance.offerings.values():
            held = self.board.runs.get(offering.id)
            if held is not None:
                ways = [(held, obstacles.of_running(offering))]
            elif self.board.instance.mode is Mode.DESIGN:
                ways = obstacles.of_closed(offering, self.client)
            else:
                continue
            for held, against in ways:
                if held.room is None and not self.client.telehealth:
                    continue
                against = against | obstacles.of_tags(self.client, offering)
                option = group_option(life, offering, held)
                for life_too in obstacles.of_life(self.client, option):
                    found.append(self._piece(option, against | life_too))
        return found

    def _alone(self) -> list[Piece]:
        life, obstacles = Life(self.client, self.board.slots), Obstacles(self.board)
        found = []
        for session in self.client.individual:
            if not session.rooms and not self.client.telehealth:
                continue
            for start, against in obstacles.of_starts(session):
                room = session.rooms[0] if session.rooms else None
                option = individual_option(life, session, Arrangement(start, "", room))
                for life_too in obstacles.of_life(self.client, option):
                    found.append(self._piece(option, against | life_too))
        return found

    def _piece(self, option: Option, against: frozenset[Obstacle]) -> Piece:
        variable = self.program.binary()
        for obstacle in against:
            self.program.implies([variable], self._change(obstacle))
        return Piece(option, variable)

    def _change(self, obstacle: Obstacle) -> int:
        """The variable of a change, the same wherever it is needed."""
        if obstacle not in self.changes:
            self.changes[obstacle] = self.program.binary()
        return self.changes[obstacle]

    def _bind(self) -> None:
        """The dose is met in full; sessions are attended once and series as a whole."""
        by_id: dict[tuple[bool, str], list[int]] = defaultdict(list)
        for piece in self.pieces:
            by_id[piece.option.is_individual, piece.option.id].append(piece.variable)
        for variables in by_id.values():
            self.program.at_most_one(variables)
        for session in self.client.individual:
            self.program.equal(total(by_id[True, session.id]), 1)
        for name, offerings in self.board.instance.series.items():
            apart = {self._change(Obstacle(Code.SERIES, (name,))): -1}
            for one in offerings:
                for other in offerings:
                    here, there = (total(by_id[False, o.id]) for o in (one, other))
                    self.program.at_most(plus(here, times(-1, there), apart), 0)
        self._dose()

    def _dose(self) -> None:
        dose = self.client.dose
        days = list(self._days())
        self._bounded(self.pieces, dose.minutes)
        for modality, bounds in dose.modalities.items():
            given = [e for e in self.pieces if e.option.modality is modality]
            self._bounded(given, bounds)
        attended = total(day.attended for day in days)
        self.program.at_least(attended, dose.days.least or 0)
        if dose.days.most is not None:
            self.program.at_most(attended, dose.days.most)

    def _days(self) -> Iterator[DayPart]:
        """Each day; its gaps may be longer than the dose allows, at the cost of one."""
        dose = self.client.dose
        longer = None
        if dose.max_gap_minutes is not None:
            longer = self._change(Obstacle(Code.GAP, ()))
        by_day: dict[int, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            by_day[piece.option.day].append(piece)
        for pieces in by_day.values():
            yield DayPart(self.program, dose, self.served, pieces, longer_gap=longer)

    def _bounded(self, pieces: list[Piece], bounds: Bounds) -> None:
        minutes = {each.variable: each.option.minutes for each in pieces}
        self.program.at_least(minutes, bounds.least or 0)
        if bounds.most is not None:
            self.program.at_most(minutes, bounds.most)
