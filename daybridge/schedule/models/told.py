"""What patients told of their weeks: when they cannot, would rather not, would like to.

Times of work, court and worship say much about somebody. They are read by those who
read where the person has a place, and stand in no document that leaves the program.
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.schedule.models.windows import (
    OF_A_LIFE,
    WITHIN_A_DAY,
    Mark,
    PaintedTime,
)

LONGEST_WAY = 240  # minutes


class ToldWeek(Record):
    """A patient's ordinary week as they told it, and what else decides what fits.

    Until there is one, what they could not when they first asked is what is known.
    """

    matter = Matter.ROSTER

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="told_weeks"
    )
    travel_minutes = models.PositiveSmallIntegerField(default=0)  # each way
    telehealth = models.BooleanField(default=False)  # may attend from home
    told_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient"], name="schedule_told_week_one_each"
            ),
            models.CheckConstraint(
                name="schedule_told_week_way_is_a_way",
                condition=Q(travel_minutes__lte=LONGEST_WAY),
            ),
        ]


class OfToldWeek(RecordQuerySet[Any]):
    patient_path = "week__patient_id"


class ToldTime(PaintedTime):
    """A time of every week."""

    matter = Matter.ROSTER

    week = models.ForeignKey(ToldWeek, on_delete=models.PROTECT, related_name="times")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday

    objects: ClassVar[Any] = OfToldWeek.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_told_time_within_a_day",
                condition=WITHIN_A_DAY & Q(weekday__lte=6),
            ),
            models.CheckConstraint(
                name="schedule_told_time_of_a_life", condition=Q(mark__in=OF_A_LIFE)
            ),
        ]
        indexes = [
            models.Index(fields=["program", "week"], name="schedule_told_time_of_week")
        ]


class FamilyTime(PaintedTime):
    """A time of every week at which the family can come along.

    None at all: any time at which the patient can.
    """

    matter = Matter.ROSTER

    week = models.ForeignKey(
        ToldWeek, on_delete=models.PROTECT, related_name="family_times"
    )
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday

    objects: ClassVar[Any] = OfToldWeek.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_family_time_within_a_day",
                condition=WITHIN_A_DAY & Q(weekday__lte=6),
            ),
            models.CheckConstraint(
                name="schedule_family_time_is_when_they_can",
                condition=Q(mark=Mark.FAMILY),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "week"], name="schedule_family_time_of_week"
            )
        ]


class ToldChange(PaintedTime):
    """A time of one date, over the ordinary week: added, or free after all."""

    matter = Matter.ROSTER

    week = models.ForeignKey(ToldWeek, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()

    objects: ClassVar[Any] = OfToldWeek.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_told_change_within_a_day", condition=WITHIN_A_DAY
            ),
            models.CheckConstraint(
                name="schedule_told_change_of_a_life",
                condition=Q(mark__in=(*OF_A_LIFE, Mark.NOTHING)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "week", "on"], name="schedule_told_change_of_week"
            )
        ]


class WeekLinkQuerySet(RecordQuerySet["WeekLink"]):
    def usable(self, at: datetime) -> Self:
        """Links that still answer: not answered, not ended, and in time."""
        return self.filter(answered_at=None, ended_at=None, expires_at__gt=at)


class WeekLink(Record):
    """An address at which somebody paints their week on their own phone, once.

    It shows nothing of them: whoever else opens it learns nobody's name and no time.
    """

    matter = Matter.ROSTER

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="week_links"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WeekLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_week_link_ends_after_it_is_made",
                condition=Q(expires_at__gt=F("created_at")),
            )
        ]
        indexes = [
            models.Index(
                fields=["program", "patient"], name="schedule_week_link_of_patient"
            )
        ]
