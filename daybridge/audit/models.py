"""Audit rows, their seals, readable versions, and remembered submissions.

These tables carry `program_id` as a plain value, without a foreign key: an audit row
outlives what it speaks of.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from daybridge.audit.marks import as_stored, mark_of
from daybridge.keys import new_id


class AppendOnly(models.QuerySet[Any]):
    """Rows that are written once; changing or deleting them is a programming error."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError(f"{self.model.__name__} is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.model.__name__} is append-only")


class EventQuerySet(AppendOnly):
    """Audit rows, each with its keyed mark from the moment it is written."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        events = list(objs)
        for event in events:
            event.sign()
        return super().bulk_create(events, *args, **kwargs)


class Outcome(models.TextChoices):
    ALLOWED = "allowed", "Allowed"
    REFUSED = "refused", "Refused"


class AuditEvent(models.Model):
    """One act: who, in which role, what, whose record, why, from where."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    user_id = models.UUIDField(null=True)
    staff_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    roles = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=80)  # room.past_tense, e.g. notes.signed
    target_type = models.CharField(max_length=80, blank=True)  # people.Patient
    target_id = models.UUIDField(null=True)
    patient_id = models.UUIDField(null=True)  # whose record, when there is one
    reason = models.TextField(blank=True)
    basis = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.ALLOWED)
    detail = models.JSONField(default=dict, blank=True)  # ids, counts; no clinical text
    mark = models.CharField(max_length=64)  # keyed over every other column

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["program_id", "-at"], name="audit_program_at"),
            models.Index(
                fields=["program_id", "patient_id", "-at"], name="audit_patient_at"
            ),
            models.Index(
                fields=["program_id", "staff_id", "-at"], name="audit_staff_at"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, once: an audit row is never saved again."""
        if not self._state.adding:
            raise TypeError("AuditEvent is append-only")
        self.sign()
        super().save(*args, **kwargs)

    def sign(self) -> None:
        """Put the keyed mark on the row, over what the database will give back."""
        self.detail = as_stored(self.detail)
        self.mark = mark_of(self)


class AuditSeal(models.Model):
    """The place of one audit row in its program's chain."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=36)  # a program's id, or "installation"
    number = models.PositiveBigIntegerField()  # 1, 2, 3 … without a gap
    event_id = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)  # keyed over the row and the last digest
    sealed_at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"], name="audit_seal_one_number_per_chain"
            )
        ]


class Version(models.Model):
    """How a clinical row read after one change, for people to look back at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program_id = models.UUIDField()
    target_type = models.CharField(max_length=80)
    target_id = models.UUIDField()
    at = models.DateTimeField()
    staff_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    values = models.JSONField()  # field name -> value as text a person can read

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program_id", "target_type", "target_id", "at"],
                name="audit_version_of_target",
            )
        ]


class Submission(models.Model):
    """One form or API write that was carried out, and the answer it got."""

    id = models.UUIDField(primary_key=True)  # made by the page that sent it
    user_id = models.UUIDField(null=True)
    path = models.CharField(max_length=300)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)  # 0 while being carried out
    location = models.CharField(max_length=500, blank=True)  # of a redirect
    content_type = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="audit_submission_at")]
