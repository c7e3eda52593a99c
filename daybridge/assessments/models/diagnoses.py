"""Diagnoses: each with its code, since when, by whom; one ends, none vanishes."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class DiagnosisQuerySet(RecordQuerySet["Diagnosis"]):
    def in_force(self) -> Self:
        return self.filter(ended_at=None)


class Diagnosis(Record):
    """One condition of one person, as it was diagnosed."""

    class Severity(models.TextChoices):
        MILD = "mild", "Mild"
        MODERATE = "moderate", "Moderate"
        SEVERE = "severe", "Severe"

    class Remission(models.TextChoices):
        EARLY = "early", "Early remission (3 to 12 months)"
        SUSTAINED = "sustained", "Sustained remission (12 months or longer)"
        EARLY_CONTROLLED = (
            "early_controlled",
            "Early remission, in a controlled environment",
        )
        SUSTAINED_CONTROLLED = (
            "sustained_controlled",
            "Sustained remission, in a controlled environment",
        )

    matter = Matter.SUD_RECORD

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="diagnoses"
    )
    code = models.CharField(max_length=8)  # with its dot
    description = models.CharField(max_length=300)  # as the release calls it
    code_version = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity, blank=True)
    remission = models.CharField(max_length=20, choices=Remission, blank=True)
    criteria = models.JSONField(null=True, blank=True)  # keys met; null: not counted
    as_prescribed = models.BooleanField(default=False)  # bodily criteria do not count
    is_primary = models.BooleanField(default=False)
    words = models.TextField(blank=True)  # the clinician's own
    diagnosed_at = models.DateTimeField()
    diagnosed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    diagnosed_as = models.CharField(max_length=200)  # name and credential
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    end_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = DiagnosisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "diagnoses"
        indexes = [
            models.Index(
                fields=["program", "patient", "diagnosed_at"],
                name="assessments_diagnosis_of",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient", "code"],
                condition=Q(ended_at=None),
                name="assessments_diagnosis_code_once",
            ),
            models.UniqueConstraint(
                fields=["program", "patient"],
                condition=Q(ended_at=None, is_primary=True),
                name="assessments_diagnosis_one_primary",
            ),
            models.CheckConstraint(
                name="assessments_diagnosis_end_is_whole",
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | Q(ended_at__gte=F("diagnosed_at"), ended_by__isnull=False)
                & ~Q(end_reason=""),
            ),
        ]

    @property
    def is_substance_use(self) -> bool:
        return "F10" <= self.code[:3] <= "F19"
