"""The patterns of one client that are worth most at the prices of the moment, exactly.

Prices and values are whole numbers in parts of a minute or of a weight (`UNIT`), so
that a bound made of them is exact whatever the solver that proposed the prices rounds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from daybridge.rules.week_fit.instance import Client
from daybridge.rules.week_fit.model.best_week import (
    FREE,
    Choice,
    Search,
    Worth,
    worth_of,
)
from daybridge.rules.week_fit.model.board import Given
from daybridge.rules.week_fit.model.greedy import options_of
from daybridge.rules.week_fit.model.options import Option
from daybridge.rules.week_fit.model.patterns.stock import Stock, Takes

UNIT = 1_000_000  # parts of a whole
AT_ONCE = 3  # patterns of one client in one round; one is slower to the end


@dataclass(frozen=True, slots=True)
class Pattern:
    """A week that a client could have, and what it takes."""

    client: Client
    given: Given
    takes: Mapping[int, int]
    served: int  # their weight, or 0
    spared: int  # minutes of shortfall that it saves


@dataclass(frozen=True, slots=True)
class Values:
    """What a minute and the weight of somebody served are worth, in units."""

    served: int
    spared: int

    def of(self, served: int, spared: int) -> int:
        return self.served * served + self.spared * spared


class Offers:
    """All that one client could attend, asked for again and again."""

    def __init__(self, stock: Stock, client: Client) -> None:
        self.client = client
        self.search = Search(stock.board, client)
        self.takes: list[tuple[Option, Takes]] = [
            (option, stock.taken_by(client, option))
            for option in options_of(stock.board, client)
        ]
        self.missing = missing(client)

    def best(
        self, values: Values, prices: Sequence[int], least: int
    ) -> tuple[int, list[Pattern]]:
        """What the best pattern is worth, and some that are worth more than `least`.

        The worth is what is left of the value after the prices of all it takes; it is
        `least` when no pattern is worth more.
        """
        most = values.of(self.client.weight, self.missing) - least
        affordable = self._affordable(prices, most)
        options = self._undercutting(affordable)
        found = [
            (values.of(served, spared) - self._price(choice), served, spared, choice)
            for served, spared, choice in self._weeks(options)
        ]
        found = [each for each in found if each[0] > least]
        found.sort(key=lambda each: -each[0])
        patterns = [
            self._pattern(served, spared, choice.options)
            for _, served, spared, choice in found[:AT_ONCE]
        ]
        return (found[0][0] if found else least), patterns

    def _affordable(
        self, prices: Sequence[int], most: int
    ) -> Iterator[tuple[Option, int]]:
        """The sessions that leave something, with what they cost."""
        for option, takes in self.takes:
            price = sum(prices[thing] * amount for thing, amount in takes)
            if price < most:
                yield option, price

    def _undercutting(self, options: Iterable[tuple[Option, int]]) -> list[Option]:
        """Priced; of leaders who could take a session then, the cheapest is enough."""
        if self.search.rivals.shared:
            return [_priced(option, price) for option, price in options]
        cheapest: dict[tuple[str, int], tuple[Option, int]] = {}
        for option, price in options:
            key = (option.id, option.start)
            if key not in cheapest or price < cheapest[key][1]:
                cheapest[key] = (option, price)
        return [_priced(option, price) for option, price in cheapest.values()]

    def _weeks(self, options: Iterable[Option]) -> Iterator[tuple[int, int, Choice]]:
        """Every week that is the cheapest of its kind, and what it does."""
        for signature, (choice,) in self.search.weeks(options):
            worth = self.search.worth(signature, choice.cost)
            yield *self._done(worth), choice

    def _price(self, choice: Choice) -> int:
        return choice.cost.changes - self.search.base().changes

    def _done(self, worth: Worth) -> tuple[int, int]:
        if worth.is_served:
            return self.client.weight, self.missing
        return 0, self.missing - worth.shortfall

    def pattern(self, given: Given) -> Pattern | None:
        """A week that is given as a pattern; None when some of it is not offered."""
        options = [option for option, _ in self.takes if _is_in(option, given)]
        if len(options) < len(given.offerings) + len(given.individual):
            return None
        worth = worth_of(self.search.rivals.board, self.client, options)
        return self._pattern(*self._done(worth), options)

    def _pattern(self, served: int, spared: int, options: Iterable[Option]) -> Pattern:
        sessions = {_session(option): option for option in options}
        takes: dict[int, int] = {}
        for option, things in self.takes:
            if _session(option) in sessions:
                for thing, amount in things:
                    takes[thing] = takes.get(thing, 0) + amount
        given = Choice(FREE.cost, tuple(sessions.values())).given
        return Pattern(self.client, given, takes, served, spared)


def missing(client: Client) -> int:
    """The shortfall of somebody who is given nothing and is not served by that."""
    return (client.dose.minutes.least or 0) + sum(e.minutes for e in client.individual)


def _priced(option: Option, price: int) -> Option:
    """The dynamic program minimizes changes first: prices take their place."""
    return replace(option, changes=price, discomfort=0)


def _session(option: Option) -> tuple[str, int, str]:
    """What a session is to everyone but its room."""
    return option.id, option.start, option.held.leader


def _is_in(option: Option, given: Given) -> bool:
    if not option.is_individual:
        return option.id in given.offerings
    held = given.individual.get(option.id)
    return held is not None and _session(option) == (option.id, held.start, held.leader)
