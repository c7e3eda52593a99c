"""The forms a newcomer signs in one sitting, and the reminders of an unfinished one."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class PacketQuerySet(RecordQuerySet["Packet"]):
    def open(self) -> Self:
        """Begun, and neither finished nor put away."""
        return self.filter(completed_at=None, withdrawn_at=None)


class Packet(Record):
    """One newcomer's forms; finished when the last required one is signed."""

    matter = Matter.CONSENTS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="packets"
    )
    language = models.CharField(max_length=2, default="en")
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = PacketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient"],
                condition=Q(completed_at=None, withdrawn_at=None),
                name="consents_packet_one_open_per_patient",
            )
        ]
        indexes = [
            models.Index(
                fields=["program", "completed_at", "created_at"],
                name="consents_packet_by_day",
            )
        ]


class PacketReminder(Record):
    """Somebody was reminded of their unfinished forms."""

    matter = Matter.CONSENTS

    packet = models.ForeignKey(
        Packet, on_delete=models.PROTECT, related_name="reminders"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    how = models.CharField(max_length=100)
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "packet", "-at"], name="consents_reminder_of_packet"
            )
        ]
