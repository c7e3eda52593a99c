"""People who pay themselves: that they do, their income, their good-faith estimate."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class SelfPay(Record):
    """That someone has no insurance or chose not to use it, and since when."""

    class Why(models.TextChoices):
        UNINSURED = "uninsured", "No insurance"
        CHOICE = "choice", "Chose not to use their insurance"

    matter = Matter.CLAIMS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="self_pay"
    )
    why = models.CharField(max_length=9, choices=Why)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day
    asked_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient"],
                condition=Q(ends_on=None),
                name="coverage_self_pay_one_open_per_patient",
            ),
            models.CheckConstraint(
                name="coverage_self_pay_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]


class IncomeAttestation(Record):
    """What someone signed about their household's income; it holds for a year."""

    matter = Matter.CLAIMS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="attestations"
    )
    household_size = models.PositiveSmallIntegerField()
    annual_income_cents = models.PositiveBigIntegerField()
    guideline_year = models.PositiveSmallIntegerField()
    percent = models.PositiveIntegerField()  # hundredths of a percent of the guideline
    share = models.PositiveSmallIntegerField()  # of the charge, hundredths of a percent
    nominal_cents = models.PositiveIntegerField(default=0)  # instead of a share, a day
    signed_as = models.CharField(max_length=200)
    signed_on = models.DateField()
    expires_on = models.DateField()  # the first day it does not hold
    taken_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "patient", "signed_on"],
                name="coverage_attestation_of",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="coverage_attestation_household_has_someone",
                condition=Q(household_size__gte=1),
            ),
            models.CheckConstraint(
                name="coverage_attestation_expires_after_signing",
                condition=Q(expires_on__gt=F("signed_on")),
            ),
        ]


class EstimateQuerySet(RecordQuerySet["GoodFaithEstimate"]):
    def owed(self) -> Self:
        """Estimates that somebody has a right to and does not have yet."""
        return self.filter(issued_at=None, withdrawn_at=None)


class GoodFaithEstimate(Record):
    """An estimate someone has a right to, and the document once it was given."""

    class Occasion(models.TextChoices):
        SCHEDULED = "scheduled", "Care was scheduled"
        REQUESTED = "requested", "They asked for one"

    matter = Matter.CLAIMS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="good_faith_estimates"
    )
    occasion = models.CharField(max_length=9, choices=Occasion)
    asked_on = models.DateField()  # the day of scheduling or asking
    service_on = models.DateField(null=True, blank=True)  # the first day of care
    due_on = models.DateField()
    content = models.JSONField(default=dict)  # what the document says
    total_cents = models.PositiveBigIntegerField(null=True)
    language = models.CharField(max_length=5, blank=True)
    document = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the document
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = EstimateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "issued_at", "due_on"],
                name="coverage_good_faith_owed",
            ),
            models.Index(fields=["program", "patient"], name="coverage_good_faith_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient"],
                condition=Q(issued_at=None, withdrawn_at=None),
                name="coverage_good_faith_one_owed_per_patient",
            ),
            models.CheckConstraint(
                name="coverage_good_faith_issued_is_kept",
                condition=Q(issued_at=None, document=None, digest="")
                | Q(issued_at__isnull=False, document__isnull=False) & ~Q(digest=""),
            ),
            models.CheckConstraint(
                name="coverage_good_faith_withdrawn_says_why",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
            ),
        ]
