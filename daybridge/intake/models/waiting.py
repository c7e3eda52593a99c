"""The waitlist: who waits for which track and why, seats that open, and offers."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.intake.models.inquiries import Inquiry, OfInquiryQuerySet


class Wait(Record):
    """One person's time on the waitlist, with the real reason for waiting."""

    class Reason(models.TextChoices):
        NO_SEAT = "no_seat", "No seat on the track"
        NO_TIME = "no_time", "No time that fits"
        BENEFITS = "benefits", "Benefits pending"
        DISCHARGE = "discharge", "Waiting for discharge elsewhere"
        WISH = "wish", "Their own wish"
        OTHER = "other", "Another reason"

    class Priority(models.TextChoices):  # 45 CFR 96.131(a)
        PREGNANT_INJECTING = "1", "Pregnant, and injects drugs"
        PREGNANT = "2", "Pregnant"
        INJECTING = "3", "Injects drugs"
        NONE = "4", "None of these"

    class End(models.TextChoices):
        SEAT = "seat", "Took a seat"
        INQUIRY = "inquiry", "The inquiry came to an end"
        WITHDRAWN = "withdrawn", "No longer wants to wait"

    matter = Matter.DEMOGRAPHICS

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="waits")
    track = models.ForeignKey(  # none: any that fits
        "programs.Track", on_delete=models.PROTECT, related_name="+", null=True
    )
    times = models.CharField(  # in words, what the inquiry's times do not tell
        max_length=200, blank=True
    )
    reason = models.CharField(max_length=9, choices=Reason)
    reason_note = models.CharField(max_length=500, blank=True)
    priority = models.CharField(max_length=1, choices=Priority, default=Priority.NONE)
    waiting_since = models.DateTimeField()
    ready_on = models.DateField(null=True, blank=True)  # not to be called before
    written_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    end = models.CharField(max_length=9, choices=End, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = OfInquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "ended_at", "priority", "waiting_since"],
                name="intake_wait_in_order",
            ),
            models.Index(
                fields=["program", "track", "ended_at", "priority", "waiting_since"],
                name="intake_wait_of_track",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "inquiry"],
                condition=Q(ended_at=None),
                name="intake_wait_one_at_a_time",
            ),
            models.CheckConstraint(
                name="intake_wait_end_has_moment",
                condition=Q(ended_at=None, end="")
                | Q(ended_at__isnull=False) & ~Q(end=""),
            ),
            models.CheckConstraint(
                name="intake_wait_other_reason_is_said",
                condition=~Q(reason="other", reason_note=""),
            ),
        ]


class OpenSeatQuerySet(RecordQuerySet["OpenSeat"]):
    def free(self) -> Self:
        """Seats that nobody took and nobody withdrew."""
        return self.filter(closed_at=None)


class OpenSeat(Record):
    """One place on a track or in a group of it, left or added; of no patient."""

    class Source(models.TextChoices):
        DISCHARGE = "discharge", "Someone left care"
        TRANSFER = "transfer", "Someone changed track"
        PLACE = "place", "A place in a group ended"
        BY_HAND = "by_hand", "Added by hand"

    matter = Matter.ROSTER

    track = models.ForeignKey(
        "programs.Track", on_delete=models.PROTECT, related_name="+"
    )
    group_id = models.UUIDField(null=True, blank=True)  # a group of a later room
    free_from = models.DateField()
    source = models.CharField(max_length=9, choices=Source)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    closed_at = models.DateTimeField(null=True, blank=True)  # taken or withdrawn
    closed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = OpenSeatQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "closed_at", "opened_at"], name="intake_seat_free"
            ),
            models.Index(
                fields=["program", "group_id", "closed_at"], name="intake_seat_of_group"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_seat_of_a_place_names_its_group",
                condition=Q(source="place", group_id__isnull=False)
                | ~Q(source="place") & Q(group_id=None),
            )
        ]


class SeatOfferQuerySet(RecordQuerySet["SeatOffer"]):
    patient_path = "wait__inquiry__patient_id"

    def holding(self, at: datetime) -> Self:
        """Offers without an answer whose time is not over."""
        return self.filter(answer="", held_until__gt=at)


class SeatOffer(Record):
    """A seat held for one person until a time; the first to hold it has it."""

    class Answer(models.TextChoices):
        TAKEN = "taken", "Took it"
        DECLINED = "declined", "Said no"
        LAPSED = "lapsed", "The time ran out"

    matter = Matter.DEMOGRAPHICS

    seat = models.ForeignKey(OpenSeat, on_delete=models.PROTECT, related_name="offers")
    wait = models.ForeignKey(Wait, on_delete=models.PROTECT, related_name="offers")
    held_until = models.DateTimeField()
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(  # nobody: the time ran out
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = SeatOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "seat"],
                condition=Q(answer__in=["", "taken"]),
                name="intake_seat_one_holder",
            ),
            models.UniqueConstraint(
                fields=["program", "wait"],
                condition=Q(answer=""),
                name="intake_wait_one_offer_at_a_time",
            ),
            models.CheckConstraint(
                name="intake_offer_answer_has_moment",
                condition=Q(answer="", answered_at=None)
                | Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]
