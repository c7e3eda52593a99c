"""Programs, sites, rooms, tracks, dose rules, closures and curricula."""

from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.keys import new_id
from daybridge.programs.front_models import PhoneWeek as PhoneWeek
from daybridge.programs.front_models import PublicText as PublicText

R = TypeVar("R", bound=Record, covariant=True)


class NoteFormat(models.TextChoices):
    DAP = "DAP", "DAP (data, assessment, plan)"
    BIRP = "BIRP", "BIRP (behavior, intervention, response, plan)"
    GIRP = "GIRP", "GIRP (goal, intervention, response, plan)"
    SOAP = "SOAP", "SOAP (subjective, objective, assessment, plan)"


class Modality(models.TextChoices):
    GROUP = "group", "Group therapy"
    EDUCATION = "education", "Education"
    SKILLS = "skills", "Skills"
    WELLNESS = "wellness", "Wellness"
    FAMILY = "family", "Family"
    OUTING = "outing", "Outing"
    INDIVIDUAL = "individual", "Individual counseling"
    CONJOINT = "conjoint", "Family counseling"  # one patient and their family


ONE_TO_ONE = (Modality.INDIVIDUAL, Modality.CONJOINT)  # an hour of somebody's own
USUAL_MINUTES = 60
OWN_MINUTES = tuple(range(30, 121, 15))  # how long such an hour may be


class Program(models.Model):
    """One Part 2 program: the tenant that owns every clinical row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    door_name = models.CharField(max_length=100, default="Welcome")  # says nothing
    time_zone = models.CharField(max_length=60, default="America/New_York")
    week_starts_on = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(6)]
    )  # 0 is Monday
    state = models.CharField(max_length=2, default="PA")
    note_format = models.CharField(
        max_length=4, choices=NoteFormat, default=NoteFormat.DAP
    )
    grace_minutes = models.PositiveSmallIntegerField(default=5)  # before "late"
    group_size_limit = models.PositiveSmallIntegerField(default=12)  # per license
    patients_per_staff = models.PositiveSmallIntegerField(default=12)  # per license
    individual_minutes = models.PositiveSmallIntegerField(
        default=USUAL_MINUTES, db_default=USUAL_MINUTES
    )
    conjoint_minutes = models.PositiveSmallIntegerField(
        default=USUAL_MINUTES, db_default=USUAL_MINUTES
    )
    public_slug = models.SlugField(  # in the address of its public pages
        max_length=60, unique=True, null=True, blank=True
    )
    public_phone = models.CharField(
        max_length=40, blank=True, default="", db_default=""
    )
    phone_hours = models.CharField(
        max_length=200, blank=True, default="", db_default=""
    )
    calls_back_within_hours = models.PositiveSmallIntegerField(
        default=24, db_default=24
    )
    made_by_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programs_week_starts_on_a_day", condition=Q(week_starts_on__lte=6)
            ),
            models.CheckConstraint(
                name="programs_own_sessions_have_a_length",
                condition=Q(individual_minutes__in=OWN_MINUTES)
                & Q(conjoint_minutes__in=OWN_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def day_of(self, at: datetime) -> date:
        """The day it is here at a moment."""
        return at.astimezone(self.zone).date()

    @property
    def own_minutes(self) -> dict[str, int]:
        """How long a session of somebody's own is, by its modality."""
        return {
            Modality.INDIVIDUAL: self.individual_minutes,
            Modality.CONJOINT: self.conjoint_minutes,
        }

    @property
    def public_place(self) -> str:
        """What stands for it in the address of its public pages."""
        return self.public_slug or str(self.pk)

    @property
    def program_id(self) -> UUID:
        """Its own: a program is the tenant it belongs to."""
        return self.pk


class OfferQuerySet(RecordQuerySet[R]):
    """Sites, rooms and tracks: retired from a day on, never deleted."""

    def in_use(self) -> Self:
        return self.filter(closed_on=None)


