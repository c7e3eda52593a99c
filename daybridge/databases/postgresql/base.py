"""PostgreSQL whose line is looked at before a request uses it, and seldom asked.

Django asks `SELECT 1` before the first statement of each request: a round trip, a tenth
of a page. A server that ended the connection has said so, and what it said, or the end
of the line, waits in the socket; nothing else does between two requests. A line that
lay idle for long may have been cut by something in between without a word: it is asked.
"""

import select
import time
from typing import Any

from django.db.backends.postgresql import base

LONG = 30.0  # seconds; what cuts idle lines waits for minutes


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a kept connection is found to be alive."""

    looked_at = 0.0  # by the clock that only runs forward

    def close_if_health_check_failed(self) -> None:
        own: Any = self
        if own.connection is None or own.health_check_done:
            return
        now, last = time.monotonic(), self.looked_at
        self.looked_at = now
        if now - last < LONG and _is_quiet(own.connection.fileno()):
            own.health_check_done = True
        else:
            super().close_if_health_check_failed()


def _is_quiet(line: int) -> bool:
    """Whether nothing waits to be read, not even the end."""
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    return not waiting.poll(0)
