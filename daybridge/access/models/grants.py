"""What a consent in force opens to a kind of reader, in the gate's own short form."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.viewer import Viewer


class GrantQuerySet(RecordQuerySet["Grant"]):
    def in_force(self, at: datetime) -> Self:
        """Begun, neither ended nor past its last moment. Time alone closes a grant."""
        return self.filter(
            Q(ended_at=None) | Q(ended_at__gt=at),
            Q(expires_at=None) | Q(expires_at__gt=at),
            starts_at__lte=at,
        )

    def of(self, viewer: Viewer, matter: Matter) -> Self:
        """What opens a matter to this viewer now, through the roles they have."""
        return (
            self.in_program(viewer.program_id)
            .in_force(viewer.at)
            .filter(reader__in=viewer.granted_as(matter), opens=matter.value)
        )


class Grant(Record):
    """One patient's consent lets one kind of reader see one matter, until it ends."""

    matter = Matter.CONSENTS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="grants"
    )
    reader = models.CharField(max_length=2)  # an ActorKind
    opens = models.CharField(max_length=3)  # a Matter
    basis_id = models.UUIDField()  # the consent
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)  # known from the start
    ended_at = models.DateTimeField(null=True, blank=True)  # revoked

    objects: ClassVar[Any] = GrantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "opens", "reader", "patient"],
                name="access_grant_to_reader",
            ),
            models.Index(fields=["program", "basis_id"], name="access_grant_of_basis"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "basis_id", "reader", "opens"],
                condition=Q(ended_at=None),
                name="access_grant_once",
            ),
            models.CheckConstraint(
                name="access_grant_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at")),
            ),
        ]
