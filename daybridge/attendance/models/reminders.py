"""Reminders of a day's sessions, and what people answered to them."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.attendance.models.places import Attendance


class ReminderQuerySet(RecordQuerySet["Reminder"]):
    def standing(self) -> Self:
        """Reminders whose day is still as they say."""
        return self.filter(ended_at=None)

    def of_day(self, reminder: "Reminder") -> Self:
        """All that stands about the same day of the same person."""
        return self.standing().filter(
            patient_id=reminder.patient_id, held_on=reminder.held_on
        )

    def answering(self, at: datetime) -> Self:
        """Reminders whose link still opens something."""
        return self.standing().filter(expires_at__gt=at)


class Reminder(Record):
    """One message about one person's day with us, with a link to answer it.

    The link knows day and times and nothing else; only a keyed digest of it is stored.
    Of a day that was only spoken about with staff nobody holds the link.
    """

    class Kind(models.TextChoices):
        AHEAD = "ahead", "Before the day"
        MISSED = "missed", "After a missed session"
        NOTED = "noted", "Said by telephone or at the desk"

    matter = Matter.ROSTER

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="reminders"
    )
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.AHEAD)
    held_on = models.DateField()  # the day of the sessions, where the program is
    starts_at = models.DateTimeField()  # of the first session that day
    expires_at = models.DateTimeField()  # from then on the link opens nothing
    token_digest = models.CharField(max_length=64, unique=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # the day changed, or ended

    objects: ClassVar[Any] = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient", "kind", "held_on"],
                condition=Q(ended_at=None),
                name="attendance_reminder_once_for_a_day",
            ),
            models.CheckConstraint(
                name="attendance_reminder_expires_after_the_start",
                condition=Q(expires_at__gt=F("starts_at")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "starts_at"], name="attendance_reminder_by_start"
            )
        ]


class ReminderAnswerQuerySet(RecordQuerySet["ReminderAnswer"]):
    patient_path = "attendance__patient_id"


class ReminderAnswer(Record):
    """What somebody answered about one place; the place points at the one that stands.

    Through their link, or to staff, who noted it. It says what they mean to do; whether
    they came is said by who was there.
    """

    class Choice(models.TextChoices):
        COMING = "coming", "Will be there"
        LATE = "late", "Will be late"
        AWAY = "away", "Cannot come"

    matter = Matter.ROSTER

    reminder = models.ForeignKey(
        Reminder, on_delete=models.PROTECT, related_name="answers"
    )
    attendance = models.ForeignKey(
        Attendance, on_delete=models.PROTECT, related_name="answers"
    )
    choice = models.CharField(max_length=6, choices=Choice)
    late_minutes = models.PositiveSmallIntegerField(null=True)
    make_up = models.ForeignKey(
        Attendance, on_delete=models.PROTECT, related_name="+", null=True
    )  # the place taken instead
    wants_call = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True, db_default="")
    answered_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )  # who wrote down what they said; null: they answered through their link
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True
    )  # what stood before it, and stands again if this is taken back

    objects: ClassVar[Any] = ReminderAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attendance_answer_late_has_minutes",
                condition=Q(choice="late", late_minutes__gt=0)
                | ~Q(choice="late") & Q(late_minutes=None),
            ),
            models.CheckConstraint(
                name="attendance_answer_instead_of_what_is_missed",
                condition=Q(choice="away") | Q(make_up=None, wants_call=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "attendance"], name="attendance_answer_of_place"
            )
        ]