class Site(Record):
    """A place where the program meets."""

    matter = Matter.OUTCOMES  # published: the program's own addresses

    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = OfferQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Room(Record):
    matter = Matter.OUTCOMES

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()  # people, staff included
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "site", "name"], name="programs_room_name_per_site"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Track(Record):
    """A way through the week that people are admitted to: Evening IOP, Weekend IOP."""

    matter = Matter.OUTCOMES

    name = models.CharField(max_length=80)
    level_of_care = models.CharField(max_length=8, default="2.1")
    for_adolescents = models.BooleanField(default=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="tracks")
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], name="programs_track_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class DatedQuerySet(RecordQuerySet[R]):
    def in_force(self, day: date) -> Self:
        """Rows whose dates include the day, newest first."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day
        ).order_by("-starts_on")


class DoseRule(Record):
    """What a week on a track must hold: hours, days, minutes a day; with its source."""

    matter = Matter.OUTCOMES

    track = models.ForeignKey(
        Track, on_delete=models.PROTECT, related_name="dose_rules"
    )
    min_week_minutes = models.PositiveIntegerField(default=540)
    max_week_minutes = models.PositiveIntegerField(default=1140)
    min_days = models.PositiveSmallIntegerField(default=3)
    max_days = models.PositiveSmallIntegerField(default=5)
    min_day_minutes = models.PositiveIntegerField(default=120)
    max_day_minutes = models.PositiveIntegerField(default=240)
    source = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programs_dose_rule_ranges_run_upward",
                condition=Q(
                    max_week_minutes__gte=F("min_week_minutes"),
                    max_days__gte=F("min_days"),
                    max_day_minutes__gte=F("min_day_minutes"),
                ),
            )
        ]


class DayRule(Record):
    """When a day of attendance counts as one billable day, by minutes or services."""

    matter = Matter.OUTCOMES

    name = models.CharField(max_length=120)
    min_minutes = models.PositiveIntegerField(null=True, blank=True)
    min_services = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programs_day_rule_asks_for_something",
                condition=Q(min_minutes__isnull=False) | Q(min_services__isnull=False),
            )
        ]


class Closure(Record):
    """A day on which a program (or one site) does not meet."""

    class Kind(models.TextChoices):
        FEDERAL = "federal", "Federal holiday"
        OWN = "own", "Own closure"

    matter = Matter.OUTCOMES

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="closures", null=True, blank=True
    )
    on = models.DateField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OWN)
    is_open_anyway = models.BooleanField(default=False)  # a holiday the program works

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "on", "site"],
                condition=Q(site__isnull=False),
                name="programs_closure_once_a_day_per_site",
            ),
            models.UniqueConstraint(
                fields=["program", "on"],
                condition=Q(site=None),
                name="programs_closure_once_a_day",
            ),
        ]


class Curriculum(Record):
    """A course of topics that open groups go through, each topic on its own feet."""

    matter = Matter.OUTCOMES

    title = models.CharField(max_length=200)
    version = models.CharField(max_length=20)
    license = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "title", "version"],
                name="programs_curriculum_version_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Module(Record):
    matter = Matter.OUTCOMES

    curriculum = models.ForeignKey(
        Curriculum, on_delete=models.PROTECT, related_name="modules"
    )
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)


class Topic(Record):
    """One session of a curriculum: aims, outline, plan and handout."""

    matter = Matter.OUTCOMES

    curriculum = models.ForeignKey(
        Curriculum, on_delete=models.PROTECT, related_name="topics"
    )
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="topics")
    number = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField(null=True)  # of the course, from 1
    evening = models.PositiveSmallIntegerField(null=True)  # of its week; null: arranged
    title = models.CharField(max_length=200)
    modality = models.CharField(max_length=12, choices=Modality)
    minutes = models.PositiveSmallIntegerField()
    counts_to_clinical_hours = models.BooleanField(default=True)
    aims = models.JSONField(default=list)  # sentences
    outline = models.JSONField(default=list)  # [{"minutes": 10, "step": "…"}]
    evidence_base = models.CharField(max_length=300, blank=True)
    facilitator_plan = models.TextField(blank=True)  # Markdown
    handout = models.TextField(blank=True)  # Markdown

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "curriculum", "number"],
                name="programs_topic_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
