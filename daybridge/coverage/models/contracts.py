"""Payers, their plans, what a day costs: the program's own, of no patient."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.rules.cost_estimate import CopayUnit, Spread

COPAY_UNITS = (
    (CopayUnit.DAY.value, "Each day"),
    (CopayUnit.WEEK.value, "Each week"),
    (CopayUnit.ADMISSION.value, "Once for the whole stay"),
)
SPREADS = (
    (Spread.EMBEDDED.value, "One person's own amount, or the family's"),
    (Spread.AGGREGATE.value, "Only the family's amount"),
)


class PayerKind(models.TextChoices):
    COMMERCIAL = "commercial", "Commercial"
    MEDICAID = "medicaid", "Medicaid"
    MEDICARE = "medicare", "Medicare"
    OTHER = "other", "Other public"


class Network(models.TextChoices):
    IN = "in", "In network"
    OUT = "out", "Out of network"
    UNKNOWN = "unknown", "Not known"


class OfferedQuerySet(RecordQuerySet[Any]):
    def in_use(self) -> Self:
        return self.filter(closed_on=None)


class Payer(Record):
    """Who pays for care: an insurer, a state, Medicare."""

    matter = Matter.CLAIMS

    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=10, choices=PayerKind, default=PayerKind.COMMERCIAL
    )
    payer_number = models.CharField(max_length=40)  # NM109 of the payer's name
    clearinghouse_number = models.CharField(max_length=15, blank=True)  # ISA08, GS03
    phone = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], name="coverage_payer_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Plan(Record):
    """One product of a payer, and how its contract counts what people pay."""

    matter = Matter.CLAIMS

    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(max_length=120)
    network = models.CharField(max_length=7, choices=Network, default=Network.UNKNOWN)
    copay_unit = models.CharField(
        max_length=9, choices=COPAY_UNITS, default=CopayUnit.DAY.value
    )
    copay_waits_for_deductible = models.BooleanField(default=False)
    deductible_counts = models.BooleanField(default=True)  # to the limit
    copay_counts = models.BooleanField(default=True)
    spread = models.CharField(
        max_length=9, choices=SPREADS, default=Spread.EMBEDDED.value
    )
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = OfferedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "payer", "name"], name="coverage_plan_name_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.payer.name}, {self.name}"


class RateQuerySet(RecordQuerySet[Any]):
    def on(self, day: date) -> Self:
        """Rows whose dates include the day, newest first."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day
        ).order_by("-starts_on")


class Service(models.TextChoices):
    """What is charged for, with its usual code."""

    IOP_DAY = "iop_day", "Day of intensive outpatient treatment"
    ASSESSMENT = "assessment", "Assessment"
    DRUG_TEST = "drug_test", "Drug test"


class Rate(Record):
    """What one service costs from a day on: the charge, or a payer's contracted rate.

    Without payer and plan it is the program's charge, which people pay who pay
    themselves.
    """

    matter = Matter.CLAIMS

    payer = models.ForeignKey(
        Payer, on_delete=models.PROTECT, related_name="rates", null=True
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="rates", null=True
    )
    service = models.CharField(max_length=10, choices=Service)
    code = models.CharField(max_length=20, blank=True)  # such as H0015
    cents = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day
    set_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = RateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "service", "starts_on"], name="coverage_rate_of"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "service", "starts_on"],
                condition=Q(payer=None, plan=None),
                name="coverage_rate_own_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["program", "payer", "service", "starts_on"],
                condition=Q(payer__isnull=False, plan=None),
                name="coverage_rate_of_payer_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["program", "plan", "service", "starts_on"],
                condition=Q(plan__isnull=False),
                name="coverage_rate_of_plan_once_a_day",
            ),
            models.CheckConstraint(
                name="coverage_rate_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="coverage_rate_of_a_plan_names_its_payer",
                condition=Q(plan=None) | Q(payer__isnull=False),
            ),
        ]


class SlidingFeeScale(Record):
    """What part of the charge people pay by their income, from a day on."""

    matter = Matter.CLAIMS

    starts_on = models.DateField()
    tiers = models.JSONField()  # [{up_to_percent, share}] share: hundredths of %
    nominal_cents = models.PositiveIntegerField(default=0)  # a day, in the first tier
    source = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "starts_on"], name="coverage_scale_once_a_day"
            )
        ]
