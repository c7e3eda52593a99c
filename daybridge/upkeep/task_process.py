"""The process for queued tasks, from the side of the worker that starts it."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime
from typing import ClassVar

from django.db import Error
from django.utils import timezone

from daybridge.upkeep import queue

COMMAND = (sys.executable, "-m", "daybridge", "worker", "--tasks-of")


class TaskProcess:
    """At most one, started when a task waits; it ends by itself when none does."""

    STOP_SECONDS: ClassVar[float] = 6.0  # the worker itself is given fifteen
    LONGEST_WAIT_SECONDS: ClassVar[float] = 60.0

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.failures = 0
        self.again_at = 0.0

    def tend(self, at: datetime) -> None:
        """Put back what it died of, and start it if a task waits."""
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self._bury(at, failed=code != 0)
        if time.monotonic() >= self.again_at and queue.is_ready():
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                (*COMMAND, str(os.getpid())), stdin=subprocess.DEVNULL
            )

    def stop(self) -> None:
        """Ask it to end, and end it; a search that is not over is put back."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with suppress(Error):  # else the next worker finds that it is there no more
            self._bury(timezone.now(), failed=False)

    def _bury(self, at: datetime, *, failed: bool) -> None:
        assert self.process is not None
        queue.put_back_of(f"{queue.machine()}-{self.process.pid}", as_of=at)
        self.process = None
        self.failures = self.failures + 1 if failed else 0
        wait = min(2.0**self.failures, self.LONGEST_WAIT_SECONDS) if failed else 0.0
        self.again_at = time.monotonic() + wait
