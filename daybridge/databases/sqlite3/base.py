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
from contextlib import suppress
from functools import lru_cache
from sqlite3 import Error
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from daybridge.databases.sqlite3.operations import DatabaseOperations

EVERY = 0.0005  # seconds between two looks
NOT_IN = "database is locked"  # as SQLite says it
MOVE = "PRAGMA wal_checkpoint(PASSIVE)"
LONG = 5000  # pages, about, after which the log is moved into the database
PAGES_OF_A_COMMIT, PAGES_OF_A_ROW = 8, 2
_first = threading.Lock()  # of this process, for the one who looks


class Cursor(base.SQLiteCursorWrapper):
    """Django's own, but that it rewrites the same statement once."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """The statement with its values' places written as SQLite has them."""
        return (
            _with_places(query)
            if param_names is None
            else query % {name: f":{name}" for name in param_names}
        )


@lru_cache(maxsize=2000)
def _with_places(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction that may write begins and ends."""

    ops_class = DatabaseOperations
    turns: int | None = None  # the opened file of the lock
    has_turn = False
    may_take_turns = True  # not while an act is only rehearsed (daybridge/rehearsals)
    rows_before = 0  # written by this connection up to its last commit

    def create_cursor(self, name: Any = None) -> Cursor:
        """A cursor of the open connection."""
        own: Any = self
        cursor: Cursor = own.connection.cursor(factory=Cursor)
        return cursor

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
        is_long = False
        try:
            is_long = self.has_turn and self._has_made_the_log_long()
        finally:
            self._end_turn()
        if is_long:
            self._move_the_log()

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
            self.turns, self.has_turn, self.rows_before = None, False, 0

    def _take_turn(self, seconds: float) -> None:
        if not self.may_take_turns:
            raise OperationalError("there are no turns while an act is rehearsed")
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

    def _has_made_the_log_long(self) -> bool:
        """Add what was written to what stands in the file of the turn; ours by now."""
        own: Any = self
        assert self.turns is not None
        written, self.rows_before = self.rows_before, own.connection.total_changes
        rows = max(self.rows_before - written, 0)
        stands = int.from_bytes(os.pread(self.turns, 8, 0), "little")
        pages = stands + PAGES_OF_A_COMMIT + PAGES_OF_A_ROW * rows
        is_long = pages >= LONG
        os.pwrite(self.turns, (0 if is_long else pages).to_bytes(8, "little"), 0)
        return is_long

    def _move_the_log(self) -> None:
        """Bring the log into the database: most of it beside the writers who go on.

        What they wrote meanwhile is moved in a turn, so that the log begins anew. It
        has been kept either way: if this cannot be done now, it is done later.
        """
        own: Any = self
        with suppress(Error, OperationalError):
            own.connection.execute(MOVE)
            self._take_turn(own.settings_dict["OPTIONS"].get("timeout", 5))
            try:
                own.connection.execute(MOVE)
            finally:
                self._end_turn()

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
