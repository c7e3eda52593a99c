"""The statements of `bulk`, made once for each engine and kept.

On PostgreSQL rows travel as one JSON text, which the database takes apart: it is the
same statement for one row and for a hundred, and one may write several tables. SQLite
is in this process, and a statement of one row is run for each of them. That takes a
quarter of the time, for nothing has to be taken apart.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, models

from daybridge.cursors import bound_cursor

Values = tuple[Any, ...]  # of one row, in the order of the columns
Rows = list[Values]
Keep = Callable[[Iterable[Any]], Iterable[Any]]
KINDS = (  # what comes into a column unchanged
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
    is_update: bool = False  # the first column is `id`, by which a row is found


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its values, ready to run."""

    sql: str
    values: Sequence[Any]
    is_for_each: bool = False  # of the values, one after another

    def run(self) -> None:
        with bound_cursor(numbered=True) as cursor:
            run = cursor.executemany if self.is_for_each else cursor.execute
            run(self.sql, self.values)


def statement(writes: Mapping[Write, Rows]) -> Statement:
    """One statement for all of it; on SQLite there is one thing to do at a time."""
    if connection.vendor == "sqlite":
        [(write, rows)] = writes.items()
        return Statement(_sqlite(write), _bound(write, rows), is_for_each=True)
    values: list[Any] = []
    for write, rows in writes.items():
        named = [dict(zip(write.columns, row, strict=True)) for row in rows]
        values += (orjson.dumps(named).decode(), len(rows))
    return Statement(_postgresql(tuple(writes)), values)


# SQLite


def _bound(write: Write, rows: Rows) -> list[Values]:
    """For each row a value for each place of the statement, in order."""
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, keep in _keeping(write):
        columns[place] = keep(columns[place])
    if write.is_update:  # whose key comes last
        columns.append(columns.pop(0))
    return list(zip(*columns, strict=True))


@cache
def _keeping(write: Write) -> list[tuple[int, Keep]]:
    """The columns whose values are not kept as they are, and how they are kept."""
    fields = _fields(write.model, write.columns)
    kept = [(nth, _kept(field)) for nth, field in enumerate(fields)]
    return [(nth, keep) for nth, keep in kept if keep]


def _kept(field: Any) -> Keep | None:
    target = getattr(field, "target_field", field)
    if isinstance(target, models.UUIDField):
        return _keys
    if isinstance(target, models.DateTimeField):
        return _moments
    if isinstance(target, models.JSONField):
        return _documents
    return None


def _keys(column: Iterable[UUID | None]) -> list[str | None]:
    return [None if key is None else key.hex for key in column]


def _moments(column: Iterable[datetime | None]) -> list[str | None]:
    """Moments as Django keeps them there: naive UTC. A whole roster has few of them."""
    known = {
        at: None if at is None else str(at.astimezone(UTC).replace(tzinfo=None))
        for at in set(column)
    }
    return [known[at] for at in column]


def _documents(column: Iterable[Any]) -> list[str | None]:
    """Documents in Django's own writing."""
    return [None if each is None else json.dumps(each) for each in column]


@cache
def _sqlite(write: Write) -> str:
    table = _quoted(write.model._meta.db_table)
    columns = [_quoted(field.column) for field in _fields(write.model, write.columns)]
    if write.is_update:
        key, *others = columns
        values = ", ".join(f"{column} = %s" for column in others)
        return f"UPDATE {table} SET {values} WHERE {key} = %s"  # noqa: S608  # nosec B608
    places = ", ".join("%s" for _ in columns)
    into = ", ".join(columns)
    sql = f"INSERT INTO {table} ({into}) VALUES ({places})"  # noqa: S608  # nosec B608
    return sql + _or_write(write)


# PostgreSQL


@cache
def _postgresql(writes: tuple[Write, ...]) -> str:
    """One statement that does it all; the last part is its body."""
    *before, last = (
        (_update if write.is_update else _insert)(write, 2 * nth + 1)
        for nth, write in enumerate(writes)
    )
    parts = ", ".join(f"w{nth} AS ({part})" for nth, part in enumerate(before))
    return f"WITH {parts} {last}" if parts else last


def _insert(write: Write, first: int) -> str:
    fields = _fields(write.model, write.columns)
    into = ", ".join(_quoted(field.column) for field in fields)
    values = ", ".join(f"r.{_quoted(field.attname)}" for field in fields)
    table = _quoted(write.model._meta.db_table)
    rows = _rows(fields, first)
    sql = f"INSERT INTO {table} ({into}) SELECT {values} FROM {rows}"  # noqa: S608  # nosec B608
    return f"{sql} WHERE true{_or_write(write)}" if write.or_write else sql


def _update(write: Write, first: int) -> str:
    key, *fields = _fields(write.model, write.columns)
    values = ", ".join(
        f"{_quoted(field.column)} = r.{_quoted(field.attname)}" for field in fields
    )
    table = _quoted(write.model._meta.db_table)
    rows = _rows([key, *fields], first)
    found = f"{table}.{_quoted(key.column)} = r.{_quoted(key.attname)}"
    return f"UPDATE {table} SET {values} FROM {rows} WHERE {found}"  # noqa: S608  # nosec B608


def _rows(fields: Sequence[Any], first: int) -> str:
    """The rows of the JSON text, as something to select from.

    The limit is how many there are: else PostgreSQL plans for a hundred, and reads a
    whole table to find one row.
    """
    types = ", ".join(
        f"{_quoted(field.attname)} {field.db_type(connection)}" for field in fields
    )
    text, count = f"${first}::json", f"${first + 1}"
    return f"(SELECT * FROM json_to_recordset({text}) AS j({types}) LIMIT {count}) AS r"  # noqa: S608  # nosec B608


# Both


def _or_write(write: Write) -> str:
    if not write.or_write:
        return ""
    columns = [_quoted(field.column) for field in _fields(write.model, write.or_write)]
    written = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f" ON CONFLICT ({_quoted('id')}) DO UPDATE SET {written}"  # nosec B608


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in names]


@cache
def assert_carried(write: Write) -> None:
    """Refuse a column whose kind of value is not known to come in unchanged."""
    for field in _fields(write.model, write.columns):
        if not isinstance(getattr(field, "target_field", field), KINDS):
            raise TypeError(f"{field}: bulk cannot carry {type(field).__name__}")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
