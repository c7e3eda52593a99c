"""Individual sessions of one client that want the same leader.

What a leader does for everyone else is known to each option. Two sessions of the same
client can still be in each other's way: when the leader changes over from one to the
other, and when both together exceed a limit of contact minutes.
"""

from collections import Counter
from collections.abc import Iterable

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Client
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.options import Option


class Rivals:
    """Who leads more than one of a client's individual sessions, and what is left."""

    def __init__(self, board: Board, client: Client) -> None:
        self.board = board
        self.minutes = {each.id: each.minutes for each in client.individual}
        wanted = Counter(id for each in client.individual for id in each.leaders)
        self.shared = {id for id, times in wanted.items() if times > 1}
        self.scarce = {id for id in self.shared if self._is_scarce(id)}

    def named(self, leader: str) -> str:
        """The leader where it matters later who it is."""
        return leader if leader in self.scarce else ""

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

    def fit_the_week(self, placed: Iterable[tuple[str, str]]) -> bool:
        """Whether leaders have the minutes for all of these in their week."""
        wanted: Counter[str] = Counter()
        for id, leader in placed:
            wanted[leader] += self.minutes[id]
        return all(
            self.board.minutes_led(leader) + minutes <= limit
            for leader, minutes in wanted.items()
            if leader and (limit := self._week_limit(leader)) is not None
        )

    def _until(self, option: Option) -> int:
        leader = self.board.instance.staff[option.held.leader]
        return option.end + leader.changeover_minutes

    def _week_limit(self, leader: str) -> int | None:
        return self.board.instance.staff[leader].max_week_minutes

    def _is_scarce(self, leader: str) -> bool:
        """Whether all sessions together could be too much for the leader's week."""
        limit = self._week_limit(leader)
        wanted = sum(self.minutes.values())
        return limit is not None and self.board.minutes_led(leader) + wanted > limit
