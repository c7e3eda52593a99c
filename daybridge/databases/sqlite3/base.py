"""SQLite whose writers come in soon after each other, and none waits for long.

One writer at a time may be in the database. SQLite lets those who wait look again after
ever longer pauses, up to a tenth of a second: whoever came late finds the door open and
whoever waited longest comes last. Here a lock on a file beside the database stands for
the turn. Writers of a process queue for it in a line of their own, and the first of
each process looks every half millisecond, which costs next to nothing. The lock ends
with its process, however that dies; a writer who does not know of it (a shell, a
backup) is waited for as SQLite does.
"""

import fcntl
import os
import threading
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from daybridge.databases.sqlite3.operations import DatabaseOperations

EVERY = 0.0005  # seconds between two looks
NOT_IN = "database is locked"  # as SQLite says it
_first = threading.Lock()  # of this process, for the one who looks


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction that may write begins and ends."""

    ops_class = DatabaseOperations
    turns: int | None = None  # the opened file of the lock
    has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        own: Any = self
        begin: Any = super()
        if own.transaction_mode == "IMMEDIATE" and not own.is_in_memory_db():
            self._take_turn(own.settings_dict["OPTIONS"].get("timeout", 5))
        try:
            begin._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        own: Any = super()
        own._commit()
        self._end_turn()

    def _rollback(self) -> None:
        own: Any = super()
        try:
            own._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        own: Any = super()
        try:
            own._close()
        finally:
            if self.turns is not None:
                os.close(self.turns)
            self.turns, self.has_turn = None, False

    def _take_turn(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        if not _first.acquire(timeout=seconds):
            raise OperationalError(NOT_IN)
        try:
            while not self._is_our_turn():
                if time.monotonic() > until:
                    raise OperationalError(NOT_IN)
                time.sleep(EVERY)
        finally:
            _first.release()
        self.has_turn = True

    def _is_our_turn(self) -> bool:
        if self.turns is None:
            own: Any = self
            path = f"{own.settings_dict['NAME']}-turn"
            self.turns = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self.turns, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _end_turn(self) -> None:
        if self.has_turn and self.turns is not None:
            self.has_turn = False
            fcntl.flock(self.turns, fcntl.LOCK_UN)
