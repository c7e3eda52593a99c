"""Each patient's place in each session."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class Mark(models.TextChoices):
    """What is known of a place in a session; late and left early follow from times."""

    EXPECTED = "expected", "Expected"
    ATTENDED = "attended", "Attended"
    NO_SHOW = "no_show", "No-show"
    EXCUSED = "excused", "Excused"


class AttendanceQuerySet(RecordQuerySet["Attendance"]):
    def on_roster_of(self, session: Any) -> Self:
        """Places of one session (or its id) that were not taken away."""
        return self.on_roster().filter(session_id=getattr(session, "pk", session))

    def on_roster(self) -> Self:
        return self.filter(removed_at=None)

    def still_expected(self) -> Self:
        return self.filter(mark=Mark.EXPECTED, arrived_at=None)

    def holding_a_seat(self) -> Self:
        """Places on the roster whose seat is not free for somebody else."""
        return self.on_roster().filter(given_up_at=None)

    def not_made_up(self) -> Self:
        """Places for which nobody has another one on a roster."""
        instead = Attendance.objects.filter(
            program_id=OuterRef("program_id"), makes_up_for_id=OuterRef("pk"),
            removed_at=None,
        )  # fmt: skip
        return self.filter(~Exists(instead))

    def attended(self) -> Self:
        return self.filter(mark=Mark.ATTENDED)


class Attendance(Record):
    """One patient's place in one session."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        TELEHEALTH = "telehealth", "Telehealth"

    class Origin(models.TextChoices):
        ENROLLED = "enrolled", "Enrolled in the group"
        ADDED = "added", "Added for this session"
        MAKE_UP = "make_up", "Make-up"

    matter = Matter.SUD_RECORD

    session = models.ForeignKey(
        "schedule.Session", on_delete=models.PROTECT, related_name="attendances"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="attendances"
    )
    starts_at = models.DateTimeField()  # of the session, so that a week is one range
    mark = models.CharField(max_length=8, choices=Mark, default=Mark.EXPECTED)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.IN_PERSON)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.ENROLLED)
    makes_up_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="make_ups", null=True
    )
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    arrived_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )  # null with an arrival: the patient checked in at the door
    minutes = models.PositiveSmallIntegerField(
        default=0
    )  # credited, derived from times
    absence_reason = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # off this roster
    given_up_at = models.DateTimeField(
        null=True, blank=True
    )  # still expected, but the seat may go to somebody else
    answer = models.ForeignKey(
        "attendance.ReminderAnswer", on_delete=models.PROTECT, related_name="+",
        null=True,
    )  # what stands of what they answered  # fmt: skip
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "session", "patient"],
                name="attendance_one_place_per_session",
            ),
            models.CheckConstraint(
                name="attendance_attended_has_arrival",
                condition=Q(mark="attended", arrived_at__isnull=False)
                | ~Q(mark="attended") & Q(arrived_at=None, left_at=None, minutes=0),
            ),
            models.CheckConstraint(
                name="attendance_leaves_after_arriving",
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "patient", "starts_at"],
                name="attendance_of_patient",
            ),
            models.Index(fields=["program", "starts_at"], name="attendance_by_start"),
        ]
