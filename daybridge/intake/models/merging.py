"""Two records of one person that became one, with all that is needed to undo it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class MergeQuerySet(RecordQuerySet["PatientMerge"]):
    patient_path = "kept_id"


class PatientMerge(Record):
    """One record that stands for another from a moment on, until it is undone."""

    matter = Matter.DEMOGRAPHICS

    kept = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    lost = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    before = models.JSONField(default=dict)  # how the kept one read
    kept_version = models.PositiveIntegerField()  # after the merge
    moved = models.JSONField(default=dict)  # app.Model.field -> keys of rows
    door = models.JSONField(default=dict)  # what opened the door for the lost one
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = MergeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "kept", "merged_at"], name="intake_merge_of_kept"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_merge_of_two", condition=~Q(kept=F("lost"))
            ),
            models.UniqueConstraint(
                fields=["program", "lost"],
                condition=Q(undone_at=None),
                name="intake_merge_once_at_a_time",
            ),
            models.CheckConstraint(
                name="intake_merge_undo_has_author",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]
