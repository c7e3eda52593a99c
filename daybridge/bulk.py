"""Write many rows of a table in one statement, whose SQL is made once and kept.

The rows travel as one JSON text and the database takes them apart, so the statement is
the same for one row and for a hundred, on both engines. Django writes such a statement
anew each time, value by value, which costs more than running it (docs/adr/0013).

What a large act writes may wait until the act is whole (`together`). On PostgreSQL it
then goes as one statement, whatever the number of tables.

This module knows tables, not rules: who may write a clinical table is asked by
`RecordQuerySet` (`access/records.py`), which is the way to it from a room.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any

import orjson
from django.db import connection, models

from daybridge.cursors import bound_cursor

BATCH = 500  # rows in one statement
Row = Mapping[str, Any]  # column (`patient_id`) -> value
Rows = list[dict[str, Any]]
KINDS = (  # what a JSON text brings into a column unchanged
    models.UUIDField,
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.DateTimeField,
    models.JSONField,
)


@dataclass(frozen=True, slots=True)
class Write:
    """What is done to which columns of which table, whatever the rows."""

    model: type[models.Model]
    columns: tuple[str, ...]
    or_write: tuple[str, ...] = ()  # where a row of that `id` is there
    is_update: bool = False


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
        self._rows: dict[Write, dict[Any, dict[str, Any]]] = {}

    def take(self, write: Write, rows: Iterable[dict[str, Any]]) -> None:
        if any(w.model is write.model and w != write for w in self._rows):
            self.go()  # one statement does one thing to a table
        self._rows.setdefault(write, {}).update((row["id"], row) for row in rows)

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
    _assert_carried(write)
    plain = ({name: row[name] for name in write.columns} for row in rows)
    waiting = _waiting.get()
    if waiting is None:
        _run_in_batches(write, plain)
    else:
        waiting.take(write, plain)


@cache
def every_column(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a table, as rows name them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def _run_in_batches(write: Write, rows: Iterator[dict[str, Any]]) -> None:
    while batch := list(islice(rows, BATCH)):
        _run({write: batch})


def _run(writes: Mapping[Write, Rows]) -> None:
    """Run one statement for all of it; on SQLite there is one thing to do at a time."""
    values: list[Any] = []
    for write, rows in writes.items():
        values += (_text(write, rows), len(rows))
    with bound_cursor(numbered=True) as cursor:
        cursor.execute(_sql(connection.vendor, tuple(writes)), values)


def _text(write: Write, rows: Rows) -> str:
    """Rows as the JSON text that the statement takes apart."""
    if connection.vendor == "postgresql":
        return orjson.dumps(rows).decode()
    for row in rows:  # a document is a text there
        for name in _documents(write.model, write.columns):
            if row[name] is not None:
                row[name] = json.dumps(row[name])  # in Django's own writing
    options = orjson.OPT_PASSTHROUGH_DATETIME
    return orjson.dumps(rows, default=_for_sqlite, option=options).decode()


@cache
def _documents(model: type[models.Model], columns: tuple[str, ...]) -> tuple[str, ...]:
    fields = _fields(model, columns)
    return tuple(f.attname for f in fields if isinstance(f, models.JSONField))


@cache
def _sql(vendor: str, writes: tuple[Write, ...]) -> str:
    """One statement that does it all; the last part is its body."""
    *before, last = (
        (_update_sql if write.is_update else _insert_sql)(vendor, write, 2 * nth + 1)
        for nth, write in enumerate(writes)
    )
    parts = ", ".join(f"w{nth} AS ({part})" for nth, part in enumerate(before))
    return f"WITH {parts} {last}" if parts else last


def _insert_sql(vendor: str, write: Write, first: int) -> str:
    fields = _fields(write.model, write.columns)
    into = ", ".join(_quoted(field.column) for field in fields)
    values = ", ".join(_value(vendor, field) for field in fields)
    table = _quoted(write.model._meta.db_table)
    rows = _rows(vendor, fields, first)
    sql = f"INSERT INTO {table} ({into}) SELECT {values} FROM {rows}"  # noqa: S608  # nosec B608
    if not write.or_write:
        return sql
    columns = [_quoted(field.column) for field in _fields(write.model, write.or_write)]
    written = ", ".join(f"{column} = excluded.{column}" for column in columns)
    key = _quoted("id")
    return f"{sql} WHERE true ON CONFLICT ({key}) DO UPDATE SET {written}"  # nosec B608


def _update_sql(vendor: str, write: Write, first: int) -> str:
    key, *fields = _fields(write.model, write.columns)
    values = ", ".join(
        f"{_quoted(field.column)} = {_value(vendor, field)}" for field in fields
    )
    table = _quoted(write.model._meta.db_table)
    rows = _rows(vendor, [key, *fields], first)
    found = f"{table}.{_quoted(key.column)} = {_value(vendor, key)}"
    return f"UPDATE {table} SET {values} FROM {rows} WHERE {found}"  # noqa: S608  # nosec B608


def _rows(vendor: str, fields: Sequence[Any], first: int) -> str:
    """The rows of the JSON text, as something to select from.

    The limit is how many there are: else PostgreSQL plans for a hundred, and reads a
    whole table to find one row.
    """
    if vendor == "sqlite":
        return "(SELECT value FROM json_each(%s) LIMIT %s) AS r"
    types = ", ".join(
        f"{_quoted(field.attname)} {field.db_type(connection)}" for field in fields
    )
    text, count = f"${first}::json", f"${first + 1}"
    return f"(SELECT * FROM json_to_recordset({text}) AS j({types}) LIMIT {count}) AS r"  # noqa: S608  # nosec B608


def _value(vendor: str, field: Any) -> str:
    """One column of such a row."""
    if vendor == "sqlite":
        value = f"json_extract(r.value, '$.{field.attname}')"
        return f"replace({value}, '-', '')" if _is_key(field) else value
    return f"r.{_quoted(field.attname)}"


def _is_key(field: Any) -> bool:
    """Whether the column holds a key, which SQLite has without hyphens."""
    return isinstance(getattr(field, "target_field", field), models.UUIDField)


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


@cache
def _assert_carried(write: Write) -> None:
    for field in _fields(write.model, write.columns):
        if not isinstance(getattr(field, "target_field", field), KINDS):
            raise TypeError(f"{field}: a JSON text cannot carry {type(field).__name__}")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _for_sqlite(value: Any) -> str:
    """A moment as Django keeps it there: naive UTC."""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    raise TypeError(f"{type(value).__name__} is no value of a row")
