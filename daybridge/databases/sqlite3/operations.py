"""How the stored keys and moments of SQLite become Python's, in a third of the time.

An evening reads hundreds of each. Django asks of each moment which zone it may be in,
and of each key in which of its forms it is written; we wrote them all in one. Many rows
have the same moment, and what an evening reads it reads again in its turn: a text that
was read lately is known.
"""

from datetime import UTC, datetime
from functools import lru_cache
from sqlite3 import register_converter
from typing import Any
from uuid import UUID, SafeUUID

from django.db.backends.sqlite3 import operations
from django.utils.dateparse import parse_datetime

_new, _set, _safe = UUID.__new__, object.__setattr__, SafeUUID.unknown


@lru_cache(maxsize=4096)
def moment(stored: bytes) -> datetime | None:
    """What Django makes of the text of a moment."""
    return parse_datetime(stored.decode())


register_converter("datetime", moment)  # after Django has registered its own


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own, but for two converters that give the same values."""

    def convert_uuidfield_value(
        self, value: Any, expression: Any, connection: Any
    ) -> UUID | None:
        """The key whose 32 hex digits are stored."""
        if value is None or len(value) != 32:
            django: Any = super()
            read: UUID | None = django.convert_uuidfield_value(
                value, expression, connection
            )
            return read
        key = _new(UUID)
        _set(key, "int", int(value, 16))
        _set(key, "is_safe", _safe)
        return key

    def convert_datetimefield_value(
        self, value: Any, expression: Any, connection: Any
    ) -> datetime | None:
        """The aware moment whose UTC is stored."""
        if type(value) is datetime:
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        django: Any = super()
        read: datetime | None = django.convert_datetimefield_value(
            value, expression, connection
        )
        return read
