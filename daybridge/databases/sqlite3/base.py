"""SQLite whose writers come in soon after each other, and none waits for long.

One writer at a time may be in the database. SQLite lets those who wait look again after
ever longer pauses, up to a tenth of a second: whoever came late finds the door open and
whoever waited longest comes last. Here one thread of each process knocks every
millisecond, and the others of that process queue behind it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

EVERY = 0.001  # seconds between two knocks
_first = threading.Lock()  # of this process, for the one who knocks


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction that may write begins."""

    def _start_transaction_under_autocommit(self) -> None:
        own: Any = self
        if own.transaction_mode != "IMMEDIATE" or own.is_in_memory_db():
            own._begin()
            return
        seconds = own.settings_dict["OPTIONS"].get("timeout", 5)
        until = time.monotonic() + seconds
        if not _first.acquire(timeout=seconds):
            raise OperationalError("database is locked")
        try:
            with self._without_pauses(seconds):
                self._knock(until)
        finally:
            _first.release()

    def _knock(self, until: float) -> None:
        while True:
            try:
                self._begin()
            except OperationalError as refusal:
                if "locked" not in str(refusal) or time.monotonic() > until:
                    raise
                time.sleep(EVERY)
            else:
                return

    def _begin(self) -> None:
        begin: Any = super()
        begin._start_transaction_under_autocommit()

    @contextmanager
    def _without_pauses(self, seconds: float) -> Iterator[None]:
        """SQLite answers at once that somebody else is in."""
        connection: Any = self.connection
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
