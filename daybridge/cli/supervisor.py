"""One process that keeps the server and the worker running, and stops them cleanly."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from daybridge.cli.output import tell
from daybridge.processes import end_with, hear_ctrl_c

STOP_SECONDS = 15.0
LONGEST_WAIT_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a child that ran so long starts again without a wait


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    failures: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        ours = os.getpid()

        def prepare() -> None:
            hear_ctrl_c()
            end_with(ours)

        self.process = subprocess.Popen(  # noqa: S603 - our own two commands
            self.command, stdin=subprocess.DEVNULL, preexec_fn=prepare
        )

    def tend(self, now: float) -> None:
        """Start it, or start it again a little later each time it ends by itself."""
        if self.process is None:
            if now >= self.again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        steady = now - self.started_at > STEADY_SECONDS
        self.failures = 1 if steady else self.failures + 1
        wait = min(2.0 ** (self.failures - 1), LONGEST_WAIT_SECONDS)
        tell(f"The {self.name} ended (status {code}); it starts again in {wait:.0f} s.")
        self.process, self.again_at = None, now + wait


def supervise(
    children: Sequence[Child], *, until_ready: Callable[[], bool], ready: str
) -> int:
    """Run the children until SIGTERM or Ctrl-C; say `ready` when they answer.

    Gives 0 after a clean stop, and 1 when they never came up.
    """
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _setter(stopping))
    is_ready = False
    try:
        while not stopping.is_set():
            now = time.monotonic()
            for child in children:
                child.tend(now)
            if not is_ready and children[0].failures:
                return 1
            if not is_ready and until_ready():
                is_ready = True
                sys.stdout.write(f"{ready}\n")
                sys.stdout.flush()
            stopping.wait(0.5 if is_ready else 0.1)
        tell("Stopping …")
    finally:
        stop(children)
    tell("Stopped.")
    return 0


def stop(children: Sequence[Child]) -> None:
    """Ask every child to end, and end those that do not."""
    running = [c.process for c in children if c.process and c.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _setter(event: threading.Event) -> Callable[[int, FrameType | None], None]:
    def stop_soon(number: int, frame: FrameType | None) -> None:
        event.set()

    return stop_soon
