"""One assessment, and what was answered in each section."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.assessments.answers import text_of
from daybridge.assessments.models.signed import (
    CO_SIGNED_AFTERWARDS,
    SIGNED_WHOLE,
    Rated,
    Signed,
)


class AssessmentQuerySet(RecordQuerySet["Assessment"]):
    def under_way(self) -> Self:
        """Neither signed nor set aside."""
        return self.filter(signed_at=None, set_aside_at=None)

    def finished(self) -> Self:
        return self.filter(signed_at__isnull=False)

    def awaiting_co_signature(self) -> Self:
        return self.filter(
            signed_at__isnull=False, co_signature_needed=True, co_signed_at=None
        )


class Assessment(Rated, Signed, Record):
    """A biopsychosocial assessment of one person: draft until signed."""

    matter = Matter.ASSESSMENTS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="assessments"
    )
    author = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    uses_rule_pack = models.BooleanField(default=False)  # of the setting of its day
    has_no_diagnosis = models.BooleanField(default=False)  # looked for; none was found
    version = models.PositiveIntegerField(default=1)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    set_aside_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = AssessmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "patient", "-started_at"], name="assessments_of"
            ),
            models.Index(
                fields=["program", "started_at"],
                condition=Q(signed_at=None, set_aside_at=None),
                name="assessments_under_way",
            ),
            models.Index(
                fields=["program", "signed_at"],
                condition=Q(co_signature_needed=True, co_signed_at=None),
                name="assessments_to_co_sign",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient"],
                condition=Q(signed_at=None, set_aside_at=None),
                name="assessments_one_under_way_per_patient",
            ),
            models.CheckConstraint(
                name="assessments_signature_is_whole", condition=SIGNED_WHOLE
            ),
            models.CheckConstraint(
                name="assessments_co_signature_follows_signature",
                condition=CO_SIGNED_AFTERWARDS,
            ),
            models.CheckConstraint(
                name="assessments_set_aside_has_author_and_reason",
                condition=Q(set_aside_at=None, set_aside_by=None, set_aside_reason="")
                | Q(
                    set_aside_at__isnull=False,
                    set_aside_by__isnull=False,
                    signed_at=None,
                )
                & ~Q(set_aside_reason=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.signed_at is None and self.set_aside_at is None


class SectionAnswers(Record):
    """What was answered in one section of one assessment; earlier readings are kept."""

    matter = Matter.ASSESSMENTS

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="sections"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    section = models.CharField(max_length=20)  # a key of the interview
    answers = models.JSONField(default=dict)  # question -> answer
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "assessment", "section"],
                name="assessments_section_once",
            )
        ]

    @property
    def words(self) -> str:
        """What was answered, as a person reads it."""
        return text_of(self.section, self.answers)
