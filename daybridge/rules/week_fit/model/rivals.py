"""Individual sessions of one client that want the same leader.

What a leader does for everyone else is known to each option. Two sessions of the same
client can still be in each other's way: when the leader changes over from one to the
other, and when both together exceed a limit of contact minutes.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations
from typing import NamedTuple

from daybridge.rules.week_fit.clock import DAY, WEEK
from daybridge.rules.week_fit.instance import Client
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.options import Option


class Session(NamedTuple):
    """An individual session that is placed, and what of it matters on another day."""

    id: str
    leader: str  # empty: it does not matter who
    start: int | None  # None: its leader is ready again by midnight


class Rivals:
    """Who leads more than one of a client's individual sessions, and what is left."""

    def __init__(self, board: Board, client: Client) -> None:
        self.board = board
        self.minutes = {each.id: each.minutes for each in client.individual}
        wanted = Counter(id for each in client.individual for id in each.leaders)
        self.shared = {id for id, times in wanted.items() if times > 1}
        self.scarce = {id for id in self.shared if self._is_scarce(id)}

    def remembered(self, option: Option) -> Session:
        """A session with its leader and start, where these matter on another day."""
        leader = option.held.leader
        if self._may_meet_another_day(option):
            return Session(option.id, leader, option.start)
        return Session(option.id, leader if leader in self.scarce else "", None)

    def still_changing_over(
        self, options: tuple[Option, ...]
    ) -> tuple[tuple[str, int], ...]:
        """Leaders who cannot begin another session yet, and until when."""
        if not self.shared:
            return ()
        over = options[-1].end
        return tuple(
            (option.held.leader, self._until(option))
            for option in options
            if option.is_individual and self._until(option) > over
        )

    def allow(self, options: tuple[Option, ...], option: Option) -> bool:
        """Whether its leader can lead this session after the others of the day."""
        leader = option.held.leader
        if leader not in self.shared:
            return True
        same = [e for e in options if e.is_individual and e.held.leader == leader]
        if any(option.start < self._until(each) for each in same):
            return False
        limit = self.board.instance.staff[leader].max_day_minutes
        if limit is None:
            return True
        led = self.board.minutes_led(leader, option.start // DAY)
        return led + option.minutes + sum(each.minutes for each in same) <= limit

    def fit_the_week(self, placed: Collection[Session]) -> bool:
        """Whether leaders have the time for all of these in their week."""
        return self._leave_minutes(placed) and not any(
            self._meet(one, other) for one, other in combinations(placed, 2)
        )

    def _leave_minutes(self, placed: Iterable[Session]) -> bool:
        wanted: Counter[str] = Counter()
        for session in placed:
            wanted[session.leader] += self.minutes[session.id]
        return all(
            self.board.minutes_led(leader) + minutes <= limit
            for leader, minutes in wanted.items()
            if leader and (limit := self._week_limit(leader)) is not None
        )

    def _may_meet_another_day(self, option: Option) -> bool:
        """Whether its leader's changing over can reach across midnight."""
        if option.held.leader not in self.shared:
            return False
        midnight = option.day * DAY
        before = option.start - self._changeover(option.held.leader) < midnight
        return before or self._until(option) > midnight + DAY

    def _meet(self, one: Session, other: Session) -> bool:
        """Whether one begins before its leader is done with the other, or about."""
        if one.start is None or other.start is None or one.leader != other.leader:
            return False
        needed = self._changeover(one.leader)
        between = (
            other.start - one.start - self.minutes[one.id],
            one.start - other.start - self.minutes[other.id],
        )
        return any(idle % WEEK < needed for idle in between)

    def _changeover(self, leader: str) -> int:
        """Of somebody who is still to be found none is known."""
        staff = self.board.instance.staff
        return staff[leader].changeover_minutes if leader else 0

    def _until(self, option: Option) -> int:
        return option.end + self._changeover(option.held.leader)

    def _week_limit(self, leader: str) -> int | None:
        return self.board.instance.staff[leader].max_week_minutes

    def _is_scarce(self, leader: str) -> bool:
        """Whether all sessions together could be too much for the leader's week."""
        limit = self._week_limit(leader)
        wanted = sum(self.minutes.values())
        return limit is not None and self.board.minutes_led(leader) + wanted > limit
