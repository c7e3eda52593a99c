"""Drafts of a week that could be: what was asked, and the best answer so far."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record
from daybridge.schedule.models.whole import OfWholeScheduleQuerySet
from daybridge.schedule.tries import is_its_own

LONGEST_NAME = 120
SILENT_AFTER = timedelta(minutes=1)  # a search says every second that it goes on


class DraftQuerySet(OfWholeScheduleQuerySet["Draft"]):
    def newest_of_each(self) -> Self:
        """Without the steps on the way of a change by hand."""
        return self.exclude(made_from__isnull=False, copies__isnull=False)

    def to_begin(self, at: datetime, tried_since: datetime | None = None) -> Self:
        """Asked for, and in nobody's hands: not begun, or its worker has died.

        An earlier try of the same task is known to be over; others by their silence.
        """
        free = Q(heard_at=None) | Q(heard_at__lt=at - SILENT_AFTER)
        return self.filter(free | is_its_own(tried_since), state=Draft.State.RUNNING)


class Draft(Record):
    """One question about the clinic's week; it is never changed, another one is made.

    The documents are those of docs/contracts/week-fit.md and hold ids, no names.
    """

    class State(models.TextChoices):
        NEW = "new", "Not asked yet"
        RUNNING = "running", "Looking"
        DONE = "done", "Found"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "No answer"

    matter = Matter.ROSTER

    name = models.CharField(max_length=LONGEST_NAME)
    starts_on = models.DateField()
    extra_groups = models.JSONField(default=dict)  # names, by id in the documents
    instance = models.JSONField()
    plan = models.JSONField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.NEW)
    seconds = models.PositiveSmallIntegerField(default=60)  # how long to look
    levels = models.JSONField(default=list)  # of the best week so far
    made_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="copies", null=True
    )  # the draft that was changed by hand
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)  # the last word of the search
    stop_asked_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_draft_asked_has_moment",
                condition=Q(state="new", asked_at=None)
                | ~Q(state="new") & Q(asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="schedule_draft_done_has_plan",
                condition=~Q(state="done") | Q(plan__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["program", "created_at"], name="schedule_draft_newest")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    def is_silent(self, at: datetime) -> bool:
        """Whether nobody seems to work on what was asked for."""
        last = self.heard_at or self.asked_at
        return self.is_running and last is not None and last < at - SILENT_AFTER
