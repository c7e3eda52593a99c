"""Ask in a process of its own what cannot be stopped in the middle of its work.

Whoever waits no longer ends the process, and what a solver prints of itself is heard
by nobody.
"""

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

from daybridge.processes import end_with
from daybridge.week_solver.patience import Patience

Result = TypeVar("Result")

NEW = get_context("spawn")  # shares no thread and no connection with this one


def asked_apart(
    ask: Callable[[], Result], seconds: float, patience: Patience
) -> Result | None:
    """What it gives; None when it took longer, or nobody waits for it any more.

    It goes to the other process as a pickle, and so does what comes back.
    """
    if patience.is_over:
        return None
    receiving, sending = NEW.Pipe(duplex=False)
    process = NEW.Process(target=_answer, args=(sending, os.getpid(), ask), daemon=True)
    process.start()
    sending.close()
    try:
        return patience.beside(lambda: _received(receiving, seconds), stop=process.kill)
    finally:
        process.join()
        receiving.close()


def _received(receiving: Connection, seconds: float) -> Result | None:
    try:
        return receiving.recv() if receiving.poll(seconds) else None
    except EOFError:  # it was ended
        return None


def _answer(sending: Connection, asks: int, ask: Callable[[], Result]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits
    end_with(asks, signal.SIGKILL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sending.send(ask())
