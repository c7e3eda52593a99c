"""The program's own forms: texts by version, what newcomers sign, who signs."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.consents.vocabulary import KIND_CHOICES


class ConsentTemplate(Record):
    """The text of one kind of form in one language and version; never changed."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped", "Came with Daybridge"
        OWN = "own", "Written by the program"

    matter = Matter.OUTCOMES  # published: the program's own forms

    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    language = models.CharField(max_length=2)
    origin = models.CharField(max_length=7, choices=Origin)
    number = models.PositiveSmallIntegerField()  # of its origin, from 1
    title = models.CharField(max_length=120)
    body = models.TextField()
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "kind", "language", "origin", "number"],
                name="consents_template_version_once",
            )
        ]

    @property
    def version(self) -> str:
        """As it reads on the form: “2” of ours, “own 3” of the program's."""
        own = self.origin == self.Origin.OWN
        return f"own {self.number}" if own else str(self.number)


class DatedQuerySet(RecordQuerySet[Any]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class PacketForm(Record):
    """One form that newcomers sign, from a day and until a day."""

    matter = Matter.OUTCOMES

    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "kind"],
                condition=Q(ends_on=None),
                name="consents_packet_form_once",
            ),
            models.CheckConstraint(
                name="consents_packet_form_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]


class SigningRule(Record):
    """How the program's counsel reads the law on minors, from a day on."""

    matter = Matter.OUTCOMES

    alone_from_years = models.PositiveSmallIntegerField(null=True, blank=True)
    majority_years = models.PositiveSmallIntegerField(default=18)
    source = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_signing_rule_alone_before_majority",
                condition=Q(alone_from_years=None)
                | Q(alone_from_years__lt=F("majority_years")),
            )
        ]
