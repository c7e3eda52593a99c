"""The keyed mark of an audit row: who changes a row without the key breaks its mark."""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
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
    return mark_of_columns({name: getattr(event, name) for name in COLUMNS})


def mark_of_columns(values: Mapping[str, Any]) -> str:
    """The same of a row that is only its columns."""
    return keyed("row:" + canonical({name: values[name] for name in COLUMNS}))


def canonical(values: dict[str, Any]) -> str:
    """One way, and only one, to write values as text."""
    plain = {name: _plain(value) for name, value in values.items()}
    return _ENCODE(plain)


def as_stored(detail: Any) -> Any:
    """A detail as the database gives it back: lists for tuples, text for keys."""
    if set(map(type, detail)) <= {str} and set(map(type, detail.values())) <= SIMPLE:
        return detail
    return json.loads(json.dumps(detail))


def _plain(value: Any) -> Any:
    if value is None or type(value) is str:
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, str) else value
