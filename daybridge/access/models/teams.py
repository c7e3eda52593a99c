"""Who is on whose treatment team, and who may never see whose chart."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.viewer import Viewer


class TeamQuerySet(RecordQuerySet["TeamMembership"]):
    def on(self, moment: Any) -> Self:
        """Memberships in force at a moment."""
        return self.filter(
            Q(ended_at=None) | Q(ended_at__gt=moment), started_at__lte=moment
        )

    def of(self, viewer: Viewer) -> Self:
        """The viewer's own memberships in force now."""
        return (
            self.in_program(viewer.program_id)
            .on(viewer.at)
            .filter(staff_id=viewer.staff_id)
        )


class TeamMembership(Record):
    """One member of staff on one patient's treatment team, between two moments."""

    class Source(models.TextChoices):
        ASSIGNED = "assigned", "Assigned to the team"
        GROUP = "group", "Leads a group the patient is in"
        SUBSTITUTE = "substitute", "Leads a session in place of someone"

    matter = Matter.DEMOGRAPHICS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="team_memberships"
    )
    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="team_memberships"
    )
    source = models.CharField(max_length=12, choices=Source, default=Source.ASSIGNED)
    source_id = models.UUIDField(null=True, blank=True)  # the group or session
    is_primary = models.BooleanField(default=False)  # the patient's own counselor
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = TeamQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "staff", "patient"], name="access_team_of_staff"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="access_team_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            )
        ]


class BarrierQuerySet(RecordQuerySet["Barrier"]):
    def of(self, viewer: Viewer) -> Self:
        """What is closed to this viewer, whatever else would open it."""
        return self.in_program(viewer.program_id).filter(
            staff_id=viewer.staff_id, lifted_at=None
        )


class Barrier(Record):
    """One chart closed to one member of staff: a relative, a neighbor, a complaint.

    Deny wins: no role, team or emergency opens it.
    """

    matter = Matter.AUDIT

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="barriers"
    )
    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="barriers"
    )
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = BarrierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "staff", "patient"],
                condition=Q(lifted_at=None),
                name="access_barrier_once",
            ),
            models.CheckConstraint(
                name="access_barrier_lift_has_author",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]
