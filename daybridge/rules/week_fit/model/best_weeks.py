"""The best few weeks for one client, no two of which have the same groups, exactly.

The dynamic program of `best_week` keeps as many ways to each signature as weeks are
wanted. Two weeks differ when their groups do: another hour or leader of an individual
session alone makes no other week. Of equally good weeks those come first that take
fewer minutes.
"""

from collections.abc import Iterable

from daybridge.rules.week_fit.instance import Client
from daybridge.rules.week_fit.model.best_week import Choice, Search, Worth
from daybridge.rules.week_fit.model.board import Board, Given
from daybridge.rules.week_fit.model.options import Option


def best_weeks(
    board: Board, client: Client, options: Iterable[Option], count: int
) -> list[tuple[Given, Worth]]:
    """Up to so many weeks, the best first; one of them may be empty."""
    search = Search(board, client, keep=count)
    found = [
        (search.worth(signature, choice.cost), signature.minutes, choice)
        for signature, choices in search.weeks(options)
        for choice in choices
    ]
    found.sort(key=lambda each: (each[0].key, each[1]))
    by_groups: dict[frozenset[str], tuple[Worth, Choice]] = {}
    for worth, _, choice in found:
        by_groups.setdefault(choice.groups, (worth, choice))
    return [(choice.given, worth) for worth, choice in by_groups.values()][:count]
