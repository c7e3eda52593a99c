"""What the program owes a newcomer in the first 30 days, and what was done of it."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.intake.models.care import Episode


class OrientationItemQuerySet(RecordQuerySet["OrientationItem"]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class OrientationItem(Record):
    """One line of a program's own list, from a day on and until a day."""

    matter = Matter.ROSTER  # says nothing of a patient

    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    due_days = models.PositiveSmallIntegerField()  # after the day of admission
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = OrientationItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "starts_on"], name="intake_orientation_list"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "key"],
                condition=Q(ends_on=None),
                name="intake_orientation_item_once",
            ),
            models.CheckConstraint(
                name="intake_orientation_within_30_days",
                condition=Q(due_days__lte=30),
            ),
            models.CheckConstraint(
                name="intake_orientation_item_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]


class OrientationStep(Record):
    """One thing owed to one newcomer, with the day by which, and who did it when."""

    matter = Matter.ROSTER

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="orientation_steps"
    )
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="orientation_steps"
    )
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120)  # as the list said on that day
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "done_at", "due_on"], name="intake_orientation_due"
            ),
            models.Index(
                fields=["program", "patient", "due_on"], name="intake_orientation_of"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "episode", "key"],
                name="intake_orientation_step_once",
            ),
            models.CheckConstraint(
                name="intake_orientation_done_has_author",
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
