"""Write many rows of a table in one statement, whose SQL is made once and kept.

The rows travel as one JSON text and the database takes them apart, so the statement is
the same for one row and for a hundred, on both engines. Django writes such a statement
anew each time, value by value, which costs more than running it (docs/adr/0013).

This module knows tables, not rules: who may write a clinical table is asked by
`RecordQuerySet` (`access/records.py`), which is the way to it from a room.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models

from daybridge.cursors import bound_cursor

BATCH = 500  # rows in one statement
Row = Mapping[str, Any]  # column (`patient_id`) -> value
KINDS = (  # what a JSON text brings into a column unchanged
    models.UUIDField,
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.DateTimeField,
    models.JSONField,
)


def insert(
    model: type[models.Model], rows: Iterable[Row], *, or_write: Sequence[str] = ()
) -> None:
    """Insert rows that name every column of their table.

    With `or_write`, those columns are written where a row of that `id` is there.
    """
    columns = every_column(model)
    sql = _insert_sql(connection.vendor, model, columns, tuple(or_write))
    _run(sql, model, columns, rows)


def update(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]
) -> int:
    """Write these columns of stored rows, found by `id`; say how many there were."""
    columns = ("id", *columns)
    return _run(_update_sql(connection.vendor, model, columns), model, columns, rows)


@cache
def every_column(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a table, as rows name them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def _run(
    sql: str, model: type[models.Model], columns: tuple[str, ...], rows: Iterable[Row]
) -> int:
    waiting, written = iter(rows), 0
    while batch := list(islice(waiting, BATCH)):
        with bound_cursor(numbered=True) as cursor:
            cursor.execute(sql, [_text(model, columns, batch), len(batch)])
            written += cursor.rowcount
    return written


def _text(
    model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Row]
) -> str:
    """Rows as the JSON text that the statement takes apart."""
    plain = [{name: row[name] for name in columns} for row in rows]
    if connection.vendor == "sqlite":  # a document is a text there
        for row in plain:
            for name in _documents(model, columns):
                row[name] = None if row[name] is None else json.dumps(row[name])
    return _ENCODERS[connection.vendor](plain)


@cache
def _documents(model: type[models.Model], columns: tuple[str, ...]) -> tuple[str, ...]:
    fields = _fields(model, columns)
    return tuple(f.attname for f in fields if isinstance(f, models.JSONField))


@cache
def _insert_sql(
    vendor: str,
    model: type[models.Model],
    names: tuple[str, ...],
    or_write: tuple[str, ...],
) -> str:
    fields = _fields(model, names)
    into = ", ".join(_quoted(field.column) for field in fields)
    values = ", ".join(_value(vendor, field) for field in fields)
    table = _quoted(model._meta.db_table)
    rows = _rows(vendor, fields)
    sql = f"INSERT INTO {table} ({into}) SELECT {values} FROM {rows}"  # noqa: S608  # nosec B608
    if not or_write:
        return sql
    columns = [_quoted(field.column) for field in _fields(model, or_write)]
    written = ", ".join(f"{column} = excluded.{column}" for column in columns)
    key = _quoted("id")
    return f"{sql} WHERE true ON CONFLICT ({key}) DO UPDATE SET {written}"  # nosec B608


@cache
def _update_sql(vendor: str, model: type[models.Model], names: tuple[str, ...]) -> str:
    key, *fields = _fields(model, names)
    values = ", ".join(
        f"{_quoted(field.column)} = {_value(vendor, field)}" for field in fields
    )
    table = _quoted(model._meta.db_table)
    rows = _rows(vendor, [key, *fields])
    found = f"{table}.{_quoted(key.column)} = {_value(vendor, key)}"
    return f"UPDATE {table} SET {values} FROM {rows} WHERE {found}"  # noqa: S608  # nosec B608


def _rows(vendor: str, fields: Sequence[Any]) -> str:
    """The rows of the JSON text, as something to select from.

    The limit is how many there are: else PostgreSQL plans for a hundred, and reads a
    whole table to find one row.
    """
    if vendor == "sqlite":
        return "(SELECT value FROM json_each(%s) LIMIT %s) AS r"
    types = ", ".join(
        f"{_quoted(field.attname)} {field.db_type(connection)}" for field in fields
    )
    return f"(SELECT * FROM json_to_recordset($1::json) AS j({types}) LIMIT $2) AS r"  # noqa: S608  # nosec B608


def _value(vendor: str, field: Any) -> str:
    """One column of such a row."""
    if vendor == "sqlite":
        return f"json_extract(r.value, '$.{field.attname}')"
    return f"r.{_quoted(field.attname)}"


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    for field in fields:
        if not isinstance(getattr(field, "target_field", field), KINDS):
            raise TypeError(f"{field}: a JSON text cannot carry {type(field).__name__}")
    return fields


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _for_postgresql(value: Any) -> str:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a row")


def _for_sqlite(value: Any) -> str:
    """As Django keeps it there: naive UTC, keys without hyphens."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    raise TypeError(f"{type(value).__name__} is no value of a row")


_ENCODERS = {
    "postgresql": json.JSONEncoder(ensure_ascii=False, default=_for_postgresql).encode,
    "sqlite": json.JSONEncoder(ensure_ascii=False, default=_for_sqlite).encode,
}
