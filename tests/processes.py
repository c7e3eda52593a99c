"""Processes of this machine, as tests that start and kill servers see them (Linux)."""

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(parent: int) -> list[int]:
    return [pid for pid, _, its_parent, _ in _processes() if its_parent == parent]


def is_alive(pid: int) -> bool:
    """Whether it runs; who is dead and only not yet buried does not."""
    return any(at == pid and state != "Z" for at, state, _, _ in _processes())


def living_in_group(group: int) -> list[int]:
    """Processes of a group that are not dead, nor dead and only not yet buried."""
    return [pid for pid, state, _, at in _processes() if at == group and state != "Z"]


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Look again and again; raise when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"Waited {seconds:.0f} s in vain for {what}.")
        time.sleep(0.02)


def _processes() -> Iterator[tuple[int, str, int, int]]:
    """Every process: its id, state, parent and group."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended while we looked
        yield int(folder.name), fields[0], int(fields[1]), int(fields[2])
