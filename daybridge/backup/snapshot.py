"""One moment of the database, read over a connection of its own while others write."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Give the alias of a connection that sees one consistent moment.

    SQLite: a read transaction of the write-ahead log, which lets writers go on.
    PostgreSQL: REPEATABLE READ, read only.
    """
    connection = connections["default"].copy(alias=ALIAS)
    if connection.vendor == "sqlite":
        options = {
            **connection.settings_dict["OPTIONS"],
            "transaction_mode": "DEFERRED",
        }
        connection.settings_dict["OPTIONS"] = options
    connections[ALIAS] = connection
    try:
        with transaction.atomic(using=ALIAS), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                )
            yield ALIAS
    finally:
        connection.close()
        del connections[ALIAS]
