"""The cursor of statements that are made once: `access/prepared.py` and `bulk.py`."""

from typing import Any

from django.db import connection


def bound_cursor() -> Any:
    """A cursor that gives PostgreSQL statement and values apart; SQLite's own.

    PostgreSQL keeps the plan of such a statement for as long as the connection lasts.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    wrapper: Any = connection
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    bound: Any = ServerBindingCursor
    return wrapper._prepare_cursor(bound(wrapper.connection))
