"""Drafts that became the timetable from a day on, and what is needed to go back."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record
from daybridge.schedule.models.drafts import Draft
from daybridge.schedule.models.whole import OfWholeScheduleQuerySet


class PublicationQuerySet(OfWholeScheduleQuerySet["Publication"]):
    def in_force(self) -> Self:
        return self.filter(taken_back_at=None)

    def has(self, draft: Draft) -> bool:
        """Whether a draft is published, and was not taken back."""
        return self.in_force().filter(draft=draft).exists()


class Publication(Record):
    """One draft, published once; taken back, it may be published again."""

    matter = Matter.ROSTER

    draft = models.ForeignKey(
        Draft, on_delete=models.PROTECT, related_name="publications"
    )
    starts_on = models.DateField()
    did = models.JSONField()  # keys of what was ended, begun and given, and who heard
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "draft"],
                condition=Q(taken_back_at=None),
                name="schedule_publication_one_of_a_draft",
            ),
            models.CheckConstraint(
                name="schedule_publication_taken_back_has_author",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "published_at"], name="schedule_publication_newest"
            )
        ]

    def may_be_taken_back(self, today: date) -> bool:
        """Until the evening before its first day."""
        return self.taken_back_at is None and today < self.starts_on
