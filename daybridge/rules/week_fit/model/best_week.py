"""The best week for one client out of the sessions they could attend, exactly.

Every day is solved first: which sets of sessions fit one after the other, of which only
the best is kept for each signature (minutes, modalities, individual sessions placed,
series joined). Then days are added up in the same way. What is kept is enough for every
bound of the dose, so nothing better is lost: this is a dynamic program, no heuristic.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from daybridge.rules.week_fit.instance import Client
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.options import QUARTER, Option
from daybridge.rules.week_fit.model.rivals import Rivals, Session

Placed = frozenset[Session]  # individual sessions


class Cost(NamedTuple):
    """What adds up over a week, in the order in which it counts."""

    changes: int
    discomfort: int

    def plus(self, changes: int, discomfort: int) -> "Cost":
        return Cost(self.changes + changes, self.discomfort + discomfort)


class Signature(NamedTuple):
    """All that the dose asks of a day or of the days so far."""

    minutes: int
    modalities: tuple[int, ...]  # minutes of those that are bounded
    placed: Placed
    series: frozenset[str]  # joined
    days: int
    has_short_day: bool


class Choice(NamedTuple):
    """One way to a signature."""

    cost: Cost
    options: tuple[Option, ...]

    @property
    def groups(self) -> frozenset[str]:
        """The offerings that are attended."""
        return frozenset(each.id for each in self.options if not each.is_individual)

    @property
    def given(self) -> Given:
        """The same as a week."""
        alone = {each.id: each.held for each in self.options if each.is_individual}
        return Given(self.groups, alone)


Choices = tuple[Choice, ...]  # the cheapest first, no two with the same groups


@dataclass(frozen=True, slots=True)
class Worth:
    """How good a week is for one client; `key` is smaller the better it is."""

    is_served: bool
    shortfall: int
    cost: Cost

    @property
    def key(self) -> tuple[int, int, int, int]:
        shortfall = 0 if self.is_served else self.shortfall
        return (not self.is_served, shortfall, *self.cost)


FREE = Choice(Cost(0, 0), ())
Way = tuple[int, Signature, tuple[tuple[str, int], ...]]


def best_week(
    board: Board, client: Client, options: Iterable[Option]
) -> tuple[Given, Worth]:
    """The week with the best worth, which may be an empty one."""
    search = Search(board, client)
    worth, choice = min(
        (
            (search.worth(signature, choice.cost), choice)
            for signature, (choice,) in search.weeks(options)
        ),
        key=lambda found: found[0].key,
    )
    return choice.given, worth


def worth_of(board: Board, client: Client, options: Iterable[Option]) -> Worth:
    """How good a week of these sessions is, all of which somebody attends."""
    search = Search(board, client)
    attended = sorted(options, key=lambda each: each.start)
    week = Choice(search.base(), ())
    signature = search.blank()
    for _, sessions in groupby(attended, key=lambda each: each.day):
        day = search.blank()._replace(days=1)
        choice = Choice(Cost(0, 0), ())
        for option in sessions:
            day = search.with_option(day, option)
            choice = search.followed_by(choice, option)
        signature = search.added(signature, search.finished(day))
        week = Choice(week.cost.plus(*choice.cost), ())
    return search.worth(signature, week.cost)


class Search:
    """The dynamic program for one client, which keeps some ways to each signature."""

    def __init__(self, board: Board, client: Client, keep: int = 1) -> None:
        self.keep = keep
        self.client = client
        self.dose = client.dose
        self.rivals = Rivals(board, client)

    def weeks(self, options: Iterable[Option]) -> Iterable[tuple[Signature, Choices]]:
        """Every signature of a week with the cheapest ways to it."""
        by_day: dict[int, list[Option]] = defaultdict(list)
        for option in options:
            by_day[option.day].append(option)
        states: dict[Signature, Choices] = {self.blank(): (Choice(self.base(), ()),)}
        seen: set[str] = set()
        for day in sorted(by_day):
            here = {each.series for each in by_day[day] if each.series is not None}
            days = {self.blank(): (FREE,), **self._one_day(by_day[day])}
            states = self._joined(states, days, frozenset(here & seen))
            seen |= here
        return states.items()

    def worth(self, signature: Signature, cost: Cost) -> Worth:
        """How good a finished week is."""
        placed = {each.id for each in signature.placed}
        missing = sum(e.minutes for e in self.client.individual if e.id not in placed)
        lacking = max(0, (self.dose.minutes.least or 0) - signature.minutes)
        is_served = (
            not missing
            and not lacking
            and not signature.has_short_day
            and signature.days >= (self.dose.days.least or 0)
            and all(
                given >= (bounds.least or 0)
                for given, bounds in zip(
                    signature.modalities, self.dose.modalities.values(), strict=True
                )
            )
        )
        return Worth(is_served, missing + lacking, cost)

    def blank(self) -> Signature:
        """Nothing yet."""
        none = (0,) * len(self.dose.modalities)
        return Signature(0, none, frozenset(), frozenset(), 0, False)

    def base(self) -> Cost:
        """The changes of a week in which nothing of today's is left."""
        current = self.client.current
        if current is None:
            return Cost(0, 0)
        return Cost(len(current.offerings) + len(current.individual), 0)

    def with_option(self, before: Signature, option: Option) -> Signature:
        """What a day has with one more session."""
        placed, series = before.placed, before.series
        if option.is_individual:
            placed |= {self.rivals.remembered(option)}
        elif option.series is not None:
            series |= {option.series}
        return before._replace(
            minutes=before.minutes + option.minutes,
            modalities=tuple(
                given + option.minutes * (modality is option.modality)
                for modality, given in zip(
                    self.dose.modalities, before.modalities, strict=True
                )
            ),
            placed=placed,
            series=series,
        )

    def followed_by(self, choice: Choice, option: Option) -> Choice:
        """A day with one more session after the last, and what that costs."""
        idle = option.start - choice.options[-1].end if choice.options else 0
        discomfort = option.discomfort + -(-idle // QUARTER)
        cost = choice.cost.plus(option.changes, discomfort)
        return Choice(cost, (*choice.options, option))

    def finished(self, day: Signature) -> Signature:
        """A day that is over."""
        least = self.dose.day_minutes.least or 0
        return day._replace(has_short_day=day.minutes < least)

    def added(self, week: Signature, day: Signature) -> Signature:
        """A week with one more day."""
        return Signature(
            minutes=week.minutes + day.minutes,
            modalities=tuple(
                one + other
                for one, other in zip(week.modalities, day.modalities, strict=True)
            ),
            placed=week.placed | day.placed,
            series=week.series | day.series,
            days=week.days + day.days,
            has_short_day=week.has_short_day or day.has_short_day,
        )

    def _one_day(self, options: list[Option]) -> dict[Signature, Choices]:
        """Every signature of a day that is attended, with the cheapest ways to it."""
        states: dict[Placed, dict[Way, Choices]] = defaultdict(dict)
        states[frozenset()][0, self.blank()._replace(days=1), ()] = (FREE,)
        for option in sorted(options, key=lambda each: (each.start, each.end)):
            found = [
                (before, choice)
                for placed, ways in states.items()
                if not option.is_individual or all(e.id != option.id for e in placed)
                for (_, before, _), choices in ways.items()
                for choice in choices
                if self._can_follow(choice.options, option)
            ]
            for before, choice in found:
                after = self.with_option(before, option)
                if self._is_too_much(after):
                    continue
                way = self.followed_by(choice, option)
                key = (option.end, after, self.rivals.still_changing_over(way.options))
                ways = states[after.placed]
                ways[key] = self._with(ways.get(key, ()), way)
        return self._cheapest(
            (self.finished(key[1]), choice)
            for ways in states.values()
            for key, choices in ways.items()
            for choice in choices
            if choice.options
        )

    def _can_follow(self, options: tuple[Option, ...], option: Option) -> bool:
        """Whether a session can come after those of the day."""
        if not options:
            return True
        idle = option.start - options[-1].end
        if idle < 0 or _exceeds(idle, self.dose.max_gap_minutes):
            return False
        return not option.is_individual or self.rivals.allow(options, option)

    def _is_too_much(self, signature: Signature) -> bool:
        """Whether a maximum is exceeded, on the day or in the week so far."""
        return (
            _exceeds(signature.minutes, self.dose.minutes.most)
            or _exceeds(signature.days, self.dose.days.most)
            or (
                signature.days == 1
                and _exceeds(signature.minutes, self.dose.day_minutes.most)
            )
            or any(
                _exceeds(given, bounds.most)
                for given, bounds in zip(
                    signature.modalities, self.dose.modalities.values(), strict=True
                )
            )
        )

    def _joined(
        self,
        states: Mapping[Signature, Choices],
        days: Mapping[Signature, Choices],
        must_match: frozenset[str],
    ) -> dict[Signature, Choices]:
        """The weeks so far, each with each way to spend one more day."""
        return self._cheapest(
            (
                self.added(week, day),
                Choice(so_far.cost.plus(*choice.cost), so_far.options + choice.options),
            )
            for week, weeks in states.items()
            for day, choices in days.items()
            if self._can_be_added(week, day, must_match)
            for so_far in weeks
            for choice in choices
        )

    def _can_be_added(
        self, week: Signature, day: Signature, must_match: frozenset[str]
    ) -> bool:
        """Whether a day goes with the days before: series as a whole, nothing twice."""
        if week.series & must_match != day.series & must_match:
            return False
        if week.placed and day.placed:
            if {e.id for e in week.placed} & {e.id for e in day.placed}:
                return False
            if not self.rivals.fit_the_week(week.placed | day.placed):
                return False
        return not self._is_too_much(self.added(week, day))

    def _cheapest(
        self, found: Iterable[tuple[Signature, Choice]]
    ) -> dict[Signature, Choices]:
        """Of the ways to each signature, those that cost least."""
        best: dict[Signature, Choices] = {}
        for signature, choice in found:
            best[signature] = self._with(best.get(signature, ()), choice)
        return best

    def _with(self, kept: Choices, choice: Choice) -> Choices:
        """The cheapest ways when there is one more; of the same groups one is enough.

        A dearer way can be left out for good: whatever follows, it follows the kept
        ways as well, and their weeks differ as they do.
        """
        if len(kept) == self.keep and kept[-1].cost <= choice.cost:
            return kept
        if self.keep == 1:
            return (choice,)
        groups = choice.groups
        same = next((each for each in kept if each.groups == groups), None)
        if same is not None and same.cost <= choice.cost:
            return kept
        others = (each for each in kept if each is not same)
        return tuple(sorted((*others, choice), key=_cost)[: self.keep])


def _cost(choice: Choice) -> Cost:
    return choice.cost


def _exceeds(measure: int, most: int | None) -> bool:
    return most is not None and measure > most
