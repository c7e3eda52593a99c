"""What would serve one client in the week as it stands: every smallest change.

No solver is needed for one client: sets of changes are tried, smaller ones first, and
the dynamic program says for each whether it would do. Nothing opens or moves, so what
can stand against a week is time, the way, a tag, a place, or too long a gap; against an
individual session also that no leader or no room is free.

Decided: a place in a series is one change, though the series meets on several days.
Sets of more than three changes are no advice to anyone and are not looked for.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from daybridge.rules.week_fit.clock import DAY, EVERY_DAY
from daybridge.rules.week_fit.instance import Client, Offering
from daybridge.rules.week_fit.model.best_week import best_week
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.greedy import best_on
from daybridge.rules.week_fit.model.obstacles import Against, Obstacle, Obstacles
from daybridge.rules.week_fit.model.options import (
    Life,
    Option,
    group_option,
)
from daybridge.rules.week_fit.model.serving_alone import Piece, alone_pieces
from daybridge.rules.week_fit.plan import Code

MOST_CHANGES = 3
CODES = list(Code)  # in the order in which they count
Changes = tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """What would have to be otherwise, all of it together."""

    changes: Changes
    with_family: bool = False  # who would have to come at other times than they told


def ways_to_serve(
    board: Board, client: Client, tags: Collection[str] = ()
) -> list[Way]:
    """Every smallest set of changes that would serve somebody who is not served.

    That the family comes at another time is the last of them, if it would do alone.
    With other changes it is asked for only where nothing else would do. A plan has no
    code for it, so its reasons cannot name it.
    """
    found = [Way(changes) for changes in what_would_serve(board, client, tags)]
    asked = _with_family_at_any_hour(client)
    if asked == client:
        return found
    if best_on(board, asked)[1].is_served:
        smallest = [way for way in found if len(way.changes) == 1]
        return [*smallest, Way((), with_family=True)]
    if found:
        return found
    return [
        Way(each, with_family=True) for each in what_would_serve(board, asked, tags)
    ]


def _with_family_at_any_hour(client: Client) -> Client:
    sessions = tuple(
        each if each.with_windows is None else replace(each, with_windows=EVERY_DAY)
        for each in client.individual
    )
    return replace(client, individual=sessions)


def what_would_serve(
    board: Board, client: Client, tags: Collection[str] = ()
) -> list[Changes]:
    """Every smallest set of changes that would serve somebody who is not served.

    Of the tags that they lack, only those given may be among the changes. The sets come
    in the order of their codes; none is given when nothing small would do.
    """
    pieces = list(_pieces(board, client, frozenset(tags)))
    groups = [option for option, _ in pieces]
    alone = alone_pieces(board, client, groups)
    known = {each for _, against in (*pieces, *alone) for each in against}
    if client.dose.max_gap_minutes is not None:
        known.add(Obstacle(Code.GAP, ()))
    ordered = sorted(known, key=_in_order)
    for size in range(1, MOST_CHANGES + 1):
        found = [
            changes
            for changes in combinations(ordered, size)
            if _would_serve(board, client, pieces, alone, frozenset(changes))
        ]
        if found:
            return found
    return []


def _in_order(obstacle: Obstacle) -> tuple[int, tuple[str, ...]]:
    return CODES.index(obstacle.code), obstacle.ids


def _pieces(
    board: Board, client: Client, tags: frozenset[str]
) -> Iterator[tuple[Option, Against]]:
    """Every running offering, with each set of things that stands against it."""
    life, obstacles = Life(client, board.slots), Obstacles(board)
    for id, held in board.runs.items():
        offering = board.instance.offerings[id]
        if not offering.requires - client.tags <= tags:
            continue
        if held.room is None and not client.telehealth:
            continue
        option = group_option(life, offering, held)
        against = _full(board, offering) | obstacles.of_tags(client, offering)
        for of_life in obstacles.of_life(client, option):
            yield option, against | of_life


def _full(board: Board, offering: Offering) -> Against:
    """A place in it, or in the series that it belongs to, when all are taken."""
    together = board.instance.series.get(offering.series or "", (offering,))
    if all(board.seats_left(each) > 0 for each in together if each.id in board.runs):
        return frozenset()
    return frozenset({Obstacle(Code.FULL, tuple(each.id for each in together))})


def _would_serve(
    board: Board,
    client: Client,
    pieces: list[tuple[Option, Against]],
    alone: list[Piece],
    changes: Against,
) -> bool:
    """Whether a week that needs these changes, and no others, serves."""
    possible = {option.id: option for option, against in pieces if against <= changes}
    groups = _whole(board, possible)
    own = [option for option, against in alone if against <= changes]
    if _is_too_little(client, groups, own):
        return False
    if Obstacle(Code.GAP, ()) in changes:
        client = replace(client, dose=replace(client.dose, max_gap_minutes=None))
    return best_week(board, client, [*groups, *own])[1].is_served


def _is_too_little(client: Client, groups: list[Option], own: list[Option]) -> bool:
    """Whether even the longest days of all these together cannot meet the dose."""
    dose, by_day = client.dose, Counter[int]()
    if {each.id for each in client.individual} - {option.id for option in own}:
        return True
    for option in groups:
        by_day[option.day] += option.minutes
    longest = dose.day_minutes.most or DAY
    days = sorted((min(minutes, longest) for minutes in by_day.values()), reverse=True)
    alone = sum(each.minutes for each in client.individual)
    return (
        sum(days[: dose.days.most]) + alone < (dose.minutes.least or 0)
        or len({*by_day, *(option.day for option in own)}) < (dose.days.least or 0)
    )  # fmt: skip


def _whole(board: Board, possible: dict[str, Option]) -> list[Option]:
    """Without the series of which a part is impossible."""
    series = board.instance.series
    return [
        option
        for option in possible.values()
        if option.series is None
        or all(each.id in possible for each in series[option.series])
    ]
