"""Whether somebody still waits for an answer."""

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

ASKED_EVERY = 1.0  # second: whether to go on

Result = TypeVar("Result")


def _always() -> bool:
    return True


@dataclass(slots=True)
class Patience:
    """Shared by all solvers of a search: once it is over, none of them goes on."""

    goes_on: Callable[[], bool] = _always  # asked every second
    is_over: bool = False

    def end(self) -> None:
        self.is_over = True

    def ask(self) -> None:
        """End when whoever watches wants no more."""
        self.is_over = self.is_over or not self.goes_on()

    def beside(
        self, solve: Callable[[], Result], *, stop: Callable[[], object]
    ) -> Result:
        """Solve beside the main thread, which asks whether somebody still waits."""
        with ThreadPoolExecutor(max_workers=1) as thread:
            result = thread.submit(solve)
            try:
                while not result.done():
                    wait([result], timeout=ASKED_EVERY)
                    self.ask()
                    if self.is_over:
                        stop()
            finally:
                stop()
            return result.result()


@contextmanager
def ended_by_ctrl_c(patience: Patience) -> Iterator[None]:
    """Ctrl-C ends the patience, and nothing else; pressed again, it ends the program.

    As an exception it could arrive in the middle of anything, and be lost there.
    Whoever listens for it already, as a worker does, hears of it as well.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def heard(number: int, frame: FrameType | None) -> None:
        is_again = patience.is_over
        patience.end()
        if callable(before) and (is_again or before is not signal.default_int_handler):
            before(number, frame)

    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
