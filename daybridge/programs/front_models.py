"""What a program says on its public pages: its own words, and when it answers.

Nothing is written over: what held before stays as a row, with who replaced it and when.
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class SaidQuerySet(RecordQuerySet[Any]):
    def current(self) -> Self:
        """What holds now."""
        return self.filter(replaced_at=None)


class Said(Record):
    """One reading of something a program publishes. Numbers run from 1."""

    matter = Matter.OUTCOMES  # published

    number = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = SaidQuerySet.as_manager()

    class Meta:
        abstract = True


class PublicText(Said):
    """A text of the public pages in the program's own words; empty: as shipped."""

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        SPANISH = "es", "Spanish"

    key = models.CharField(max_length=40)  # which text; the pages know them
    language = models.CharField(max_length=2, choices=Language)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "key", "language", "number"],
                name="programs_public_text_number_once",
            ),
            models.UniqueConstraint(
                fields=["program", "key", "language"],
                condition=Q(replaced_at=None),
                name="programs_public_text_one_holds",
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "replaced_at", "language"],
                name="programs_public_text_now",
            )
        ]


class PhoneWeek(Said):
    """In which hours of the week the public telephone is answered."""

    hours = models.JSONField(default=list)  # {"day": 0-6, "from": "09:00", "to": …}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"], name="programs_phone_week_number_once"
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(replaced_at=None),
                name="programs_phone_week_one_holds",
            ),
            models.CheckConstraint(
                name="programs_phone_week_replaced_after_written",
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("written_at")),
            ),
        ]
