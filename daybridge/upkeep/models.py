"""When each periodic job is due, and which worker has it in hand."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q


class DueQuerySet(models.QuerySet["DueJob"]):
    def due(self, at: datetime) -> Self:
        """Jobs whose time has come and that no living worker holds."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.filter(free, due_at__lte=at)


class DueJob(models.Model):
    """One line of the table of periodic jobs, as it stands now."""

    name = models.CharField(primary_key=True, max_length=80)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)  # by a worker; free after that
    finished_at = models.DateTimeField(null=True)  # the last time it went well
    failures = models.PositiveIntegerField(default=0)  # since it last went well
    last_error = models.CharField(max_length=200, blank=True)  # its kind, no content

    objects: ClassVar[Any] = DueQuerySet.as_manager()
