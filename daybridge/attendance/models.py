"""Each patient's place in each session, follow-ups of missed ones, door tablets."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

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


class FollowUpQuerySet(RecordQuerySet["FollowUp"]):
    patient_path = "attendance__patient_id"

    def open(self) -> Self:
        """Calls nobody has made yet."""
        return self.filter(outcome="")

    def waiting(self) -> Self:
        """Calls to make: not made yet, or to be tried again."""
        return self.filter(Q(outcome="") | Q(next_try_on__isnull=False))


class FollowUp(Record):
    """The same-day call after a missed session, and how it went."""

    class Outcome(models.TextChoices):
        REACHED_RETURNING = "returning", "Reached: coming back"
        REACHED_MAKE_UP = "make_up", "Reached: make-up arranged"
        REACHED_DECLINED = "declined", "Reached: does not want to come back now"
        LEFT_MESSAGE = "message", "Left a message, as they allowed"
        NO_ANSWER = "no_answer", "No answer"
        SAFETY = "safety", "Safety concern: supervisor told"

    matter = Matter.ROSTER

    attendance = models.OneToOneField(
        Attendance, on_delete=models.PROTECT, related_name="follow_up"
    )
    due_on = models.DateField()
    next_try_on = models.DateField(null=True, blank=True)  # after a try that failed
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attendance_follow_up_outcome_has_time_and_author",
                condition=Q(outcome="", done_at=None, done_by=None)
                | ~Q(outcome="") & Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["program", "due_on"], name="attendance_follow_up_due")
        ]


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
