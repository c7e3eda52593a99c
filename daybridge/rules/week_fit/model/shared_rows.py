"""Rows of a program that a week in pools and one session by session both need."""

from collections.abc import Mapping, Sequence

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Bounds, Client
from daybridge.rules.week_fit.model.program import Program, plus, times, total

Leads = Mapping[tuple[int, str], int]  # a variable for each start and leader


def bounded(
    program: Program, terms: dict[int, int], bounds: Bounds, served: int
) -> None:
    """A minimum for those who are served, a maximum for all."""
    if bounds.least:
        program.at_least(plus(terms, {served: -bounds.least}), 0)
    if bounds.most is not None:
        program.at_most(terms, bounds.most)


def shortfall(
    program: Program, client: Client, minutes: dict[int, int], alone: dict[int, int]
) -> tuple[dict[int, int], int]:
    """Minutes that are missing; of someone served none are.

    `minutes` are those of all that may be given, `alone` those of individual sessions.
    """
    least = client.dose.minutes.least or 0
    lacking = program.whole(0, least)
    program.at_least(plus({lacking: 1}, minutes), least)
    ordered = sum(session.minutes for session in client.individual)
    return plus({lacking: 1}, times(-1, alone)), ordered


def all_or_none(program: Program, parts: Sequence[dict[int, int]]) -> None:
    """A series as a whole: whoever attends one session of it attends each."""
    first, *others = parts
    for other in others:
        program.equal(plus(first, times(-1, other)), 0)


def one_time_of_day(program: Program, series: Sequence[Leads]) -> None:
    """A series: one time of day, one leader, each session on a day of its own."""
    first, *others = series
    ways = {(start % DAY, leader) for leads in series for start, leader in leads}
    for way in sorted(ways):
        here = _at(first, way)
        for other in others:
            program.equal(plus(here, times(-1, _at(other, way))), 0)
    for day in range(7):
        program.at_most_one(
            variable
            for leads in series
            for (start, _), variable in leads.items()
            if start // DAY == day
        )


def _at(leads: Leads, way: tuple[int, str]) -> dict[int, int]:
    return total(v for (start, id), v in leads.items() if (start % DAY, id) == way)
