"""Calls after missed sessions, and those that somebody asked for."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.attendance.models.places import Attendance


class FollowUpQuerySet(RecordQuerySet["FollowUp"]):
    patient_path = "attendance__patient_id"

    def open(self) -> Self:
        """Calls nobody has made yet."""
        return self.filter(outcome="")

    def waiting(self) -> Self:
        """Calls to make: not made yet, or to be tried again."""
        return self.filter(Q(outcome="") | Q(next_try_on__isnull=False))


class FollowUp(Record):
    """A call about a missed session, or one to be missed, and how it went."""

    class Reason(models.TextChoices):
        MISSED = "missed", "Missed it"
        ASKED = "asked", "Cannot come, and asked us to call"
        NOTHING_FITS = "no_fit", "Cannot come, and nothing else fits this week"

    class Outcome(models.TextChoices):
        REACHED_RETURNING = "returning", "Reached: coming back"
        REACHED_MAKE_UP = "make_up", "Reached: make-up arranged"
        REACHED_DECLINED = "declined", "Reached: does not want to come back now"
        LEFT_MESSAGE = "message", "Left a message, as they allowed"
        NO_ANSWER = "no_answer", "No answer"
        SAFETY = "safety", "Safety concern: supervisor told"

    matter = Matter.ROSTER

    attendance = models.OneToOneField(
        Attendance, on_delete=models.PROTECT, related_name="follow_up"
    )
    reason = models.CharField(
        max_length=6, choices=Reason, default=Reason.MISSED, db_default="missed"
    )
    due_on = models.DateField()
    next_try_on = models.DateField(null=True, blank=True)  # after a try that failed
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attendance_follow_up_outcome_has_time_and_author",
                condition=Q(outcome="", done_at=None, done_by=None)
                | ~Q(outcome="") & Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["program", "due_on"], name="attendance_follow_up_due")
        ]
