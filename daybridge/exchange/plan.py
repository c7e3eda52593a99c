"""What an import would write, table by table, and what stays as it is."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models

from daybridge.access.viewer import Viewer
from daybridge.exchange.checking import GoodRow
from daybridge.exchange.ledger import Ledger, batches
from daybridge.exchange.problems import Problem


@dataclass(slots=True)
class Plan:
    """Collected while the rows are looked at; nothing is written yet."""

    viewer: Viewer
    ledger: Ledger
    rows: dict[type[models.Model], list[Any]] = field(
        default_factory=lambda: defaultdict(list)
    )
    afterwards: list[Callable[[], None]] = field(default_factory=list)  # services
    unchanged: int = 0
    changed_since: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, row: Any) -> None:
        self.rows[type(row)].append(row)

    def refuse(self, row: GoodRow, column: str, expected: str) -> None:
        self.problems.append(row.problem(column, expected))

    @property
    def counts(self) -> Counter[str]:
        """How many rows of each kind would be new, by a word people use."""
        return Counter(
            {
                str(model._meta.verbose_name_plural): len(rows)
                for model, rows in self.rows.items()
            }
        )

    def write(self, progress: Callable[[int], None]) -> None:
        """Write everything; inside `access.service.loading`."""
        for model, rows in self.rows.items():
            for batch in batches(rows):
                model._default_manager.bulk_create(batch)
                progress(len(batch))
        self.ledger.write()
        for act in self.afterwards:
            act()
            progress(1)


class Planner(Protocol):
    """Turns good rows of one kind into a plan."""

    def __call__(self, rows: Iterable[GoodRow], plan: Plan) -> None: ...
