"""A search that is tried again: its earlier try is over, whatever was heard last.

Decided: a search whose process died three times is not begun a fourth time. It would
         need more memory than there is, and take that of others again and again.
"""

from datetime import datetime

from django.db.models import Q
from django_tasks import TaskContext

MOST_TRIES = 3


def died_too_often(context: TaskContext) -> bool:
    """Whether a search has had all its tries, and none came to its end."""
    return bool(context.attempt > MOST_TRIES)


def tried_since(context: TaskContext) -> datetime | None:
    """When a task was put into the queue, if it was in hand before."""
    return context.task_result.enqueued_at if context.attempt > 1 else None


def is_its_own(since: datetime | None) -> Q:
    """The condition that a search was asked for by the task that is tried again.

    Whoever asked once more meanwhile put another task into the queue.
    """
    return Q(pk__in=[]) if since is None else Q(asked_at__lte=since)
