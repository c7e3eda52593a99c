"""What the command says: results to standard output, everything else beside it."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

QUIET_SECONDS = 2.0  # work that takes longer shows a bar


class Refusal(Exception):
    """What cannot be done, why, and what to do instead."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status


def say(text: str) -> None:
    """A result, on standard output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def say_json(data: Any) -> None:
    say(json.dumps(data, indent=2, ensure_ascii=False, default=str))


def tell(text: str) -> None:
    """How it goes, on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


complain = tell


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say what begins and how long it took, in plain words."""
    started = time.monotonic()
    tell(f"{what} …")
    yield
    tell(f"{what}: {time.monotonic() - started:.1f} s")


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal after two seconds of work; call it with done and total."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    started, task = time.monotonic(), bar.add_task(what, total=None)

    def told(done: int, total: int) -> None:
        if not bar.live.is_started and time.monotonic() - started > QUIET_SECONDS:
            bar.start()
        bar.update(task, completed=done, total=total or None)

    try:
        yield told
    finally:
        bar.stop()
