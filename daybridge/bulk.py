"""Write many rows of a table in one statement, whose SQL is made once and kept.

The statement (`bulk_statements`) is the same for one row and for a hundred. Django
writes such a statement anew each time, value by value, which costs more than running it
(docs/adr/0013).

What a large act writes may wait until the act is whole (`together`). On PostgreSQL it
then goes as one statement, whatever the number of tables.

This module knows tables, not rules: who may write a clinical table is asked by
`RecordQuerySet` (`access/records.py`), which is the way to it from a room.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import connection, models

from daybridge.bulk_statements import Rows, Values, Write, assert_carried, statement
from daybridge.rehearsals import rehearsal

BATCH = 500  # rows in one statement
Row = Mapping[str, Any]  # column (`patient_id`) -> value


def insert(
    model: type[models.Model], rows: Iterable[Row], *, or_write: Sequence[str] = ()
) -> None:
    """Insert rows that name every column of their table.

    With `or_write`, those columns are written where a row of that `id` is there.
    """
    _take(Write(model, every_column(model), tuple(or_write)), rows)


def update(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Write these columns of stored rows, found by `id`."""
    _take(Write(model, ("id", *columns), is_update=True), rows)


@contextmanager
def together() -> Iterator[None]:
    """Let what is written inside wait, and go together if the act comes to its end.

    Nothing may read inside what was written inside. When the act fails, nothing is
    written. An act within an act waits for the end of the larger one.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting = _Waiting()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    waiting.go()


class _Waiting:
    """Rows by what is to be done with them, and each row once, as it was left last."""

    def __init__(self) -> None:
        self._rows: dict[Write, dict[Any, Values]] = {}

    def take(self, write: Write, rows: Iterable[Values]) -> None:
        if any(w.model is write.model and w != write for w in self._rows):
            self.go()  # one statement does one thing to a table
        key = write.columns.index("id")
        self._rows.setdefault(write, {}).update((row[key], row) for row in rows)

    def go(self) -> None:
        waiting, small = self._rows, {}
        self._rows = {}
        for write, rows in waiting.items():
            if len(rows) > BATCH or connection.vendor == "sqlite":
                _run_in_batches(write, iter(rows.values()))
            elif rows:
                small[write] = list(rows.values())
        if small:
            _run(small)


_waiting: ContextVar[_Waiting | None] = ContextVar("writes_of_the_act", default=None)


def _take(write: Write, rows: Iterable[Row]) -> None:
    assert_carried(write)
    as_they_are = map(itemgetter(*write.columns), rows)
    waiting = _waiting.get()
    if waiting is None:
        _run_in_batches(write, as_they_are)
    else:
        waiting.take(write, as_they_are)


@cache
def every_column(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a table, as rows name them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def _run_in_batches(write: Write, rows: Iterator[Values]) -> None:
    while batch := list(islice(rows, BATCH)):
        _run({write: batch})


def _run(writes: Mapping[Write, Rows]) -> None:
    """Write all of it; in an act that is being rehearsed it waits for the turn."""
    written = statement(writes)
    going_on = rehearsal()
    if going_on is None:
        written.run()
    else:
        going_on.writes.append(written)
