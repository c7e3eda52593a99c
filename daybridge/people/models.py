"""Patients, contacts, staff and their credentials."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer


def called(preferred_name: str, legal_first_name: str) -> str:
    """The first name a person goes by."""
    return preferred_name or legal_first_name


def display_name(
    preferred_name: str, legal_first_name: str, legal_last_name: str
) -> str:
    """The name as people read it everywhere: preferred first, then last."""
    return f"{called(preferred_name, legal_first_name)} {legal_last_name}".strip()


class Named(models.Model):
    """Someone with a legal name and the name they go by."""

    legal_first_name = models.CharField(max_length=100)
    legal_last_name = models.CharField(max_length=100)
    preferred_name = models.CharField(
        max_length=100, blank=True
    )  # instead of the first
    pronouns = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.display_name

    @property
    def called(self) -> str:
        """The first name this person goes by."""
        return called(self.preferred_name, self.legal_first_name)

    @property
    def display_name(self) -> str:
        """The name as people read it everywhere: preferred first, then last."""
        return display_name(
            self.preferred_name, self.legal_first_name, self.legal_last_name
        )

    @property
    def sort_name(self) -> str:
        return f"{self.legal_last_name}, {self.called}"

    @property
    def legal_name(self) -> str:
        return f"{self.legal_first_name} {self.legal_last_name}".strip()


class StaffQuerySet(RecordQuerySet["Staff"]):
    def active(self) -> Self:
        return self.filter(deactivated_at=None)


class Staff(Named, Record):
    """One member of a program's staff, with one or several roles."""

    matter = Matter.AUDIT  # workforce data; shown to supervisors and the director

    user = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, related_name="staff", null=True
    )
    roles = models.JSONField(default=list)  # values of access.Role
    title = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    site = models.ForeignKey(
        "programs.Site", on_delete=models.PROTECT, related_name="staff", null=True
    )
    supervisor = models.ForeignKey(  # of the Supervision that has not ended
        "self", on_delete=models.PROTECT, related_name="supervisees", null=True
    )
    deactivated_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects: ClassVar[Any] = StaffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "user"], name="people_staff_once_per_program"
            )
        ]

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles)

    @property
    def role_labels(self) -> list[str]:
        """The roles as people read them, always in the same order."""
        return [str(role.label) for role in Role if role in self.role_set]


class Credential(Record):
    """A license or certificate of one member of staff."""

    matter = Matter.AUDIT

    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="credentials"
    )
    kind = models.CharField(max_length=20)  # a kind of rules.credentials
    number = models.CharField(max_length=60, blank=True)
    jurisdiction = models.CharField(max_length=2, blank=True)  # a state
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "expires_on"], name="people_credential_expiry"
            )
        ]


class Supervision(Record):
    """Who supervises whom, from a day on and until a day; one at a time."""

    matter = Matter.AUDIT

    staff = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="supervisions"
    )
    supervisor = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="supervisions_given"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "staff"],
                condition=Q(ends_on=None),
                name="people_supervision_one_at_a_time",
            ),
            models.CheckConstraint(
                name="people_supervision_by_someone_else",
                condition=~Q(staff=F("supervisor")),
            ),
            models.CheckConstraint(
                name="people_supervision_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]


class PatientQuerySet(RecordQuerySet["Patient"]):
    patient_path = "id"

    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """A record that was merged into another is not there; the other one is."""
        return super().visible_to(viewer, matter).filter(merged_into=None)


class Sex(models.TextChoices):
    FEMALE = "F", "Female"
    MALE = "M", "Male"
    UNKNOWN = "U", "Not recorded"


class Patient(Named, Record):
    """One person in care, once or many times, for ever the same record."""

    matter = Matter.DEMOGRAPHICS

    record_number = models.CharField(max_length=20)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    language = models.CharField(max_length=10, default="en")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    may_leave_message = models.BooleanField(default=False)
    address = models.TextField(blank=True)
    arrival_code_digest = models.CharField(max_length=64, blank=True)  # keyed; door
    arrival_pin_digest = models.CharField(
        max_length=64, blank=True, default="", db_default=""
    )  # keyed; goes with the name at the door
    merged_into = models.ForeignKey(  # the same person under their other record
        "self", on_delete=models.PROTECT, related_name="+", null=True
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = PatientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "record_number"], name="people_patient_number_once"
            ),
            models.UniqueConstraint(
                fields=["program", "arrival_code_digest"],
                condition=~Q(arrival_code_digest=""),
                name="people_patient_arrival_code_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "legal_last_name", "legal_first_name", "id"],
                name="people_patient_by_name",
            )
        ]

    def age_on(self, day: date) -> int | None:
        """Whole years on a day; None when the birth date is not known."""
        if self.born_on is None:
            return None
        before = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - before


class NameWord(Record):
    """One word of a patient's names, folded, for search that forgives spelling."""

    matter = Matter.DEMOGRAPHICS

    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, related_name="name_words"
    )
    word = models.CharField(max_length=100)  # folded: lower case, no marks
    sort_name = models.CharField(max_length=210)

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "word", "sort_name", "patient"],
                name="people_name_word_search",
            ),
            models.Index(fields=["patient"], name="people_name_word_of_patient"),
        ]


class Contact(Record):
    """Someone in a patient's life: emergency contact, family, guardian."""

    class Reaching(models.TextChoices):
        SAFE = "safe", "Safe to contact"
        ASK_FIRST = "ask_first", "Ask the patient first"
        NEVER = "never", "Do not contact"

    matter = Matter.DEMOGRAPHICS

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="contacts"
    )
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    is_emergency_contact = models.BooleanField(default=False)
    reaching = models.CharField(
        max_length=9,
        choices=Reaching,
        default=Reaching.ASK_FIRST,
        db_default=Reaching.ASK_FIRST,
    )
    may_leave_message = models.BooleanField(default=False, db_default=False)
    version = models.PositiveIntegerField(default=1, db_default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["program", "patient"], name="people_contact_of")
        ]
        constraints = [
            models.CheckConstraint(
                name="people_contact_message_only_where_safe",
                condition=Q(may_leave_message=False) | Q(reaching="safe"),
            )
        ]
