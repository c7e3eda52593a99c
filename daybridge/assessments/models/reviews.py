"""Continued-service reviews: every rating again, and what is decided."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.assessments.models.signed import (
    CO_SIGNED_AFTERWARDS,
    SIGNED_WHOLE,
    Rated,
    Signed,
)
from daybridge.intake.models import DischargeReason


class Decision(models.TextChoices):
    CONTINUE = "continue", "Continue at this level"
    STEP_UP = "step_up", "Step up"
    STEP_DOWN = "step_down", "Step down"
    TRANSFER = "transfer", "Transfer to another track"
    DISCHARGE = "discharge", "Discharge"


class Carried(models.TextChoices):
    """How a decision is carried out."""

    DOSE = "dose", "Another dose on their track"
    MOVE = "move", "Another track"
    DISCHARGE = "discharge", "Discharge"


class ReviewQuerySet(RecordQuerySet["Review"]):
    def under_way(self) -> Self:
        return self.filter(signed_at=None)

    def to_carry_out(self) -> Self:
        """Signed for a change of care that has not come; the last review decides.

        What needs a co-signature is decided with it.
        """
        later = Review.objects.filter(
            program_id=OuterRef("program_id"),
            episode_id=OuterRef("episode_id"),
            signed_at__gt=OuterRef("signed_at"),
        )
        return self.filter(
            ~Q(decision=Decision.CONTINUE),
            Q(co_signature_needed=False) | Q(co_signed_at__isnull=False),
            ~Exists(later),
            signed_at__isnull=False,
            followed_at=None,
            episode__discharged_on=None,
        )

    def awaiting_co_signature(self) -> Self:
        return self.filter(
            signed_at__isnull=False, co_signature_needed=True, co_signed_at=None
        )


class Review(Rated, Signed, Record):
    """Whether the level of care still fits, on one day of an episode."""

    matter = Matter.ASSESSMENTS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="reviews"
    )
    episode = models.ForeignKey(
        "intake.Episode", on_delete=models.PROTECT, related_name="reviews"
    )
    author = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    progress = models.TextField(blank=True)  # toward the goals, and what is in the way
    amendments = models.TextField(blank=True)  # changes of the plan that were tried
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    level = models.CharField(max_length=20, blank=True)  # decided for
    reason = models.TextField(blank=True)
    takes_effect_on = models.DateField(null=True, blank=True)
    minutes_per_week = models.PositiveIntegerField(null=True, blank=True)
    days_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    discharge_reason = models.CharField(
        max_length=1, choices=DischargeReason, blank=True, db_default=""
    )
    followed_at = models.DateTimeField(null=True, blank=True)  # care was changed
    followed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    followed_how = models.CharField(
        max_length=10, choices=Carried, blank=True, db_default=""
    )
    dose_order = models.ForeignKey(
        "intake.DoseOrder", on_delete=models.PROTECT, related_name="+", null=True
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "episode", "-signed_at"],
                name="assessments_review_of_episode",
            ),
            models.Index(
                fields=["program", "patient", "-started_at"],
                name="assessments_review_of",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "episode"],
                condition=Q(signed_at=None),
                name="assessments_review_one_under_way",
            ),
            models.CheckConstraint(
                name="assessments_review_signature_is_whole", condition=SIGNED_WHOLE
            ),
            models.CheckConstraint(
                name="assessments_review_co_signature_follows",
                condition=CO_SIGNED_AFTERWARDS,
            ),
            models.CheckConstraint(
                name="assessments_review_signed_is_decided",
                condition=Q(signed_at=None) | ~Q(decision="") & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="assessments_review_dose_is_whole",
                condition=Q(minutes_per_week=None, days_per_week=None)
                | Q(minutes_per_week__gt=0, days_per_week__gt=0, days_per_week__lte=7),
            ),
            models.CheckConstraint(
                name="assessments_review_followed_has_moment_and_author",
                condition=Q(followed_how="", followed_by=None, dose_order=None)
                | Q(followed_at__isnull=False, followed_by__isnull=False)
                & ~Q(followed_how=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.signed_at is None
