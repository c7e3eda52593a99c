"""Run what is due, each job on one worker at a time.

A job is claimed by a conditional update of its row, so of two workers one gets it. The
claim ends by itself if the worker dies. A job that fails is due again after a minute,
then two, four … up to an hour.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.db.models import Q
from django.utils import timezone

from daybridge.upkeep.models import DueJob
from daybridge.upkeep.table import HOUR, JOBS, MINUTE, Job

logger = logging.getLogger("daybridge.upkeep")
_said_absent: set[str] = set()


def run_due(
    at: datetime, *, jobs: Iterable[Job] = JOBS, stop: Callable[[], bool] | None = None
) -> list[str]:
    """Run every job that is due; answers the names of those that went well."""
    jobs = tuple(jobs)
    _lay_out(jobs, at)
    due = set(DueJob.objects.due(at).values_list("name", flat=True))
    done = []
    for job in jobs:
        if stop is not None and stop():
            break
        if job.name in due and _claim(job, at) and run(job, at):
            done.append(job.name)
    return done


def run(job: Job, at: datetime) -> bool:
    """Run one job now and write down how it went."""
    function = find(job)
    if function is None:
        _settle(job, due_at=job.next_due(at))
        return False
    try:
        function(**job.arguments(at))
    except Exception as problem:
        _put_off(job, at, problem)
        return False
    _settle(job, due_at=job.next_due(at), finished_at=timezone.now())
    return True


def find(job: Job) -> Callable[..., Any] | None:
    """The function of a job, or None where its room is not in this installation."""
    module_name, name = job.function.split(":")
    try:
        function: Callable[..., Any] = getattr(import_module(module_name), name)
    except ModuleNotFoundError as absent:
        if not absent.name or not module_name.startswith(absent.name):
            raise  # the room is there; something that it needs is not
        if job.name not in _said_absent:
            _said_absent.add(job.name)
            logger.warning("skipped: %s (%s is not here)", job.name, absent.name)
        return None
    return function


def wait_after(failures: int) -> timedelta:
    """How long to leave a job alone that failed so often in a row."""
    doublings = min(max(failures - 1, 0), 10)
    return min(MINUTE * (1 << doublings), HOUR)


def _lay_out(jobs: Iterable[Job], at: datetime) -> None:
    """A row for each job that has none yet, due now."""
    known = set(DueJob.objects.values_list("name", flat=True))
    new = [DueJob(name=job.name, due_at=at) for job in jobs if job.name not in known]
    if new:
        DueJob.objects.bulk_create(new, ignore_conflicts=True)


def _claim(job: Job, at: datetime) -> bool:
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    rows = DueJob.objects.filter(free, name=job.name, due_at__lte=at)
    return bool(rows.update(claimed_until=at + job.lease))


def _settle(job: Job, **values: Any) -> None:
    values = {"claimed_until": None, "failures": 0, "last_error": "", **values}
    DueJob.objects.filter(name=job.name).update(**values)


def _put_off(job: Job, at: datetime, problem: Exception) -> None:
    """Keep the kind of the error; its text may hold what belongs in a chart."""
    row = DueJob.objects.filter(name=job.name).first()
    failures = (row.failures if row else 0) + 1
    kind = f"{type(problem).__module__}.{type(problem).__qualname__}"
    wait = wait_after(failures)
    logger.error("failed: %s (%s), again in %d s", job.name, kind, wait.total_seconds())
    _settle(job, due_at=at + wait, failures=failures, last_error=kind[:200])
