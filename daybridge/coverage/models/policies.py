"""Whose insurance it is: policies, and the photos of their cards."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.coverage.models.contracts import Plan
from daybridge.people.models import Sex
from daybridge.uploads import StoredFile


class Rank(models.IntegerChoices):
    """Which policy is asked first."""

    PRIMARY = 1, "Primary"
    SECONDARY = 2, "Secondary"


class Relationship(models.TextChoices):
    """Whose the policy is, seen from the patient; with the codes of INS02."""

    SELF = "18", "Their own"
    SPOUSE = "01", "A spouse's or partner's"
    CHILD = "19", "A parent's"
    OTHER = "34", "Someone else's"


class PolicyQuerySet(RecordQuerySet["Policy"]):
    def on(self, day: date) -> Self:
        """Policies in force on a day, the primary one first."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day
        ).order_by("rank", "starts_on", "id")


class Policy(Record):
    """One insurance of one patient, from a day on and until a day."""

    matter = Matter.CLAIMS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="policies"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="policies")
    rank = models.PositiveSmallIntegerField(choices=Rank, default=Rank.PRIMARY)
    member_number = models.CharField(max_length=80)
    group_number = models.CharField(max_length=60, blank=True)
    relationship = models.CharField(
        max_length=2, choices=Relationship, default=Relationship.SELF
    )
    subscriber_first_name = models.CharField(max_length=100, blank=True)
    subscriber_last_name = models.CharField(max_length=100, blank=True)
    subscriber_born_on = models.DateField(null=True, blank=True)
    subscriber_sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = PolicyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "patient", "rank"], name="coverage_policy_of"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient", "rank"],
                condition=Q(ends_on=None),
                name="coverage_policy_one_open_per_rank",
            ),
            models.CheckConstraint(
                name="coverage_policy_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="coverage_policy_of_another_names_them",
                condition=Q(relationship="18") | ~Q(subscriber_last_name=""),
            ),
        ]

    @property
    def is_own(self) -> bool:
        return self.relationship == Relationship.SELF

    def __str__(self) -> str:
        return str(self.plan)


class OfPolicyQuerySet(RecordQuerySet[Any]):
    patient_path = "policy__patient_id"


class CardPhoto(StoredFile):
    """One side of an insurance card, as it was handed over; newer ones stand before."""

    class Side(models.TextChoices):
        FRONT = "front", "Front"
        BACK = "back", "Back"

    matter = Matter.CLAIMS

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="photos")
    side = models.CharField(max_length=5, choices=Side)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = OfPolicyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "policy", "side", "taken_at"],
                name="coverage_card_photo_of",
            )
        ]
