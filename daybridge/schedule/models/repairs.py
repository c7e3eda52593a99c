"""Something happened: what is away or closed, and what becomes of each session."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record
from daybridge.schedule.models.groups import Session
from daybridge.schedule.models.whole import OfWholeScheduleQuerySet
from daybridge.schedule.tries import is_its_own

SILENT_AFTER = timedelta(seconds=30)  # a search takes ten


class RepairQuerySet(OfWholeScheduleQuerySet["Repair"]):
    def to_search(self, at: datetime, tried_since: datetime | None = None) -> Self:
        """Asked for, and in nobody's hands: not begun, or its worker has died.

        An earlier try of the same task is known to be over; others by their silence.
        """
        free = Q(heard_at=None) | Q(heard_at__lt=at - SILENT_AFTER)
        return self.filter(free | is_its_own(tried_since), search=Repair.Search.RUNNING)


class Repair(Record):
    """What cannot be as planned, from a moment to another, and who said so."""

    class What(models.TextChoices):
        LEADER = "leader", "A leader is away"
        ROOM = "room", "A room is closed"
        STORM = "storm", "Storm: a site is closed"
        SITE = "site", "A site is closed for another reason"

    class Wish(models.TextChoices):
        FIT = "fit", "Find the smallest change"
        ONLINE = "online", "Everything by telehealth"
        CANCEL = "cancel", "Cancel everything"

    class Search(models.TextChoices):
        NONE = "none", "Not asked"
        RUNNING = "running", "Looking"
        DONE = "done", "Looked at together"
        FAILED = "failed", "No answer"

    CLOSING: ClassVar = (What.STORM, What.SITE)
    REASONS: ClassVar = {
        What.LEADER: Session.CancelReason.STAFF,
        What.ROOM: Session.CancelReason.SITE,
        What.STORM: Session.CancelReason.WEATHER,
        What.SITE: Session.CancelReason.SITE,
    }

    matter = Matter.ROSTER

    what = models.CharField(max_length=6, choices=What)
    wish = models.CharField(max_length=6, choices=Wish, default=Wish.FIT)
    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    room = models.ForeignKey(
        "programs.Room", on_delete=models.PROTECT, related_name="+", null=True
    )
    site = models.ForeignKey(
        "programs.Site", on_delete=models.PROTECT, related_name="+", null=True
    )  # None, when something is closed: every site
    closures = models.JSONField(default=list)  # ids of the closed days it made
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    search = models.CharField(max_length=7, choices=Search, default=Search.NONE)
    asked_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)  # the last word of the search
    stop_asked_at = models.DateTimeField(null=True)
    so_far = models.JSONField(default=dict)  # the best of the search, in figures
    at_least = models.PositiveIntegerField(null=True)  # changes, proved by the search

    objects: ClassVar[Any] = RepairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_repair_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="schedule_repair_says_what_is_away",
                condition=Q(what="leader", staff__isnull=False, room=None, site=None)
                | Q(what="room", staff=None, room__isnull=False, site=None)
                | Q(what__in=("storm", "site"), staff=None, room=None),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["program", "created_at"], name="schedule_repair_newest"
            )
        ]

    def __str__(self) -> str:
        place = self.room or self.site or "Every site"
        who = self.staff.display_name if self.staff else str(place)
        verb = "is away" if self.what == self.What.LEADER else "is closed"
        return f"{who} {verb}"

    def is_looking(self, at: datetime) -> bool:
        """Whether the worker may still find something better."""
        last: datetime | None = self.heard_at or self.asked_at
        if self.search != self.Search.RUNNING or last is None:
            return False
        return last > at - SILENT_AFTER

    def closes(self, site_id: Any) -> bool:
        """Whether nobody meets at a site."""
        return self.what in self.CLOSING and self.site_id in (None, site_id)

    @property
    def cancel_reason(self) -> str:
        """Why a session is cancelled, if it is."""
        return str(self.REASONS[self.What(self.what)])


class RepairStepQuerySet(OfWholeScheduleQuerySet["RepairStep"]):
    def open(self) -> Self:
        return self.filter(state=RepairStep.State.OPEN)


class RepairStep(Record):
    """What is proposed for one session, and what was decided."""

    class Found(models.TextChoices):
        AT_ONCE = "at_once", "For this session alone"
        TOGETHER = "together", "For all sessions together"
        BY_HAND = "by_hand", "By hand"

    class State(models.TextChoices):
        OPEN = "open", "To decide"
        ACCEPTED = "accepted", "Done"
        REFUSED = "refused", "Left as it was"
        TAKEN_BACK = "back", "Taken back"

    matter = Matter.ROSTER

    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="steps")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="repair_steps"
    )
    base_version = models.PositiveIntegerField()  # of the session as it was looked at
    is_held = models.BooleanField()  # otherwise it is cancelled
    leader = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    room = models.ForeignKey(
        "programs.Room", on_delete=models.PROTECT, related_name="+", null=True
    )
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    lost = models.JSONField(default=list)  # ids of patients who cannot come
    found = models.CharField(max_length=8, choices=Found, default=Found.AT_ONCE)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    before = models.JSONField(null=True)  # how the session read, to take it back
    after_version = models.PositiveIntegerField(null=True)  # of the session, once done
    decided_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = RepairStepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "repair", "session"],
                name="schedule_repair_step_one_a_session",
            ),
            models.CheckConstraint(
                name="schedule_repair_step_held_has_place",
                condition=Q(is_held=False, leader=None, starts_at=None, ends_at=None)
                | Q(is_held=True, leader__isnull=False, starts_at__isnull=False,
                    ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="schedule_repair_step_decided_has_author",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | ~Q(state="open") & Q(decided_at__isnull=False,
                                       decided_by__isnull=False),
            ),
        ]  # fmt: skip
