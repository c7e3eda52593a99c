"""An act worked out before its turn, so that only checking and writing is done in it.

One writer at a time may be in a SQLite file: whatever an act does between its begin and
its commit, everybody else waits for. An act that reads only by `Prepared` statements
and writes only by `bulk` can be worked out before. In its turn the same reads are asked
again, and if each gives what it gave before, the act would come to the same end: what
it wanted to write is written. If anything differs, or the act asked in any other way,
or failed, nothing of it is used and it runs in its turn, as ever.

On PostgreSQL writers of different rows do not wait for each other, and every act runs
in its transaction.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections

from daybridge.bulk_statements import Statement
from daybridge.cursors import asked

R = TypeVar("R")
Row = tuple[Any, ...]


class _AsksOtherwiseError(Exception):
    """The act sent a statement that is neither a prepared read nor a bulk write."""


@dataclass(slots=True)
class Rehearsal:
    """What an act has read so far, and what it would write."""

    reads: list[tuple[str, Sequence[Any], list[Row]]] = field(default_factory=list)
    writes: list[Statement] = field(default_factory=list)
    is_reading: bool = False
    has_failed: bool = False

    @contextmanager
    def part(self) -> Iterator[None]:
        """A service within the act: as in a transaction, its failure is the whole's."""
        try:
            yield
        except BaseException:
            self.has_failed = True
            raise

    def read(self, sql: str, values: Sequence[Any]) -> list[Row]:
        """Ask, and remember the answer."""
        self.is_reading = True
        try:
            found = asked(sql, values)
        finally:
            self.is_reading = False
        self.reads.append((sql, values, found))
        return found

    def _look(self, execute: Any, sql: Any, values: Any, many: Any, about: Any) -> Any:
        if not self.is_reading:
            raise _AsksOtherwiseError
        return execute(sql, values, many, about)


@dataclass(frozen=True, slots=True)
class WorkedOut(Generic[R]):
    """An act that came to its end before its turn."""

    rehearsal: Rehearsal
    answer: R

    def holds(self) -> bool:
        """Whether all that the act read still reads the same."""
        return all(
            asked(sql, values) == found for sql, values, found in self.rehearsal.reads
        )

    def write(self) -> None:
        """Write what the act wanted to write."""
        for statement in self.rehearsal.writes:
            statement.run()


def rehearsal() -> Rehearsal | None:
    """The rehearsal that is going on here, if one is."""
    return _going_on.get()


def worked_out(act: Callable[[], R]) -> WorkedOut[R] | None:
    """The act, worked out without a turn; None where that is of no use or fails.

    Why it fails is not said here: the act runs again in its turn, and says it there.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return None
    going_on, database = Rehearsal(), connections[DEFAULT_DB_ALIAS]
    token = _going_on.set(going_on)
    vars(database)["may_take_turns"] = False
    try:
        with connection.execute_wrapper(going_on._look):
            answer = act()
    except Exception:  # whatever it is, the act meets it in its turn
        return None
    finally:
        del vars(database)["may_take_turns"]
        _going_on.reset(token)
    return None if going_on.has_failed else WorkedOut(going_on, answer)


_going_on: ContextVar[Rehearsal | None] = ContextVar("rehearsal", default=None)
