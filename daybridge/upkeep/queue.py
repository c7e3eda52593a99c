"""The task queue: run what is ready, try failed tasks again, forget what is done."""

from datetime import datetime, timedelta
from typing import Any

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

MOST_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LOST_AFTER = timedelta(hours=1)  # a worker that says nothing for so long has died
KEPT_FOR = timedelta(days=14)


def run_ready(worker_id: str, *, most: int = 50) -> None:
    """Run up to `most` tasks that are ready, one after the other."""
    if not DBTaskResult.objects.ready().exists():
        return  # looking costs no lock; taking does
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


def try_again(*, as_of: datetime) -> int:
    """Put failed and lost tasks back into the queue; say how many.

    A task waits 30 s, then 1, 2, 4 minutes; after five tries it stays failed.
    """
    lost = DBTaskResult.objects.running().filter(started_at__lt=as_of - LOST_AFTER)
    count = sum(_put_back(task, as_of) for task in lost)
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
