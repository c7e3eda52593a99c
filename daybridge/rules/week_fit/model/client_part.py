"""The part of the program that decides the week of one client."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from daybridge.rules.week_fit.instance import Arrangement, Bounds, Client, Offering
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.day_part import DayPart, Piece
from daybridge.rules.week_fit.model.offering_part import OfferingPart
from daybridge.rules.week_fit.model.options import (
    Life,
    Option,
    group_option,
    group_options,
    individual_options,
)
from daybridge.rules.week_fit.model.program import Program, plus, times, total
from daybridge.rules.week_fit.model.shared_rows import all_or_none, bounded, shortfall
from daybridge.rules.week_fit.model.shared_time import SharedTime
from daybridge.rules.week_fit.model.wish import Choice


class ClientPart:
    """Which sessions somebody attends, and whether that serves them."""

    def __init__(
        self,
        program: Program,
        board: Board,
        time: SharedTime,
        offerings: OfferingPart,
        client: Client,
        choice: Choice | None = None,
    ) -> None:
        self.program = program
        self.board = board
        self.time = time
        self.offerings = offerings
        self.client = client
        self.choice = choice
        self.served = program.binary()
        life = Life(client, board.slots)
        self.groups = self._groups(life)
        self.alone = self._alone(life)
        self.pieces = [*self.groups, *self.alone]
        self.days = self._days()
        self._bind()

    def shortfall(self) -> tuple[dict[int, int], int]:
        """Minutes that are missing; of someone served none are."""
        alone = {each.variable: each.option.minutes for each in self.alone}
        return shortfall(self.program, self.client, self._minutes(), alone)

    def changes(self) -> tuple[dict[int, int], int]:
        """What differs from today."""
        current = self.client.current
        if current is None:
            return {}, 0
        terms = {each.variable: each.option.changes for each in self.pieces}
        return terms, len(current.offerings) + len(current.individual)

    def discomfort(self) -> tuple[dict[int, int], int]:
        """What was avoided, and idle time."""
        terms = {each.variable: each.option.discomfort for each in self.pieces}
        idle = [total(day.idle_quarters()) for day in self.days]
        return plus(terms, *idle), 0

    def decoded(self, values: Sequence[int]) -> Given:
        """The week that the values give, with a room for each individual session."""
        given = [each for each in self.pieces if values[each.variable]]
        return Given(
            frozenset(e.option.id for e in given if not e.option.is_individual),
            {
                each.option.id: self._with_room(each, values)
                for each in given
                if each.option.is_individual
            },
        )

    def encoded(self, given: Given, board: Board) -> dict[int, int]:
        """The variables as a week has them."""
        found = {}
        for each in self.groups:
            held = board.runs.get(each.option.id)
            found[each.variable] = int(
                each.option.id in given.offerings
                and held is not None
                and held.start == each.option.start
            )
        for each in self.alone:
            held = given.individual.get(each.option.id)
            found[each.variable] = int(
                held is not None
                and (held.start, held.leader)
                == (each.option.start, each.option.held.leader)
            )
        for (id, start, room), variable in self.rooms.items():
            held = given.individual.get(id)
            found[variable] = int(
                held is not None and (held.start, held.room) == (start, room)
            )
        return found

    def _groups(self, life: Life) -> list[Piece]:
        """Offerings as they stand, and free ones at each of their starts."""
        found = [
            Piece(option, self.program.binary())
            for option in self._chosen(group_options(self.board, life))
        ]
        for unit in self.offerings.units.values():
            if self.choice is not None and unit.id not in self.choice.offerings:
                continue
            options = {
                offering.id: self._at_each_start(life, offering)
                for offering in unit.offerings
            }
            if all(options.values()):
                found += [
                    Piece(option, self.program.binary())
                    for each in options.values()
                    for option in each
                ]
        for piece in found:
            self.offerings.attend(piece.option.id, piece.option.start, piece.variable)
        return found

    def _chosen(self, options: list[Option]) -> list[Option]:
        """Those that are looked at, if not all are."""
        if self.choice is None:
            return options
        return [option for option in options if self.choice.includes(option)]

    def _at_each_start(self, life: Life, offering: Offering) -> list[Option]:
        room = offering.rooms[0] if offering.rooms else None
        if offering.fixed:
            room = offering.fixed.room
        return [
            group_option(life, offering, held)
            for start in self.offerings.holdings[offering.id].starts
            for held in [Arrangement(start, "", room)]
            if life.can_attend(offering, held)
        ]

    def _alone(self, life: Life) -> list[Piece]:
        """Individual sessions with each start and leader, and a room where needed."""
        self.rooms: dict[tuple[str, int, str], int] = {}
        found = [
            Piece(option, self.program.binary())
            for option in self._chosen(individual_options(self.board, life))
        ]
        sessions = {session.id: session for session in self.client.individual}
        at_start: dict[tuple[str, int], list[int]] = defaultdict(list)
        for each in found:
            option = each.option
            self.time.lead(
                option.held.leader, option.start, option.minutes, each.variable
            )
            at_start[option.id, option.start].append(each.variable)
        for (id, start), variables in at_start.items():
            session = sessions[id]
            if self.time.offices.serve(session):
                for variable in variables:
                    self.time.hold_an_office(start, session.minutes, variable)
            elif session.rooms:
                self._in_a_room(id, start, variables)
        return found

    def _in_a_room(self, id: str, start: int, variables: list[int]) -> None:
        """One of the rooms that are free then, for whoever leads."""
        session = next(each for each in self.client.individual if each.id == id)
        inside = []
        for room in session.rooms:
            free = self.board.room_starts(room, session.minutes)
            fits = self.board.instance.rooms[room].capacity >= session.people
            if fits and free & self.board.slots.span(start, start + 1):
                variable = self.rooms[id, start, room] = self.program.binary()
                self.time.hold(room, start, session.minutes, variable)
                inside.append(variable)
        self.program.equal(plus(total(variables), times(-1, total(inside))), 0)

    def _with_room(self, piece: Piece, values: Sequence[int]) -> Arrangement:
        held, id = piece.option.held, piece.option.id
        room = next(
            (
                room
                for (each, start, room), variable in self.rooms.items()
                if values[variable] and (each, start) == (id, held.start)
            ),
            held.room,
        )
        return Arrangement(held.start, held.leader, room)

    def _days(self) -> list[DayPart]:
        by_day: dict[int, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            by_day[piece.option.day].append(piece)
        return [
            DayPart(self.program, self.client.dose, self.served, by_day[day])
            for day in sorted(by_day)
        ]

    def _bind(self) -> None:
        """Each session once, series as a whole, and the bounds of the dose."""
        dose = self.client.dose
        for id in dict.fromkeys(each.option.id for each in self.groups):
            self.program.at_most_one(_of(self.groups, id))
        for session in self.client.individual:
            ways = total(_of(self.alone, session.id))
            self.program.at_most(ways, 1)
            self.program.at_least(plus(ways, {self.served: -1}), 0)
        for offerings in self.board.instance.series.values():
            parts = [total(_of(self.groups, each.id)) for each in offerings]
            all_or_none(self.program, parts)
        self._bounded(self._minutes(), dose.minutes)
        self._bounded(total(day.attended for day in self.days), dose.days)
        for modality, bounds in dose.modalities.items():
            given = [e for e in self.pieces if e.option.modality is modality]
            self._bounded({e.variable: e.option.minutes for e in given}, bounds)

    def _bounded(self, terms: dict[int, int], bounds: Bounds) -> None:
        bounded(self.program, terms, bounds, self.served)

    def _minutes(self) -> dict[int, int]:
        return {each.variable: each.option.minutes for each in self.pieces}


def _of(pieces: Iterable[Piece], id: str) -> list[int]:
    return [piece.variable for piece in pieces if piece.option.id == id]
