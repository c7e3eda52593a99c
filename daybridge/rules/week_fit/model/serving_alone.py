"""Where the individual sessions of one client could be, with what stands against each.

For being served it matters on which day a session is and what it is in the way of, not
when exactly. So of the starts of a day that no group meets a few are enough: as many as
the client's other sessions could never block all. Where gaps are bounded the hour does
matter, and every start is kept.
"""

from collections.abc import Iterator, Sequence

from daybridge.rules.week_fit.instance import Arrangement, Client, Individual
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.obstacles import NOTHING, Against, Obstacles
from daybridge.rules.week_fit.model.options import (
    Life,
    Option,
    individual_option,
    individual_options,
)

Piece = tuple[Option, Against]


def alone_pieces(board: Board, client: Client, groups: Sequence[Option]) -> list[Piece]:
    """Starts of each individual session, beside the groups that could be attended."""
    life = Life(client, board.slots)
    free = individual_options(board, life)
    found: list[Piece] = []
    for session in client.individual:
        own = [(option, NOTHING) for option in free if option.id == session.id]
        pieces = [*own, *_hindered(board, client, life, session)]
        if client.dose.max_gap_minutes is None:
            pieces = _enough(pieces, groups, 2 * len(client.individual) - 1)
        found += pieces
    return found


def _hindered(
    board: Board, client: Client, life: Life, session: Individual
) -> Iterator[Piece]:
    """Every start that something stands against; who would lead is not known."""
    if not session.rooms and not client.telehealth:
        return
    obstacles, room = Obstacles(board), next(iter(session.rooms), None)
    for start, against in obstacles.of_starts(session):
        option = individual_option(life, session, Arrangement(start, "", room))
        for of_life in obstacles.of_life(client, option):
            if against | of_life:
                yield option, against | of_life


def _enough(
    pieces: Sequence[Piece], groups: Sequence[Option], enough: int
) -> list[Piece]:
    """Without the starts that others of the day make needless."""
    clear: list[Piece] = []
    in_the_way: list[Piece] = []
    for piece in sorted(pieces, key=lambda each: (len(each[1]), each[0].start)):
        option = piece[0]
        better = [each for each in clear if _is_as_good(each, piece)]
        if len(better) >= enough or any(_meet(option, each) for each, _ in better):
            continue
        meets_group = any(_meet(option, group) for group in groups)
        (in_the_way if meets_group else clear).append(piece)
    return clear + [
        piece
        for piece in in_the_way
        if sum(_is_as_good(each, piece) for each in clear) < enough
    ]


def _is_as_good(one: Piece, other: Piece) -> bool:
    """Whether it is of the same day and led as well, with no more against it."""
    leader = other[0].held.leader
    is_led_as_well = leader in ("", one[0].held.leader)
    return one[0].day == other[0].day and one[1] <= other[1] and is_led_as_well


def _meet(one: Option, other: Option) -> bool:
    return one.start < other.end and other.start < one.end
