"""A search that is tried again: its earlier try is over, whatever was heard last."""

from datetime import datetime

from django.db.models import Q
from django_tasks import TaskContext


def tried_since(context: TaskContext) -> datetime | None:
    """When a task was put into the queue, if it was in hand before."""
    return context.task_result.enqueued_at if context.attempt > 1 else None


def is_its_own(since: datetime | None) -> Q:
    """The condition that a search was asked for by the task that is tried again.

    Whoever asked once more meanwhile put another task into the queue.
    """
    return Q(pk__in=[]) if since is None else Q(asked_at__lte=since)
