"""When an assessment or a review has to stop: why, and how it went on."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.assessments.models.interview import Assessment
from daybridge.assessments.models.offer import HelpContact
from daybridge.assessments.models.reviews import Review
from daybridge.assessments.models.signed import OF_EITHER


class Urgency(models.TextChoices):
    """Which door is opened first."""

    NOW = "now", "Help now"
    MEDICAL = "medical", "Medical care around the clock"


class StopQuerySet(RecordQuerySet["SafetyStop"]):
    def open_now(self) -> Self:
        return self.filter(closed_at=None)


class SafetyStop(Record):
    """Danger was seen; what was under way is not signed until somebody answers it."""

    class Outcome(models.TextChoices):
        HANDED_OVER = "handed_over", "They are in other care now"
        SAFE = "safe", "Looked at: it is safe to go on here"
        REFUSED = "refused", "They refused other care; a safety plan is made"

    matter = Matter.ASSESSMENTS

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="stops", null=True
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="stops", null=True
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    urgency = models.CharField(max_length=8, choices=Urgency)
    causes = models.JSONField(default=list)  # [{"key", "sentence"}]
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    explanation = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = StopQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "patient", "raised_at"], name="assessments_stop_of"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "assessment"],
                condition=Q(closed_at=None),
                name="assessments_stop_one_open",
            ),
            models.UniqueConstraint(
                fields=["program", "review"],
                condition=Q(closed_at=None),
                name="assessments_stop_one_open_of_review",
            ),
            models.CheckConstraint(name="assessments_stop_of_one", condition=OF_EITHER),
            models.CheckConstraint(
                name="assessments_stop_end_is_explained",
                condition=Q(closed_at=None, closed_by=None, outcome="", explanation="")
                | Q(closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(outcome="")
                & ~Q(explanation=""),
            ),
        ]


class BedCall(Record):
    """One try to find a place for somebody, and what was said."""

    class Answer(models.TextChoices):
        BED = "bed", "They have a bed"
        WAITLIST = "waitlist", "On their waitlist"
        FULL = "full", "No bed"
        NO_ANSWER = "no_answer", "Nobody answered"
        OTHER = "other", "Something else"

    matter = Matter.ASSESSMENTS

    stop = models.ForeignKey(
        SafetyStop, on_delete=models.PROTECT, related_name="bed_calls"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(HelpContact, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    note = models.CharField(max_length=500, blank=True)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "stop", "-called_at"],
                name="assessments_bed_call_of",
            )
        ]
