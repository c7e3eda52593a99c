"""A process that is asked to end, and one that ends with whoever started it."""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import FrameType

_PR_SET_PDEATHSIG = 1
_asked: SimpleQueue[None] = SimpleQueue()  # a handler may put into it at any moment


def end_on_signals(*, within_seconds: float | None = None) -> None:
    """From now on SIGTERM and Ctrl-C ask; whatever runs looks and leaves the rest.

    With `within_seconds` the kernel ends it after that, whatever it does: for work that
    may be killed at any point and does not look.
    """

    def ask(number: int, frame: FrameType | None) -> None:
        if within_seconds is not None and not is_ending():
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, within_seconds)
        _asked.put(None)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)


def is_ending() -> bool:
    """Whether this process was asked to end."""
    return not _asked.empty()


def pause(seconds: float) -> None:
    """Wait, unless this process is asked to end."""
    with suppress(Empty):
        _asked.put(_asked.get(timeout=seconds))  # for all others who look


def end_with(parent: int, by: signal.Signals = signal.SIGTERM) -> None:
    """In a new process: end when `parent`, which started it, is no more (Linux).

    The kernel sends the signal if the parent is killed; if it died before it could be
    asked to, the signal is sent here.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(by))
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def hear_ctrl_c() -> None:
    """In a new process: hear Ctrl-C even if a shell started us in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
