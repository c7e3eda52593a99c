"""When staff work and rooms are open; open to all staff, and of no patient."""

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record
from daybridge.schedule.models.windows import WITHIN_A_DAY, Mark, PaintedTime


class Hours(Record):
    """The ordinary week of a member of staff, or of a room. No times: any time.

    What staff lead at most is of their hours too; a room has no such limits.
    """

    matter = Matter.OUTCOMES

    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="hours", null=True
    )
    room = models.ForeignKey(
        "programs.Room", on_delete=models.PROTECT, related_name="hours", null=True
    )
    max_contact_minutes_per_day = models.PositiveSmallIntegerField(null=True)
    max_contact_minutes_per_week = models.PositiveSmallIntegerField(null=True)
    changeover_minutes = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_hours_limits_are_of_staff",
                condition=Q(staff__isnull=False)
                | Q(max_contact_minutes_per_day=None, changeover_minutes=0,
                    max_contact_minutes_per_week=None),
            ),
            models.CheckConstraint(
                name="schedule_hours_are_of_one",
                condition=Q(staff=None, room__isnull=False)
                | Q(staff__isnull=False, room=None),
            ),
            models.UniqueConstraint(
                fields=["program", "staff"], name="schedule_hours_one_of_staff"
            ),
            models.UniqueConstraint(
                fields=["program", "room"], name="schedule_hours_one_of_room"
            ),
        ]  # fmt: skip


class HoursTime(PaintedTime):
    """A time of every week."""

    matter = Matter.OUTCOMES

    week = models.ForeignKey(Hours, on_delete=models.PROTECT, related_name="times")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_hours_time_within_a_day",
                condition=WITHIN_A_DAY & Q(weekday__lte=6),
            ),
            models.CheckConstraint(
                name="schedule_hours_time_is_open", condition=Q(mark=Mark.OPEN)
            ),
        ]
        indexes = [
            models.Index(fields=["program", "week"], name="schedule_hours_time_of_week")
        ]


class HoursChange(PaintedTime):
    """A time of one date, over the ordinary week: open, or closed."""

    matter = Matter.OUTCOMES

    week = models.ForeignKey(Hours, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_hours_change_within_a_day", condition=WITHIN_A_DAY
            ),
            models.CheckConstraint(
                name="schedule_hours_change_opens_or_closes",
                condition=Q(mark__in=(Mark.OPEN, Mark.NOTHING)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "week", "on"], name="schedule_hours_change_of_week"
            )
        ]
