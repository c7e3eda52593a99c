"""Charts opened in an emergency or with a stated reason, and who was told."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.viewer import Viewer

OPENING_LASTS = timedelta(minutes=60)


class ChartOpeningQuerySet(RecordQuerySet["ChartOpening"]):
    def open_for(self, viewer: Viewer) -> Self:
        """Charts this viewer has open now."""
        return self.in_program(viewer.program_id).filter(
            staff_id=viewer.staff_id,
            opened_at__lte=viewer.at,
            expires_at__gt=viewer.at,
            closed_at=None,
        )

    def awaiting_review(self) -> Self:
        return self.filter(kind=ChartOpening.Kind.EMERGENCY, reviewed_at=None)


class ChartOpening(Record):
    """A chart opened without membership: an emergency, or oversight with a reason."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", "Emergency (break-glass)"
        OVERSIGHT = "oversight", "Oversight"

    class Reason(models.TextChoices):
        MEDICAL_EMERGENCY = "medical_emergency", "Medical emergency"
        DANGER = "danger", "Danger to the patient or someone else"
        COVERING = "covering", "Covering for an absent colleague, urgent"
        QUALITY = "quality", "Quality review"
        COMPLAINT = "complaint", "Complaint or grievance"

    matter = Matter.AUDIT

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="chart_openings"
    )
    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="chart_openings"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=20, choices=Reason)
    explanation = models.TextField()
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    review_note = models.TextField(blank=True)

    objects: ClassVar[Any] = ChartOpeningQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "staff", "expires_at"],
                name="access_opening_of_staff",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="access_opening_review_has_author",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            )
        ]


class NoticeQuerySet(RecordQuerySet["Notice"]):
    def unread_by(self, viewer: Viewer) -> Self:
        """What this member of staff has not yet put away, newest first."""
        return (
            self.in_program(viewer.program_id)
            .filter(staff_id=viewer.staff_id, read_at=None)
            .order_by("-created_at", "-id")
        )


class Notice(Record):
    """One sentence for one member of staff, shown on their Today until put away.

    The text names staff and says what happened; it never names a patient.
    """

    matter = Matter.AUDIT

    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField(max_length=40)  # room.what, e.g. access.emergency
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "staff", "-created_at"], name="access_notice_of"
            )
        ]


class RoleProposal(Record):
    """Someone proposed as director; a second person has to agree."""

    matter = Matter.AUDIT

    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="role_proposals"
    )
    role = models.CharField(max_length=20)
    proposed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "staff", "role"],
                condition=Q(decided_at=None),
                name="access_role_proposed_once",
            ),
            models.CheckConstraint(
                name="access_role_decision_is_whole",
                condition=Q(decided_at=None, decided_by=None, agreed=None)
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    agreed__isnull=False,
                ),
            ),
        ]
