"""Moments as PostgreSQL writes them, read by the standard library (docs/adr/0013).

A page of a chart reads a hundred; psycopg's own reader, which also knows other styles
of dates, took a twentieth of the page.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.signals import connection_created
from django.dispatch import receiver


@receiver(connection_created)
def read_moments_quickly(connection: Any, **kwargs: Any) -> None:
    """Each new connection reads its `timestamptz` columns this way."""
    if connection.vendor != "postgresql" or connection.timezone is not UTC:
        return
    from psycopg.adapt import Buffer, Loader

    class MomentLoader(Loader):
        timezone = UTC  # Django asks for it, and takes it for its own

        def load(self, data: Buffer) -> datetime:
            moment = datetime.fromisoformat(str(data, "ascii"))
            return moment if moment.tzinfo is UTC else moment.astimezone(UTC)

    connection.connection.adapters.register_loader("timestamptz", MomentLoader)
