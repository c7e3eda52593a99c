"""How few changes a repair needs that serves as many as one that was found.

`FewestChanges` does not ask who is served. Here somebody whose week of today cannot go
on has a week of their own in the program, and everyone else who could make up for them
is served at a cost.

Why no repair has fewer changes, if it serves the weight that is asked for and has no
more than `most`: take any. Whoever could go on as today counts as served, also where
they were moved, and what they were moved to is left out. Whoever is not served by
today's week costs at least the changes of the week that would serve them if nobody
else were there; where that is nothing beyond what they lose anyway, their week is
looked at as it is. A group that begins at another time changes something for each who
attends it today, so one with more than `most` of them begins as today; what other
groups take at other times is left out. Nothing of it adds a change or takes anything
that was not taken before.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from daybridge.rules.week_fit.instance import Arrangement, Client, Instance
from daybridge.rules.week_fit.model.best_week import best_week, worth_of
from daybridge.rules.week_fit.model.client_part import ClientPart
from daybridge.rules.week_fit.model.day_part import Piece
from daybridge.rules.week_fit.model.fewest_changes import FewestChanges
from daybridge.rules.week_fit.model.options import (
    Life,
    Option,
    group_option,
    individual_options,
)
from daybridge.rules.week_fit.model.program import Objective, plus, times, total
from daybridge.rules.week_fit.model.units import rooms_of, starts_of

Costs = dict[str, int | None]  # the fewest changes that serve a client; None: none do


class ChangesToServe(FewestChanges):
    """What can stay of today's week while so much weight is served."""

    def __init__(
        self,
        instance: Instance,
        weight: int,
        most: int,
        apart: Collection[str],
        costs: Costs,
    ) -> None:
        self.weight = weight
        self.most = most
        self.apart = apart  # whose week is looked at as it is, whatever it costs
        self.costs = costs  # what is known for as many changes or more, and is added
        self.starts = _starts(instance, most)
        self.parts: dict[str, WeekOfTheirOwn] = {}
        self._served: dict[int, int] = {}  # weights of those who need not be served
        self._beyond: list[int] = []  # changes beyond what does not stay
        self._safe = 0  # weight of those who could go on as today
        super().__init__(instance)
        self.program.at_least(self._served, weight - self._safe)

    def objective(self) -> Objective:
        """The same, and what serving somebody else costs."""
        left = super().objective()
        terms, constant = plus(left.terms, total(self._beyond)), left.constant
        for part in self.parts.values():
            changed, base = part.changes()
            terms, constant = plus(terms, changed), constant + base
        return Objective(terms, constant, is_upward=False)

    def concerned(self, values: Sequence[int]) -> set[str]:
        """Whose week is another than today's, or might have to be."""
        return self.leaving(values) | set(self.parts)

    def _ask(self, client: Client) -> None:
        if client.id in self.apart:
            self._look_at(client)
            return
        today = client.current
        possible = self._still_possible(client, today) if today else []
        if today and worth_of(self.board, client, possible).is_served:
            self._safe += client.weight
            super()._ask(client)
            return
        lost = self._sessions(today) - len(possible) if today else 0
        cost = self._cost(client)
        if cost is not None and cost <= lost:
            self._look_at(client)
            return
        super()._ask(client)
        if cost is not None:
            self._serve_at_a_cost(client, cost, lost)

    def _cost(self, client: Client) -> int | None:
        """The fewest changes with which they could be served; None: with none."""
        if client.id not in self.costs:
            _, worth = best_week(self.board, client, self._imaginable(client))
            served = worth.is_served
            self.costs[client.id] = worth.cost.changes if served else None
        return self.costs[client.id]

    def _look_at(self, client: Client) -> None:
        part = self.parts[client.id] = WeekOfTheirOwn(self, client)
        self._served[part.served] = client.weight

    def _serve_at_a_cost(self, client: Client, cost: int, lost: int) -> None:
        """Served, they have so many changes: what does not stay, and what is more."""
        served, beyond = self.program.binary(), self.program.whole(0, cost)
        staying = self.staying.get(client.id, [])
        self._served[served] = client.weight
        self._beyond.append(beyond)
        self.program.at_least(
            plus({beyond: 1, served: -cost}, times(-1, total(staying))),
            -lost - len(staying),
        )

    def _imaginable(self, client: Client) -> Iterable[Option]:
        """Every session that they could attend if nobody else were there.

        Of those that are alike at the same time, it is enough to know one.
        """
        life = Life(client, self.board.slots)
        options = [*self.groups(life), *individual_options(self.board, life)]
        return {
            (
                each.id if each.is_individual or each.series else each.modality,
                each.start,
                each.minutes,
                each.changes,
            ): each
            for each in options
        }.values()

    def groups(self, life: Life) -> Iterator[Option]:
        """Every group that somebody could attend, at each time it could have."""
        for id, starts in self.starts.items():
            offering = self.board.instance.offerings[id]
            room = next(iter(rooms_of(self.board, offering)), None)
            for start in starts:
                held = Arrangement(start, "", room)
                if life.can_attend(offering, held):
                    yield group_option(life, offering, held)


class WeekOfTheirOwn(ClientPart):
    """A week in the program, whose groups take a seat where they are held as today."""

    def __init__(self, among: ChangesToServe, client: Client) -> None:
        self.among = among
        super().__init__(
            among.program, among.board, among.time, among.offerings, client
        )

    def _groups(self, life: Life) -> list[Piece]:
        found = [
            Piece(option, self.program.binary()) for option in self.among.groups(life)
        ]
        for piece in found:
            holding = self.offerings.holdings.get(piece.option.id)
            if holding is not None and piece.option.start in holding.starts:
                self.offerings.attend(
                    piece.option.id, piece.option.start, piece.variable
                )
        return found


def _starts(instance: Instance, most: int) -> dict[str, tuple[int, ...]]:
    """When each group could begin: as today only, where more than `most` attend it."""
    attending = Counter(
        id
        for client in instance.clients.values()
        if client.current is not None
        for id in client.current.offerings
    )
    found = {}
    for id, offering in instance.offerings.items():
        starts, today = starts_of(offering), offering.current
        is_held = attending[id] > most and today is not None and today.start in starts
        found[id] = (today.start,) if today is not None and is_held else starts
    return found
