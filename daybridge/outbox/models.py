"""Messages that leave, and how each patient wants to be told."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.viewer import Viewer


class MessageQuerySet(RecordQuerySet["Message"]):
    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """Messages to patients this viewer may read of; staff read theirs on Today."""
        return super().visible_to(viewer, matter).filter(patient__isnull=False)

    def unsettled(self) -> Self:
        """What may still be told: waiting, on its way, or to be called."""
        return self.filter(state__in=UNSETTLED)

    def due(self, at: datetime) -> Self:
        """What a worker may take now: its time has come, and nobody has it in hand."""
        rows = self.filter(state__in=(State.WAITING, State.SENDING), next_at__lte=at)
        return rows.filter(_in_no_hand(at))

    def over(self, at: datetime) -> Self:
        """What nobody has in hand and makes no sense any more."""
        return self.unsettled().filter(_in_no_hand(at), ends_at__lte=at)


def _in_no_hand(at: datetime) -> Q:
    return Q(leased_until=None) | Q(leased_until__lte=at)


class Message(Record):
    """Words for one person: written with the act, sent by a worker, kept as sent."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "On its way"
        SENT = "sent", "Sent"
        TO_CALL = "to_call", "To be called"
        CALLED = "called", "Called"
        TAKEN_BACK = "taken_back", "Taken back"
        LAPSED = "lapsed", "Too late"
        UNWANTED = "unwanted", "Not wanted"
        FAILED = "failed", "Failed"

    class Channel(models.TextChoices):
        TEXT = "text", "Text message"
        EMAIL = "email", "E-mail"
        CALL = "call", "Call"
        TODAY = "today", "Their Today"

    matter = Matter.ROSTER  # when somebody comes, in words that do not say why

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="messages", null=True
    )
    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="messages", null=True
    )
    kind = models.CharField(max_length=40)  # room.what, e.g. schedule.repair
    key = models.CharField(max_length=200)  # the same key is the same message
    subject = models.CharField(max_length=200)
    text = models.TextField()
    where = models.CharField(max_length=300, blank=True)  # the page it speaks of
    told_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    due_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # after that it makes no sense
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    next_at = models.DateTimeField()  # the next try, by a worker or on the telephone
    attempts = models.PositiveIntegerField(default=0)  # of a worker
    leased_until = models.DateTimeField(null=True)  # by the worker that has it in hand
    channel = models.CharField(max_length=5, choices=Channel, blank=True)
    address = models.CharField(max_length=254, blank=True)  # as it was used
    settled_at = models.DateTimeField(null=True)  # sent, called or given up
    reason = models.CharField(max_length=200, blank=True)  # why it was not sent
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "key"], name="outbox_message_told_once"
            ),
            models.CheckConstraint(
                name="outbox_message_is_for_one_person",
                condition=Q(patient=None, staff__isnull=False)
                | Q(patient__isnull=False, staff=None),
            ),
            models.CheckConstraint(
                name="outbox_message_in_hand_has_its_lease",
                condition=Q(state="sending", leased_until__isnull=False)
                | ~Q(state="sending") & Q(leased_until=None),
            ),
            models.CheckConstraint(
                name="outbox_message_settled_has_its_moment",
                condition=Q(
                    state__in=("waiting", "sending", "to_call"), settled_at=None
                )
                | ~Q(state__in=("waiting", "sending", "to_call"))
                & Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "state", "next_at"], name="outbox_message_by_state"
            ),
            models.Index(
                fields=["program", "patient", "-created_at"],
                name="outbox_message_of_patient",
            ),
        ]


State = Message.State
UNSETTLED = (State.WAITING, State.SENDING, State.TO_CALL)


class PreferenceQuerySet(RecordQuerySet["Preference"]):
    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class Preference(Record):
    """How one patient said they want to be told; what they said last holds."""

    class Way(models.TextChoices):
        TEXT = "text", "Text message"
        EMAIL = "email", "E-mail"
        CALL = "call", "A call from the front desk"
        NONE = "none", "Not at all"

    matter = Matter.DEMOGRAPHICS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="preferences"
    )
    way = models.CharField(max_length=5, choices=Way)
    lead_minutes = (
        models.PositiveIntegerField()
    )  # before an appointment; 0: no reminder
    written_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = PreferenceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "patient", "-created_at"],
                name="outbox_preference_of_patient",
            )
        ]
