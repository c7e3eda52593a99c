"""One line on the terminal that says how far a long measurement is."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[str], None]


@contextmanager
def progress(name: str, total: int) -> Iterator[Tell]:
    """Give a function to call after each step, with a few words about it."""
    started, done = time.monotonic(), 0
    is_terminal = sys.stderr.isatty()

    def say(words: str) -> None:
        passed = time.monotonic() - started
        line = f"{name}: {done} of {total}, {passed:.0f} s. {words}"
        end = "" if is_terminal else "\n"
        print(f"\r{line:<78}" if is_terminal else line, end=end, file=sys.stderr)
        sys.stderr.flush()

    def tell(words: str) -> None:
        nonlocal done
        done += 1
        if is_terminal or done % 5 == 0 or done == total:
            say(words)

    say("Getting ready …")
    yield tell
    if is_terminal:
        print(file=sys.stderr)
