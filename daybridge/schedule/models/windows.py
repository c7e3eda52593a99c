"""The shape of a time that was told: of a week or of a date, and what is then."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from daybridge.access.records import Record
from daybridge.rules import week_painted
from daybridge.rules.week_painted import DAY_SLOTS, Stroke


class Mark(models.TextChoices):
    """What is at a time of somebody's week, or of a room's."""

    WORK = "work", _("Work")
    SCHOOL = "school", _("School")
    CHILDREN = "children", _("Children")
    COURT = "court", _("Court")
    TRANSPORT = "transport", _("No way to get there")
    WORSHIP = "worship", _("Worship")
    OTHER = "other", _("Something else")
    RATHER_NOT = week_painted.RATHER_NOT, _("Rather not")
    PREFERRED = week_painted.PREFERRED, _("Good for me")
    OPEN = "open", _("Open")
    FAMILY = "family", _("Can come")
    NOTHING = week_painted.NOTHING, _("Nothing")


BUSY = (
    Mark.WORK, Mark.SCHOOL, Mark.CHILDREN, Mark.COURT, Mark.TRANSPORT, Mark.WORSHIP,
    Mark.OTHER,
)  # fmt: skip
OF_A_LIFE = (*BUSY, Mark.RATHER_NOT, Mark.PREFERRED)
WITHIN_A_DAY = Q(until_quarter__gt=F("from_quarter"), until_quarter__lte=DAY_SLOTS)


class PaintedTime(Record):
    """From, included, until, excluded: quarters of an hour since midnight."""

    from_quarter = models.PositiveSmallIntegerField()
    until_quarter = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=10, choices=Mark)

    class Meta:
        abstract = True

    def stroke_on(self, weekday: int) -> Stroke:
        """The same in a week; Monday is 0."""
        midnight = weekday * DAY_SLOTS
        return Stroke(
            midnight + self.from_quarter, midnight + self.until_quarter, self.mark
        )
