"""Find the processes of a browser by its profile, and kill them as a crash would."""

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def browser_of(profile: Path) -> list[int]:
    """The browser of a profile and its helpers, the browser itself first."""
    mark, found = f"--user-data-dir={profile}".encode(), []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if mark in words:
                is_helper = any(word.startswith(b"--type=") for word in words)
                found.append((is_helper, int(folder.name)))
    return [pid for _, pid in sorted(found)]


def kill(pids: Sequence[int]) -> None:
    """SIGKILL, which nobody can answer with a last save."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
