"""Addresses of calendars, and the words in them."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.viewer import Viewer


class FeedQuerySet(RecordQuerySet["CalendarFeed"]):
    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """Calendars of patients this viewer may read of; staff see only their own."""
        return super().visible_to(viewer, matter).filter(patient__isnull=False)

    def serving(self) -> Self:
        """Addresses that still answer: nobody ended them, and their owner is here."""
        return self.filter(ended_at=None, staff__deactivated_at=None)


class CalendarFeed(Record):
    """An address at which one calendar program reads one person's appointments.

    Whoever has the address reads the calendar; only a keyed digest of it is stored.
    """

    class Ending(models.TextChoices):
        TAKEN_BACK = "taken_back", "Ended"
        REPLACED = "replaced", "Replaced by a new address"
        DISCHARGED = "discharged", "Ended with the treatment"
        LEFT = "left", "Ended when they left the staff"

    matter = Matter.ROSTER

    patient = models.ForeignKey(
        "people.Patient",
        on_delete=models.PROTECT,
        related_name="calendar_feeds",
        null=True,
    )
    staff = models.ForeignKey(
        "people.Staff",
        on_delete=models.PROTECT,
        related_name="calendar_feeds",
        null=True,
    )
    device = models.CharField(max_length=60)  # where it is read: My phone
    secret_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    content_digest = models.CharField(max_length=64, blank=True)  # as last read
    changed_at = models.DateTimeField(null=True, blank=True)  # when it became that
    read_on = models.DateField(null=True, blank=True)  # last day somebody asked
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    objects: ClassVar[Any] = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="calendars_feed_is_of_one_person",
                condition=Q(patient=None, staff__isnull=False)
                | Q(patient__isnull=False, staff=None),
            ),
            models.CheckConstraint(
                name="calendars_feed_end_has_its_reason",
                condition=Q(ended_at=None, ending="")
                | Q(ended_at__gte=F("created_at")) & ~Q(ending=""),
            ),
            models.CheckConstraint(
                name="calendars_feed_content_has_its_moment",
                condition=Q(content_digest="", changed_at=None)
                | ~Q(content_digest="") & Q(changed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "patient"], name="calendars_feed_of_patient"
            ),
            models.Index(fields=["program", "staff"], name="calendars_feed_of_staff"),
        ]


class CalendarWords(Record):
    """What stands in calendars for every appointment, as the program chose it."""

    matter = Matter.OUTCOMES  # published: meant to be read over a shoulder

    english = models.CharField(max_length=40, blank=True)
    spanish = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program"], name="calendars_words_once_per_program"
            )
        ]
