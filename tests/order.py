"""Long tests begin first, some on each worker, so that no core waits for the last one.

pytest-django puts tests with real transactions last: every story in a browser and each
race. xdist's `worksteal` gives each worker one stretch of the list, and another takes
over only what has not begun. So each stretch begins with its part of the long ones.
"""

from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")
LONG = ("journey", "reliability")  # the marks of what takes seconds, not milliseconds
LONGEST = (  # recorded, longest first; the others follow as they were collected
    "test_every_page.py",
    "test_server_kills.py",
    "test_backup_drill.py",
    "test_killed_browser.py",
    "test_signing_in.py",
    "test_evening.py",
)


def long_first(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """The same tests, in the order in which the workers should have them."""
    long = [item for item in items if any(map(item.get_closest_marker, LONG))]
    long.sort(key=_rank)
    chosen = set(long)
    rest = [item for item in items if item not in chosen]
    return spread(_together(long), rest, workers)


def spread(long: Sequence[Sequence[T]], rest: Sequence[T], workers: int) -> list[T]:
    """Deal groups to the workers in turn, and fill each one's stretch with the rest.

    The stretches are as xdist cuts them: what is left, divided by who is left.
    """
    heads: list[list[T]] = [[] for _ in range(workers)]
    for number, group in enumerate(long):
        heads[number % workers].extend(group)
    others, ordered = list(rest), list[T]()
    left = sum(map(len, heads)) + len(others)
    for number, head in enumerate(heads):
        share = left // (workers - number)
        left -= share
        fill = max(share - len(head), 0)
        ordered += head + others[:fill]
        del others[:fill]
    return ordered + others


def uses_database(item: pytest.Item) -> bool:
    """Whether a test asks for a database by mark or fixture; drills bring theirs."""
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    marks = map(item.get_closest_marker, ("django_db", "reliability"))
    return bool(asked) or any(marks)


def _rank(item: pytest.Item) -> int:
    name = item.path.name
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def _together(items: Sequence[pytest.Item]) -> list[list[pytest.Item]]:
    """Stories one by one; drills by module, whose tests share what they have set up."""
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        alone = item.get_closest_marker("journey") is not None
        groups.setdefault(item.nodeid if alone else str(item.path), []).append(item)
    return list(groups.values())
