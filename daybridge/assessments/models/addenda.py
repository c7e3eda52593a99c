"""What is added under a signed assessment or review; neither is ever changed."""

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record
from daybridge.assessments.models.interview import Assessment
from daybridge.assessments.models.reviews import Review
from daybridge.assessments.models.signed import OF_EITHER


class Addendum(Record):
    """A correction or addition to what was signed, with why; signed at once itself."""

    matter = Matter.ASSESSMENTS

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="addenda", null=True
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="addenda", null=True
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True, db_default="")
    text = models.TextField()
    signed_digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    signed_as = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "addenda"
        indexes = [
            models.Index(
                fields=["program", "assessment", "signed_at"],
                name="assessments_addendum_of",
            ),
            models.Index(
                fields=["program", "review", "signed_at"],
                condition=Q(review__isnull=False),
                name="assessments_addendum_of_review",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="assessments_addendum_of_one", condition=OF_EITHER
            )
        ]
