"""The server as the product starts it, killed as a power failure would kill it."""

import os
import select
import signal
import subprocess
import time

from tests.processes import free_port, living_in_group, wait_until
from tests.reliability.drill import ROOT, Installation

LONGEST_START_SECONDS = 300.0


class Serving:
    """`bin/daybridge serve` of one installation, in a process group of its own."""

    def __init__(self, installation: Installation, *, workers: int = 2) -> None:
        self.installation, self.workers = installation, workers
        self.port = free_port()
        self.log = installation.home.parent / f"{installation.home.name}.log"
        self._process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> float:
        """Start it and wait for its one line; gives the seconds that took."""
        started = time.monotonic()
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [ROOT / "bin" / "daybridge", "serve", "--port", str(self.port),
                 "--workers", str(self.workers), *options],
                env=self.installation.environment(), cwd=self.installation.home.parent,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                text=True, start_new_session=True,
            )  # fmt: skip
        self._wait_for_its_line()
        return time.monotonic() - started

    def kill(self) -> None:
        """Kill supervisor, server and worker at once; nobody may tidy up."""
        process = self._running()
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        wait_until(lambda: not living_in_group(process.pid), "the group to be gone")
        self._process = None

    def stop(self) -> None:
        """Stop it as an operator does; safe when it is not running."""
        if self._process is None:
            return
        self._process.terminate()
        self._process.communicate(timeout=60)
        self._process = None

    def _running(self) -> "subprocess.Popen[str]":
        assert self._process is not None, "the server was not started"
        return self._process

    def _wait_for_its_line(self) -> None:
        process = self._running()
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], LONGEST_START_SECONDS)
        line = process.stdout.readline() if ready else ""
        if not line.startswith("Daybridge is open at"):
            self.kill()
            raise RuntimeError(f"The server did not open: {self.log.read_text()}")
