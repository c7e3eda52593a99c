"""Write many rows fast, on either database, while `loading` is open.

Goes under the ORM (one prepared INSERT on SQLite, COPY on PostgreSQL), because a large
clinic is millions of rows; constraints and foreign keys are the database's as ever.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection, models

from daybridge.access.service import EVERY_ROOM, writing_in

BATCH = 2_000  # rows kept in memory for one table
CACHE_KIB = 768 * 1024  # at most; a small clinic takes what it needs
Row = list[Any]
Adapt = Callable[[Any], Any]
_MISSING = object()


@contextmanager
def roomy_cache() -> Iterator[None]:
    """Let SQLite keep more pages in memory while rows go in all over its indexes.

    Nothing about safety changes: synchronous, the journal and foreign keys stay on.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = {-CACHE_KIB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


class Bulk:
    """Collects rows by table and writes each table's in batches, parents first."""

    def __init__(self) -> None:
        self.written = 0
        self._tables: dict[type[models.Model], _Table] = {}

    def add(self, model: type[models.Model], **values: Any) -> Any:
        """Keep one row for writing; returns its key."""
        table = self._tables.get(model)
        if table is None:
            table = self._tables[model] = _Table(model)
        table.add(values)
        if len(table.rows) >= BATCH:
            self.flush()
        return values.get("id")

    def flush(self) -> None:
        """Write what is waiting, in the order the tables were first used."""
        if writing_in() != EVERY_ROOM:
            raise RuntimeError("bulk rows are written inside access.service.loading")
        for table in self._tables.values():
            self.written += table.write()


class _Table:
    def __init__(self, model: type[models.Model]) -> None:
        fields = [f for f in model._meta.concrete_fields if not _counts_itself(f)]
        self.name = model._meta.db_table
        self.columns = [str(field.column) for field in fields]
        self.known = {field.attname for field in fields}
        self.spec = [_column(field) for field in fields]
        self.rows: list[Row] = []

    def add(self, values: dict[str, Any]) -> None:
        if not self.known.issuperset(values):
            raise TypeError(f"{self.name} has no {set(values) - self.known}")
        row = []
        for name, default, adapt in self.spec:
            value = values.get(name, _MISSING)
            if value is _MISSING:
                row.append(default)
            elif value is None or adapt is None:
                row.append(value)
            else:
                row.append(adapt(value))
        self.rows.append(row)

    def write(self) -> int:
        rows, self.rows = self.rows, []
        if not rows:
            return 0
        quote = connection.ops.quote_name
        into = f"{quote(self.name)} ({', '.join(quote(c) for c in self.columns)})"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(self.columns))
                statement = f"INSERT INTO {into} VALUES ({places})"  # noqa: S608 # nosec B608
                cursor.executemany(statement, rows)
        return len(rows)


def _counts_itself(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.AutoField)


def _column(field: models.Field[Any, Any]) -> tuple[str, Any, Adapt | None]:
    """A column's name, what goes in when nothing is given, and how the rest goes in."""
    default, adapt = _default(field), _adapt(field)
    if default not in (None, "") and adapt is not None:
        default = adapt(default)
    return field.attname, default, adapt


def _default(field: models.Field[Any, Any]) -> Any:
    if field.has_default() and callable(field.default):
        return [] if field.default is list else {} if field.default is dict else None
    if field.has_default():
        return field.default
    return None if field.null else ""


def _adapt(field: models.Field[Any, Any]) -> Adapt | None:
    """How one column's values are stored; None when they go in as they are."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if connection.vendor == "postgresql":
        return None
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return _hex
    if isinstance(target, models.DateTimeField):
        return _moment
    if isinstance(target, (models.DateField, models.TimeField)):
        return _text
    return None


def _hex(value: UUID) -> str:
    return value.hex


def _moment(value: datetime) -> str:
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat(" ")[:-6]  # without the offset


def _text(value: date | time) -> str:
    return str(value)
