"""Rows as lines of JSON, the same from either engine, and back again."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

PAGE = 2_000  # rows in memory at a time
LEFT_OUT = {
    "django_session",
    "access_session",  # whoever was signed in signs in again
    "upkeep_duejob",  # a worker lays its table out by itself
}
MADE_BY_MIGRATIONS = {"django_content_type", "auth_permission"}

MICROSECOND = timedelta(microseconds=1)
DECODERS: dict[str, Callable[[Any], Any]] = {
    "UUIDField": UUID,
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DurationField": lambda value: value * MICROSECOND,
    "DecimalField": Decimal,
    "BinaryField": base64.b64decode,
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its model, the stored fields, and how each comes back from JSON."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def fields(self) -> list[Any]:
        stored = self.model._meta.concrete_fields
        return [field for field in stored if not field.generated]

    @property
    def columns(self) -> list[str]:
        return [field.column for field in self.fields]

    def count(self, using: str) -> int:
        return self._rows(using).count()

    def lines(self, using: str) -> Iterator[str]:
        """Every row as one line of JSON."""
        names = [field.attname for field in self.fields]
        rows = self._rows(using).order_by("pk").values_list(*names)
        for row in rows.iterator(chunk_size=PAGE):
            yield to_line(row)

    def decoders(self) -> list[Callable[[Any], Any]]:
        return [DECODERS.get(_type_of(field), _as_it_is) for field in self.fields]

    def _rows(self, using: str) -> models.QuerySet[Any]:
        """A plain queryset: a backup is of every program, by design."""
        return models.QuerySet(self.model).using(using)


def tables() -> list[Table]:
    """Every table that a backup holds, by name."""
    found = {
        model._meta.db_table: Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[name] for name in sorted(found) if name not in LEFT_OUT]


class Digest:
    """A hash of rows whatever their order: the engines sort texts differently."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def add(self, line: str) -> None:
        self.rows += 1
        hashed = hashlib.sha256(line.encode()).digest()
        self._sum = (self._sum + int.from_bytes(hashed)) % 2**256

    def as_data(self) -> dict[str, Any]:
        return {"rows": self.rows, "digest": f"{self._sum:064x}"}


def to_line(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return value // MICROSECOND
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"a backup cannot hold {type(value).__name__}")


def _type_of(field: Any) -> str:
    """The type of a column; a foreign key has the type of what it points at."""
    while field.remote_field is not None and hasattr(field, "target_field"):
        field = field.target_field
    return str(field.get_internal_type())


def _as_it_is(value: Any) -> Any:
    return value
