"""The level of care: suggested, selected, offered and actual, and why they differ."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.assessments.models.interview import Assessment

ONE_LEVEL = (
    (Q(recommended="") | Q(selected="") | Q(recommended=F("selected")))
    & (Q(selected="") | Q(offered="") | Q(selected=F("offered")))
    & (Q(recommended="") | Q(offered="") | Q(recommended=F("offered")))
)


class Placement(Record):
    """What the ratings of one assessment came to.

    Recommended to offered are of the assessment and close with it; what then really
    began is written once, at admission, with its own reason if it is another level.
    """

    matter = Matter.ASSESSMENTS

    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="placement"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="placements"
    )
    rule_pack = models.CharField(max_length=20, blank=True)  # which rules suggested it
    recommended = models.CharField(max_length=20, blank=True)  # empty: by hand
    residence = models.BooleanField(default=False)  # a recovery residence beside it
    selected = models.CharField(max_length=20, blank=True)
    offered = models.CharField(max_length=20, blank=True)
    difference_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    actual = models.CharField(max_length=20, blank=True)
    actual_reason = models.TextField(blank=True)
    actual_on = models.DateField(null=True, blank=True)
    episode = models.ForeignKey(
        "intake.Episode", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["program", "patient"], name="assessments_placement_of")
        ]
        constraints = [
            models.CheckConstraint(
                name="assessments_placement_difference_has_reason",
                condition=ONE_LEVEL | ~Q(difference_reason=""),
            ),
            models.CheckConstraint(
                name="assessments_placement_actual_is_whole",
                condition=Q(actual="", actual_on=None, episode=None)
                | ~Q(actual="") & Q(actual_on__isnull=False, episode__isnull=False),
            ),
            models.CheckConstraint(
                name="assessments_placement_actual_difference_has_reason",
                condition=Q(actual="") | Q(actual=F("offered")) | ~Q(actual_reason=""),
            ),
        ]
