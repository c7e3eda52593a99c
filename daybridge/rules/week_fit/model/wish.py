"""What a client is meant to have in a week, where not everything is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Client
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.options import Option

NEAR = 120  # minutes from a group, where no dose says how long somebody may be idle


class Choice(Protocol):
    """What is looked at of everything that somebody could attend."""

    @property
    def offerings(self) -> frozenset[str]:
        """The groups; of a series all of them, or none."""

    def includes(self, option: Option) -> bool:
        """Whether an option is looked at."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Some groups, and times at which individual sessions are looked for."""

    offerings: frozenset[str]
    times: tuple[tuple[int, int], ...]  # from, until

    def includes(self, option: Option) -> bool:
        if not option.is_individual:
            return option.id in self.offerings
        return any(
            start <= option.start and option.end <= end for start, end in self.times
        )


def wish_for(
    board: Board, client: Client, offerings: Iterable[str], days: Iterable[int]
) -> Wish:
    """These groups, which run, and individual sessions near them or on these days."""
    chosen = frozenset(offerings)
    longest = client.dose.max_gap_minutes
    reach = NEAR if longest is None else longest
    reach += sum(session.minutes for session in client.individual)
    near, with_group = [], set()
    for id in chosen:
        start = board.runs[id].start
        end = start + board.instance.offerings[id].minutes
        day = start // DAY
        with_group.add(day)
        near.append((max(day * DAY, start - reach), min((day + 1) * DAY, end + reach)))
    whole = [(day * DAY, (day + 1) * DAY) for day in sorted({*days} - with_group)]
    return Wish(chosen, (*near, *whole))
