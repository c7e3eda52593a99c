"""The cursor of statements that are made once: `access/prepared.py` and `bulk.py`."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def bound_cursor(*, numbered: bool = False) -> Any:
    """A cursor that gives PostgreSQL statement and values apart; SQLite's own.

    PostgreSQL keeps the plan of such a statement for as long as the connection lasts.
    The places of a `numbered` one are $1, $2, as the server itself has them.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        return database.cursor()
    database.close_if_health_check_failed()
    database.ensure_connection()
    return database._prepare_cursor(_kind(numbered)(database.connection))


def asked(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a numbered statement, as the database gives them."""
    with bound_cursor(numbered=True) as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@cache
def _kind(numbered: bool) -> Any:
    from django.db.backends.postgresql.base import ServerBindingCursor
    from psycopg import RawCursor

    kind: Any = RawCursor if numbered else ServerBindingCursor

    class BoundCursor(kind):  # type: ignore[misc]
        """Keeps its text, which psycopg drops once the server knows the statement."""

        def _convert_query(self, query: Any, params: Any = None) -> Any:
            self._query = super()._convert_query(query, params)
            return self._query

    return BoundCursor
