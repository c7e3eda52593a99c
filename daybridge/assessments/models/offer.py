"""How a program assesses, dated; and whom to call when this is not the right place."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.assessments.models.signed import Edition
from daybridge.programs.models import DatedQuerySet

LONGEST_INTERVAL_DAYS = 366


class AssessmentRule(Record):
    """Which edition is rated, whether rules suggest a level, how often is reviewed."""

    matter = Matter.OUTCOMES  # the program's own; nothing of a patient

    edition = models.CharField(max_length=1, choices=Edition, default=Edition.FOURTH)
    uses_rule_pack = models.BooleanField(default=False)
    review_every_days = models.PositiveSmallIntegerField(
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_INTERVAL_DAYS)],
    )
    source = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "starts_on"], name="assessments_rule_one_a_day"
            ),
            models.CheckConstraint(
                name="assessments_rule_reviews_within_a_year",
                condition=Q(review_every_days__gte=1, review_every_days__lte=366),
            ),
        ]


class ReviewInterval(Record):
    """How often a payer, or one plan of theirs, wants a review, from a day on."""

    matter = Matter.OUTCOMES

    payer = models.ForeignKey(
        "coverage.Payer", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey(
        "coverage.Plan", on_delete=models.PROTECT, related_name="+", null=True
    )
    every_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "payer", "starts_on"],
                condition=Q(plan=None),
                name="assessments_interval_of_payer_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["program", "plan", "starts_on"],
                condition=Q(plan__isnull=False),
                name="assessments_interval_of_plan_once_a_day",
            ),
            models.CheckConstraint(
                name="assessments_interval_within_a_year",
                condition=Q(every_days__gte=1, every_days__lte=LONGEST_INTERVAL_DAYS),
            ),
            models.CheckConstraint(
                name="assessments_interval_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan or self.payer)


class HelpContactQuerySet(RecordQuerySet["HelpContact"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class HelpContact(Record):
    """Somebody to call: on call for the program, or a place that takes people in."""

    class Kind(models.TextChoices):
        ON_CALL = "on_call", "On call for us"
        FACILITY = "facility", "A place that takes people in"

    matter = Matter.OUTCOMES

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=200, blank=True)  # when somebody answers
    levels = models.JSONField(default=list)  # levels of care a place offers
    note = models.CharField(max_length=500, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = HelpContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["program", "kind", "name"], name="assessments_help")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return "".join(sign for sign in self.phone if sign.isdecimal() or sign in "+,;")
