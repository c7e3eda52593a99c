"""What this machine is doing: CPU time by process tree, and who else is working."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[int, float] | None:
    """The parent of a process and the CPU seconds it and its ended children used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(fields[1]), sum(int(field) for field in fields[11:15]) / TICKS


def cpu_seconds(roots: Iterable[int]) -> float:
    """CPU seconds used so far by these processes and everything they started."""
    stats = {
        int(folder.name): stat
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and (stat := _stat(int(folder.name)))
    }
    tree, grown = set(roots), True
    while grown:
        children = {pid for pid, (parent, _) in stats.items() if parent in tree} - tree
        tree |= children
        grown = bool(children)
    return sum(stats[pid][1] for pid in tree if pid in stats)


def busy_and_stolen() -> tuple[float, float]:
    """CPU seconds the whole machine was busy, and those its host took away."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    user, nice, system, _idle, _wait, irq, soft, steal = map(int, fields[:8])
    return (user + nice + system + irq + soft) / TICKS, steal / TICKS


def cores_in_use(seconds: float = 2.0) -> float:
    """How many cores everything on this machine uses now."""
    before, started = busy_and_stolen()[0], time.perf_counter()
    time.sleep(seconds)
    return (busy_and_stolen()[0] - before) / (time.perf_counter() - started)
