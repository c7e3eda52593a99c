"""The password hasher: Django's own Argon2 at full cost, one password at a time.

A hash is meant to be expensive: 100 MB of memory and a fifth of a second of a core.
Several at once would leave nothing for those who are at work. So a hash waits until no
other one runs on this machine, lets its request's turn go meanwhile, and takes at most
half of the cores. What is stored is what Django's hasher stores (docs/adr/0014).
"""

import fcntl
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from daybridge.access.turns import let_go

NICENESS = 8  # of 19: readers stay quick, and a sign-in still gets its share
P = ParamSpec("P")
T = TypeVar("T")


class OneAtATime(Argon2PasswordHasher):
    """Argon2 as Django has it; only when and where it runs is ours."""

    def encode(self, password: str, salt: str) -> str:
        return _in_the_background(super().encode, password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        return _in_the_background(super().verify, password, encoded)


def _in_the_background(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Have it done out of the way, when no other process hashes."""

    def alone() -> T:
        with _nobody_else(settings.HOME / "hashing.lock"):
            return work(*args, **kwargs)

    with let_go():
        return _background(os.getpid()).submit(alone).result()


@contextmanager
def _nobody_else(path: Path) -> Iterator[None]:
    """Hold the lock of this machine; the kernel frees it when its holder dies.

    Where a file cannot be locked, passwords are checked all the same.
    """
    with ExitStack() as held:
        with suppress(OSError):
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            held.callback(os.close, file)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def _background(pid: int) -> ThreadPoolExecutor:
    """The one thread of a process that hashes; a forked process makes its own."""
    return ThreadPoolExecutor(1, "hashing", initializer=_step_back)


def _step_back() -> None:
    """Leave half of the cores to everything else, and go last on the other half.

    On Linux a thread has cores and a priority of its own, which those that Argon2
    starts have too; elsewhere they would be the whole process's, so nothing is done.
    A thread cannot take its priority back: this one only hashes.
    """
    if sys.platform != "linux":
        return
    thread, cores = threading.get_native_id(), sorted(os.sched_getaffinity(0))
    with suppress(OSError):
        os.sched_setaffinity(thread, cores[len(cores) // 2 :])
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, NICENESS)
