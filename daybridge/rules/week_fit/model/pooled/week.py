"""A pooled week as a program: its levels, and the groups that its values hold."""

from collections import defaultdict
from collections.abc import Sequence

from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.pooled.client import PooledClient
from daybridge.rules.week_fit.model.pooled.kinds import Pool
from daybridge.rules.week_fit.model.pooled.shared import PooledTime
from daybridge.rules.week_fit.model.pooled.timetable import PooledTimetable, Run
from daybridge.rules.week_fit.model.program import Objective, Program, plus


class PooledWeek:
    """The whole problem in pools. Its bounds hold for every real week."""

    def __init__(self, instance: Instance) -> None:
        self.program = Program()
        board = Board(instance)
        time = PooledTime(self.program, board)
        self.timetable = PooledTimetable(self.program, board, time)
        self.clients = [
            PooledClient(self.program, board, time, self.timetable, client)
            for client in instance.clients.values()
        ]
        attending: dict[Pool, list[int]] = defaultdict(list)
        for client in self.clients:
            for place in client.places:
                attending[place.pool].append(place.variable)
        self.timetable.seat(attending)
        time.close()

    def served_weight(self) -> Objective:
        """Level 1."""
        terms = {each.served: each.client.weight for each in self.clients}
        return Objective(terms, 0, is_upward=True)

    def shortfall(self) -> Objective:
        """Level 2."""
        parts = [each.shortfall() for each in self.clients]
        terms = plus(*(terms for terms, _ in parts))
        return Objective(terms, sum(more for _, more in parts), is_upward=False)

    def discomfort(self) -> Objective:
        """Level 4, without idle time: not more than it will be."""
        parts = [each.discomfort() for each in self.clients]
        terms = plus(self.timetable.open_costs(), *parts)
        return Objective(terms, 0, is_upward=False)

    def decoded(self, values: Sequence[int]) -> dict[str, Run]:
        """How groups run; who is in which is decided by the hour."""
        return self.timetable.decoded(values)

    def encoded(self, board: Board) -> dict[int, int]:
        """The variables that a real week decides; the others follow from them."""
        found = self.timetable.encoded(board)
        for each in self.clients:
            found |= each.encoded(self.timetable.joined(board, each.client.id), board)
        return found
