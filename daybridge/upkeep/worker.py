"""The worker: periodic jobs and queued tasks, until it is told to stop."""

import logging
import os
import signal
import socket
import threading
from types import FrameType

from django.db import Error, close_old_connections
from django.utils import timezone

from daybridge.upkeep.queue import run_ready
from daybridge.upkeep.running import run_due

logger = logging.getLogger("daybridge.upkeep")
PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


def work(*, once: bool = False) -> None:
    """Work until SIGTERM or Ctrl-C; with `once`, do what is due now and return."""
    stopping = threading.Event()
    if not once:
        _stop_on_signals(stopping)
    name = f"{socket.gethostname()[:40]}-{os.getpid()}"
    pause = PAUSE_SECONDS
    while not stopping.is_set():
        try:
            _one_round(name, stopping)
            pause = PAUSE_SECONDS
        except Error as problem:
            if once:
                raise
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            kind = type(problem).__name__
            logger.error(
                "the database does not answer (%s); again in %d s", kind, pause
            )
        if once:
            return
        stopping.wait(pause)


def _one_round(name: str, stopping: threading.Event) -> None:
    close_old_connections()
    run_due(timezone.now(), stop=stopping.is_set)
    if not stopping.is_set():
        run_ready(name)
    close_old_connections()


def _stop_on_signals(stopping: threading.Event) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
