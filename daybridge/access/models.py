"""Accounts, treatment teams, and charts opened in an emergency or with a reason."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.viewer import Viewer
from daybridge.keys import new_id

OPENING_LASTS = timedelta(minutes=60)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None) -> "User":
        """Make an account that can sign in; it sees nothing until staff claims it."""
        user = self.model(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save(force_insert=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account: a way to sign in. What it may see comes from staff rows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"), name="access_user_email_any_case"
            )
        ]

    def __str__(self) -> str:
        return self.email


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
    """One member of staff on one patient's treatment team, from a moment to a moment."""

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
