"""The best weeks in a timetable that stands, out of whole-week patterns.

Round after round the linear program says what every seat and hour is worth, and for
each client the dynamic program finds the weeks that are worth more than what they have:
first in turn, so that what they find goes together, then all at the same prices.
When there are none, no mixture of weeks is better, so no choice is. Then one pattern is
chosen for each. What is lost is the difference between the choice and the mixture.
"""

import random
from typing import TYPE_CHECKING

from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.board import Board, with_runs
from daybridge.rules.week_fit.model.patterns.choice import PatternChoice, Prices
from daybridge.rules.week_fit.model.patterns.crowding import Crowd
from daybridge.rules.week_fit.model.patterns.offers import UNIT, Offers, Pattern
from daybridge.rules.week_fit.model.patterns.seating import seated
from daybridge.rules.week_fit.model.patterns.stock import Stock

if TYPE_CHECKING:
    from daybridge.week_solver.engine import Search

WORTHWHILE = UNIT // 10_000  # of a minute or a weight: less is rounding
FEW = 0.05  # of the clients: with so few who find more, all are asked at one price
PRICING = 0.75  # of the time that is left, at most, before a choice is made
SERVED, SPARED = 0, 1  # the levels


def given_timetable(instance: Instance) -> Board | None:
    """The groups as they must run, when nothing about any of them is to be decided."""
    fixed = {id: each.fixed for id, each in instance.offerings.items() if each.fixed}
    is_given = len(fixed) == len(instance.offerings)
    return with_runs(instance, fixed) if is_given else None


def in_whole_weeks(
    search: "Search", timetable: Board, *, is_given: bool, share: float = 1.0
) -> None:
    """Better weeks than the best so far, in at most a share of the time that is left.

    The bounds of the first two levels hold for every week if no other timetable could.
    """
    weeks = WholeWeeks(search, timetable, is_given=is_given, share=share)
    for level in (SERVED, SPARED):
        ceiling = weeks.priced()
        if is_given and ceiling is not None:
            bound = ceiling if level == SERVED else max(0, weeks.missing - ceiling)
            search.tighten(level, bound)
        if weeks.is_over() or not weeks.choose(level):
            return


class WholeWeeks:
    """Patterns of all clients, as they are found."""

    def __init__(
        self, search: "Search", timetable: Board, *, is_given: bool, share: float
    ) -> None:
        from daybridge.week_solver.linear import Mixture

        self.is_given = is_given
        self.search = search
        self.kept = search.left() * (1 - share)  # seconds of the search, for others
        self.timetable = timetable
        self.stock = Stock(timetable)
        self.offers = [
            Offers(self.stock, client) for client in search.instance.clients.values()
        ]
        self.missing = sum(each.missing for each in self.offers)
        self.mixture = Mixture(self.stock.amounts, list(search.instance.clients))
        self.patterns: list[Pattern] = []
        self.chance = random.Random(0)  # noqa: S311 - whose turn it is, no secret
        self.served = 0  # the weight that must be served
        self.chosen = self._known()

    def left(self) -> float:
        """Seconds, without those that are kept."""
        return self.search.left() - self.kept

    def is_over(self) -> bool:
        return self.left() < 1 or self.search.is_over()

    def priced(self) -> int | None:
        """Find patterns until none is worth more; what no choice can beat.

        Where no bound is wanted, until few are. None: no time, or there is no mixture.
        """
        few = len(self.offers) * FEW
        enough = 0 if self.is_given else few
        until = self.left() * (1 - PRICING)
        lowest: int | None = None
        is_crowded = True
        while self.left() > until and not self.is_over():
            prices = self.mixture.prices()
            if prices is None:
                return lowest
            if is_crowded:
                found = self._in_turn(prices)
                is_crowded = len(found) > few
            else:
                ceiling, found = self._offered(prices)
                lowest = ceiling if lowest is None else min(lowest, ceiling)
                if len(found) <= enough or lowest <= self.mixture.value:
                    return lowest
            self._add(found)
        return lowest

    def choose(self, level: int) -> bool:
        """Choose a pattern for each client; false when there is no choice.

        First of those that are mixed, which is quick and loses little, then of all.
        """
        patterns = [*self.mixture.mixed, *self.chosen]
        for some in (patterns, self.patterns):
            if not self._choose(level, some):
                return False
        self.mixture.serve_at_least(self.served)
        return True

    def _choose(self, level: int, patterns: list[Pattern]) -> bool:
        from daybridge.week_solver.linear import Scip

        choice = PatternChoice(patterns, self.stock.amounts)
        objective = choice.served()
        if level == SPARED:
            choice.program.at_least(objective.terms, self.served)
            objective = choice.spared()
        scip = Scip(choice.program, self.search.patience)
        seconds = self.left() * (1 - PRICING)
        answer = scip.best(objective, seconds, choice.encoded(self.chosen))
        if answer.values is None:
            return False
        self.search.consider(seated(self.timetable, choice.decoded(answer.values)))
        self.chosen = self._known()
        if level == SERVED:
            self.served = sum(pattern.served for pattern in self.chosen)
        return True

    def _in_turn(self, prices: Prices) -> list[Pattern]:
        """Patterns that go well together: each client chooses after those before."""
        crowd = Crowd(prices, self.stock.amounts)
        turns = list(zip(self.offers, prices.clients, strict=True))
        self.chance.shuffle(turns)
        patterns = []
        for offers, least in turns:
            if self.is_over():
                break
            _, found = offers.best(prices.values, crowd.prices, least + WORTHWHILE)
            for pattern in found[:1]:
                crowd.take(pattern)
                patterns.append(pattern)
        return patterns

    def _offered(self, prices: Prices) -> tuple[int, list[Pattern]]:
        """What nobody can beat at these prices, and the patterns that are worth it."""
        worths, patterns = [], []
        for offers, least in zip(self.offers, prices.clients, strict=True):
            worth, found = offers.best(prices.values, prices.things, least + WORTHWHILE)
            worths.append(worth)
            patterns += found
        ceiling = prices.ceiling(self.stock.amounts, worths, self.served)
        return ceiling, patterns

    def _known(self) -> list[Pattern]:
        """The patterns of the best week, as far as this timetable has them."""
        best = self.search.best
        if best is None or best.runs != self.timetable.runs:
            return []
        weeks = [(each, best.weeks.get(each.client.id)) for each in self.offers]
        found = [each.pattern(given) for each, given in weeks if given is not None]
        known = [pattern for pattern in found if pattern is not None]
        self._add(known)
        return known

    def _add(self, patterns: list[Pattern]) -> None:
        self.patterns += patterns
        for pattern in patterns:
            self.mixture.add(pattern)
