"""The keyed mark of an audit row: who changes a row without the key breaks its mark."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii
from typing import Any
from uuid import UUID

from django.conf import settings

COLUMNS = (
    "id",
    "program_id",
    "at",
    "user_id",
    "staff_id",
    "actor_name",
    "roles",
    "action",
    "target_type",
    "target_id",
    "patient_id",
    "reason",
    "basis",
    "address",
    "outcome",
    "detail",
)

IN_ORDER = sorted(COLUMNS)
SIMPLE = {str, int, bool, type(None)}  # come back from a document as they went in
_ENCODE = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=True
).encode


def keyed(text: str) -> str:
    """HMAC-SHA256 of a text under this installation's audit key, in hexadecimal."""
    key: bytes = settings.AUDIT_KEY
    return hmac.digest(key, text.encode(), "sha256").hex()


def mark_of(event: Any) -> str:
    """The mark that an audit row must carry."""
    [mark] = marks_of([{name: getattr(event, name) for name in COLUMNS}])
    return mark


def marks_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The same of rows that are only their columns, each with its own."""
    return [keyed(f"row:{text}") for text in canonical(rows)]


def canonical(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """One way, and only one, to write a row as text: JSON, its columns by their names.

    Rows of one act have most of their values in common; those are written once.
    """
    columns = [_column(name, [row[name] for row in rows]) for name in IN_ORDER]
    return [f"{{{','.join(texts)}}}" for texts in zip(*columns, strict=True)]


def _column(name: str, values: list[Any]) -> list[str]:
    first = values[0] if values else None
    if all(value is first for value in values):
        return [f'"{name}":{_written(first)}'] * len(values)
    return [f'"{name}":{_written(value)}' for value in values]


def as_stored(detail: Any) -> Any:
    """A detail as the database gives it back: lists for tuples, text for keys."""
    if set(map(type, detail)) <= {str} and set(map(type, detail.values())) <= SIMPLE:
        return detail
    return json.loads(json.dumps(detail))


def _written(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, UUID):
        return f'"{value.hex}"'
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).isoformat(timespec="microseconds")
        return f'"{moment}"'
    if isinstance(value, str):
        return encode_basestring_ascii(str(value))
    return _ENCODE(value)
