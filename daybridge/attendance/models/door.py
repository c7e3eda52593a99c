"""The tablets at the door, and names typed there in vain."""

from typing import Any, ClassVar, Self

from django.db import models

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class DoorMiss(Record):
    """One name typed at a door with a PIN that was not theirs; kept for a day.

    The name is a keyed digest: of the person called so, or of what was typed.
    """

    matter = Matter.ROSTER

    name_digest = models.CharField(max_length=64)
    missed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "name_digest", "missed_at"],
                name="attendance_door_miss_of_name",
            )
        ]


class DoorTabletQuerySet(RecordQuerySet["DoorTablet"]):
    def in_use(self) -> Self:
        return self.filter(revoked_at=None)


class DoorTablet(Record):
    """A tablet at the door that may check people in and do nothing else."""

    matter = Matter.ROSTER

    site = models.ForeignKey(
        "programs.Site", on_delete=models.PROTECT, related_name="door_tablets"
    )
    name = models.CharField(max_length=80)
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    last_seen_at = models.DateTimeField(null=True, blank=True)
    misses = models.PositiveSmallIntegerField(default=0)  # wrong codes in a row of time
    misses_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)  # after too many
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = DoorTabletQuerySet.as_manager()
