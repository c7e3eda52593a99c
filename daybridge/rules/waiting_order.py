"""Who on the waitlist is called first when a seat opens, and what is owed meanwhile.

Source: 45 CFR 96.131(a) (order of admission), 96.131(d)(2) (interim services for
        pregnant people within 48 hours), 96.126(b) (people who inject drugs: admission
        within 14 days of asking, or within 120 days with interim services from the
        48th hour on).
Units:  moments with a time zone; priorities 1 to 4, as in the table below.
Decided: the order binds programs with the block grant; for others it can be switched
        off, and then only the time of waiting counts. Equal priority: the longest
        waiting first. Why somebody waits does not move them in the order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PRIORITIES = (  # (stored, who), 45 CFR 96.131(a)(1)-(4)
    ("1", "pregnant people who inject drugs"),
    ("2", "pregnant people with a substance use disorder"),
    ("3", "people who inject drugs"),
    ("4", "everyone else"),
)
NO_PRIORITY = "4"
PREGNANT, INJECTING = frozenset({"1", "2"}), frozenset({"1", "3"})
INTERIM_WITHIN = timedelta(hours=48)
ADMIT_WITHIN = timedelta(days=14)
ADMIT_AT_LAST = timedelta(days=120)  # where no program has a place earlier


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person who waits."""

    key: str
    priority: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """What the block grant asks meanwhile; None: nothing."""

    interim_by: datetime | None = None
    admission_by: datetime | None = None
    admission_at_last: datetime | None = None


def in_order(people: Iterable[Waiting], *, block_grant: bool) -> list[Waiting]:
    """The order in which people are called."""

    def place(one: Waiting) -> tuple[str, datetime, str]:
        return (one.priority if block_grant else "", one.since, one.key)

    return sorted(people, key=place)


def ordering(*, block_grant: bool) -> Sequence[str]:
    """The same order as names of columns, for a list that is read page by page."""
    by_time = ("waiting_since", "pk")
    return ("priority", *by_time) if block_grant else by_time


def owed(priority: str, since: datetime) -> Owed:
    """What has to happen while somebody of a priority group waits."""
    return Owed(
        since + INTERIM_WITHIN if priority in PREGNANT | INJECTING else None,
        since + ADMIT_WITHIN if priority in INJECTING else None,
        since + ADMIT_AT_LAST if priority in INJECTING else None,
    )
