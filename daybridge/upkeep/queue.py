"""The task queue: run what is ready, try failed tasks again, forget what is done."""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

MOST_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LOST_AFTER = timedelta(hours=1)  # a worker that says nothing for so long has died
KEPT_FOR = timedelta(days=14)


def is_ready() -> bool:
    """Whether a task waits; looking costs no lock."""
    return bool(DBTaskResult.objects.ready().exists())


def run_ready(worker_id: str, *, most: int = 50) -> bool:
    """Run up to `most` tasks that are ready, one after the other; say if there were."""
    if not is_ready():
        return False  # taking costs a lock
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=most,
        worker_id=worker_id,
        excluded_queue_names=[],
    ).run()
    return True


def put_back_of(worker_id: str, *, as_of: datetime) -> int:
    """Put back what a worker that has died had in hand; say how many.

    They begin anew at once: a task learns that it is tried again by its attempt.
    """
    running = DBTaskResult.objects.running()
    theirs = [task for task in running if task.worker_ids[-1:] == [worker_id]]
    return sum(_put_back(task, as_of) for task in theirs)


def put_back_of_the_dead(*, as_of: datetime) -> int:
    """The same for all workers of this machine that are there no more."""
    prefix = f"{machine()}-"
    running = DBTaskResult.objects.running()
    workers = {task.worker_ids[-1] for task in running if task.worker_ids}
    return sum(
        put_back_of(worker, as_of=as_of)
        for worker in workers
        if worker.startswith(prefix) and not _is_alive(worker.removeprefix(prefix))
    )


def machine() -> str:
    """How workers of this machine begin their names."""
    return socket.gethostname()[:40]


def _is_alive(pid: str) -> bool:
    """Whether a process is there. Our own number was that of an earlier one."""
    if not pid.isdigit() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _has_ended(pid)


def _has_ended(pid: str) -> bool:
    """Whether it waits only for somebody to ask how it ended (Linux)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] == "Z"


def try_again(*, as_of: datetime) -> int:
    """Put failed and lost tasks back into the queue; say how many.

    A task waits 30 s, then 1, 2, 4 minutes; after five tries it stays failed. A worker
    that was still ending when the next one began is looked for again here.
    """
    count = put_back_of_the_dead(as_of=as_of)
    lost = DBTaskResult.objects.running().filter(started_at__lt=as_of - LOST_AFTER)
    count += sum(_put_back(task, as_of) for task in lost)
    for task in DBTaskResult.objects.failed().filter(finished_at__lte=as_of):
        tries = len(task.worker_ids)
        wait = FIRST_WAIT * 2 ** max(tries - 1, 0)
        if tries < MOST_TRIES and task.finished_at + wait <= as_of:
            count += _put_back(task, as_of)
    return count


def forget_done(*, as_of: datetime) -> int:
    """Delete tasks that ended two weeks ago; say how many."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=as_of - KEPT_FOR)
    return old.delete()[0]


def _put_back(task: Any, as_of: datetime) -> int:
    """Of two workers, one puts it back: the row must still be as it was read."""
    unchanged = DBTaskResult.objects.filter(
        pk=task.pk, status=task.status, started_at=task.started_at
    )
    return unchanged.update(status="READY", run_after=as_of, finished_at=None)
