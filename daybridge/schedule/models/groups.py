"""Groups, their members, and the sessions that exist."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.viewer import Viewer
from daybridge.intake.times import WHOLE_DAY, minute_of
from daybridge.programs.models import ONE_TO_ONE, Modality
from daybridge.schedule.occurrences import is_weekly


class GroupQuerySet(RecordQuerySet["Group"]):
    def running_on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def not_over_on(self, day: date) -> Self:
        """Groups that meet on a day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def shared(self) -> Self:
        """Without the standing hours of one person."""
        return self.exclude(modality__in=ONE_TO_ONE)

    def with_members(self, day: date) -> Self:
        """Each with `members`: the standing places given away from a day on."""
        held = Q(enrollments__ends_on=None) | Q(enrollments__ends_on__gte=day)
        return self.annotate(members=Count("enrollments", filter=held))

    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """Groups whose members this viewer may read; times are open to all staff."""
        from daybridge.schedule.reach import groups_within

        return self.in_program(viewer.program_id).filter(groups_within(viewer))

    def amendable_by(self, viewer: Viewer) -> Self:
        """Groups in which this viewer may give and end places."""
        from daybridge.schedule.reach import groups_to_amend

        return self.in_program(viewer.program_id).filter(groups_to_amend(viewer))


class Group(Record):
    """A group that meets by a rule: wall time, zone of the program, recurrence."""

    matter = Matter.ROSTER

    name = models.CharField(max_length=120)
    track = models.ForeignKey(
        "programs.Track", on_delete=models.PROTECT, related_name="groups"
    )
    modality = models.CharField(max_length=12, choices=Modality)
    counts_to_clinical_hours = models.BooleanField(default=True)
    curriculum = models.ForeignKey(
        "programs.Curriculum", on_delete=models.PROTECT, related_name="+", null=True
    )
    leader = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="groups_led"
    )
    co_leader = models.ForeignKey(
        "people.Staff",
        on_delete=models.PROTECT,
        related_name="groups_co_led",
        null=True,
    )
    room = models.ForeignKey(
        "programs.Room", on_delete=models.PROTECT, related_name="groups", null=True
    )
    telehealth_url = models.URLField(blank=True)
    capacity = models.PositiveSmallIntegerField(default=12)  # patients
    starts_at = models.TimeField()  # wall time
    minutes = models.PositiveSmallIntegerField()
    recurrence = models.CharField(max_length=200)  # RRULE, e.g. FREQ=WEEKLY;BYDAY=MO
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="continued_by", null=True
    )  # the same group by another rule, until the day before
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = GroupQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_one_to_one(self) -> bool:
        """Whether it is the standing hour of one person, and not a group."""
        return self.modality in ONE_TO_ONE

    @property
    def gives_weekly_dose(self) -> bool:
        """Whether a place in it gives its minutes toward a dose in every week."""
        return (
            self.counts_to_clinical_hours
            and not self.is_one_to_one
            and is_weekly(self.recurrence)
            and minute_of(self.starts_at) + self.minutes <= WHOLE_DAY
        )


class EnrollmentQuerySet(RecordQuerySet["Enrollment"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Enrollment(Record):
    """A patient's standing place in a group, from a day to a day (inclusive)."""

    matter = Matter.ROSTER

    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="enrollments"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="enrollments"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = EnrollmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "group", "patient"],
                condition=Q(ends_on=None),
                name="schedule_enrollment_one_open",
            )
        ]


class SessionQuerySet(RecordQuerySet["Session"]):
    def between(self, start: datetime, end: datetime) -> Self:
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def held(self) -> Self:
        return self.filter(cancelled_at=None)

    def led_by(self, staff_id: Any) -> Self:
        return self.filter(Q(leader_id=staff_id) | Q(co_leader_id=staff_id))

    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """Rosters of own groups; of the whole program for those who run the day."""
        scoped = self.in_program(viewer.program_id)
        return scoped.filter(self._within(viewer))

    def _within(self, viewer: Viewer) -> Q:
        from daybridge.schedule.reach import sessions_within

        return sessions_within(viewer)


class Session(Record):
    """One session that exists, with its own time, leaders, room and topic."""

    class CancelReason(models.TextChoices):
        STAFF = "staff", "Staff away"
        WEATHER = "weather", "Weather"
        SITE = "site", "Room or site closed"
        FEW = "few", "Too few people"
        OTHER = "other", "Other"

    matter = Matter.ROSTER

    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="sessions", null=True
    )
    rule_date = models.DateField(null=True)  # the day the rule gave; null for extras
    title = models.CharField(max_length=120)
    track = models.ForeignKey(
        "programs.Track", on_delete=models.PROTECT, related_name="sessions"
    )
    modality = models.CharField(max_length=12, choices=Modality)
    counts_to_clinical_hours = models.BooleanField(default=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    leader = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="sessions_led"
    )
    co_leader = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    instead_of = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )  # whom a substitute leader stands in for
    room = models.ForeignKey(
        "programs.Room", on_delete=models.PROTECT, related_name="sessions", null=True
    )
    telehealth_url = models.URLField(blank=True)
    capacity = models.PositiveSmallIntegerField(default=12)
    topic = models.ForeignKey(
        "programs.Topic", on_delete=models.PROTECT, related_name="+", null=True
    )
    topic_text = models.CharField(max_length=200, blank=True)  # when it is not in one
    changed_by_hand = models.BooleanField(default=False)  # the rule leaves it alone
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    cancel_reason = models.CharField(max_length=8, choices=CancelReason, blank=True)
    cancel_note = models.TextField(blank=True)
    closure = models.ForeignKey(
        "programs.Closure", on_delete=models.PROTECT, related_name="stopped", null=True
    )  # the closed day that cancelled it, if that is why
    told = models.JSONField(default=list)  # who was told of the cancellation, and how
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "group", "rule_date"],
                name="schedule_session_once_per_rule_date",
            ),
            models.CheckConstraint(
                name="schedule_session_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="schedule_session_cancel_has_time_and_reason",
                condition=Q(cancelled_at=None, cancel_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "starts_at"], name="schedule_session_by_start"
            ),
            models.Index(
                fields=["program", "leader", "starts_at"],
                name="schedule_session_of_leader",
            ),
        ]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def topic_title(self) -> str:
        return self.topic.title if self.topic else self.topic_text
