"""A process that is asked to end, and one that ends with whoever started it."""

import ctypes
import os
import signal
import sys
import threading
from types import FrameType

_PR_SET_PDEATHSIG = 1
KILLED = 1  # exit status of a process that did not end in time
_asked = threading.Event()


def end_on_signals(*, within_seconds: float | None = None) -> None:
    """From now on SIGTERM and Ctrl-C ask; whatever runs looks and leaves the rest.

    With `within_seconds` it ends after that, whatever it does: for work that may be
    killed at any point and does not look.
    """

    def ask(number: int, frame: FrameType | None) -> None:
        if within_seconds is not None and not _asked.is_set():
            end = threading.Timer(within_seconds, os._exit, [KILLED])
            end.daemon = True
            end.start()
        _asked.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)


def is_ending() -> bool:
    """Whether this process was asked to end."""
    return _asked.is_set()


def pause(seconds: float) -> None:
    """Wait, unless this process is asked to end."""
    _asked.wait(seconds)


def end_with_parent() -> None:
    """In a new process: hear Ctrl-C even if a shell started us in the background.

    If whoever started it is killed, the kernel asks this process to end (Linux).
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
