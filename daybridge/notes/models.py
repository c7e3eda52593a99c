"""Session summaries, progress notes, addenda, counseling notes, quick phrases."""

from enum import StrEnum
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.limits import reader_of_words, reads_own_words
from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet, barred
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.rules.note_format import Affect, Participation, Response, Risk


def choices_of(words: type[StrEnum]) -> list[tuple[str, str]]:
    """A rulebook's words as choices of a column: (stored, shown)."""
    return [(word.name.lower(), word.value) for word in words]


class Binned(models.Model):
    """Something its author can delete and take back from the bin for 30 days."""

    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        abstract = True


class Summary(Record):
    """What the whole group did, written once for all charts of a session."""

    matter = Matter.SUD_RECORD

    session = models.OneToOneField(
        "schedule.Session", on_delete=models.PROTECT, related_name="summary"
    )
    text = models.TextField(blank=True)
    next_step = models.TextField(blank=True)  # of each card without one of its own
    names_accepted = models.JSONField(default=list)  # findings judged not to be a name
    edited_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "summaries"


class NoteQuerySet(RecordQuerySet["Note"]):
    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """Whole notes: a biller reads none of their words, a peer only their own."""
        notes = super().visible_to(reader_of_words(viewer), matter)
        if not reads_own_words(viewer):
            return notes
        return notes | super().visible_to(viewer, matter).filter(
            author_id=viewer.staff_id
        )

    def kept(self) -> Self:
        """Notes that are not in somebody's bin."""
        return self.filter(deleted_at=None)

    def unsigned(self) -> Self:
        return self.kept().filter(signed_at=None)

    def awaiting_co_signature(self) -> Self:
        return self.kept().filter(
            signed_at__isnull=False, co_signature_needed=True, co_signed_at=None
        )


class Note(Binned, Record):
    """One progress note in one chart: draft until signed, closed for ever after."""

    class Kind(models.TextChoices):
        GROUP = "group", "Group session"
        INDIVIDUAL = "individual", "Individual session"

    matter = Matter.SUD_RECORD

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.GROUP)
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="notes"
    )
    session = models.ForeignKey(
        "schedule.Session", on_delete=models.PROTECT, related_name="notes", null=True
    )
    author = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="notes_written"
    )
    happened_at = models.DateTimeField()  # start of the session; orders the chart
    goal = models.TextField(blank=True)
    participation = models.CharField(
        max_length=12, choices=choices_of(Participation), blank=True
    )
    affect = models.CharField(max_length=12, choices=choices_of(Affect), blank=True)
    response = models.CharField(max_length=12, choices=choices_of(Response), blank=True)
    sentence = models.TextField(blank=True)  # the clinician's own, about this person
    quote = models.TextField(blank=True)  # what the patient said, worth keeping
    next_step = models.TextField(blank=True)
    risk = models.CharField(max_length=16, choices=choices_of(Risk), blank=True)
    risk_note = models.TextField(blank=True)
    edited_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    format = models.CharField(max_length=4, blank=True)  # at signing
    signed_text = models.TextField(blank=True)  # what was on the screen
    signed_digest = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    signed_as = models.CharField(max_length=200, blank=True)  # name and credential
    minutes = models.PositiveSmallIntegerField(default=0)  # credited, at signing
    co_signature_needed = models.BooleanField(default=False)
    co_signed_at = models.DateTimeField(null=True, blank=True)
    co_signed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    co_signed_as = models.CharField(max_length=200, blank=True)

    objects: ClassVar[Any] = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "session", "patient"],
                condition=Q(deleted_at=None, session__isnull=False),
                name="notes_one_note_per_place",
            ),
            models.CheckConstraint(
                name="notes_signature_is_whole",
                condition=Q(signed_at=None, signed_by=None, signed_digest="")
                | Q(signed_at__isnull=False, signed_by__isnull=False)
                & ~Q(signed_digest="")
                & ~Q(signed_text=""),
            ),
            models.CheckConstraint(
                name="notes_co_signature_follows_signature",
                condition=Q(co_signed_at=None, co_signed_by=None)
                | Q(
                    co_signed_at__isnull=False,
                    co_signed_by__isnull=False,
                    signed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="notes_signed_is_never_binned",
                condition=Q(signed_at=None) | Q(deleted_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "patient", "-happened_at"], name="notes_of_patient"
            ),
            models.Index(
                fields=["program", "author", "happened_at"],
                condition=Q(signed_at=None),
                name="notes_unsigned_of_author",
            ),
        ]


class AddendumQuerySet(RecordQuerySet["Addendum"]):
    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """With the same limits as the notes they belong to."""
        addenda = super().visible_to(reader_of_words(viewer), matter)
        if not reads_own_words(viewer):
            return addenda
        return addenda | super().visible_to(viewer, matter).filter(
            signed_by_id=viewer.staff_id
        )


class Addendum(Record):
    """A correction or addition to a signed note, itself signed at once."""

    matter = Matter.SUD_RECORD

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="addenda")
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    signed_digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    signed_as = models.CharField(max_length=200)

    objects: ClassVar[Any] = AddendumQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "addenda"


class CounselingNoteQuerySet(RecordQuerySet["CounselingNote"]):
    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """The author's own, and for a supervisor those put forward for supervision."""
        own = super().visible_to(viewer, matter).filter(author_id=viewer.staff_id)
        if Role.SUPERVISOR not in viewer.roles:
            return own
        put_forward = (
            self.in_program(viewer.program_id)
            .filter(put_forward_to_id=viewer.staff_id)
            .exclude(barred(viewer, self.patient_path))
        )
        return own | put_forward


class CounselingNote(Binned, Record):
    """An SUD counseling note (42 CFR 2.11), kept apart from the record."""

    matter = Matter.COUNSELING_NOTES

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    session = models.ForeignKey(
        "schedule.Session", on_delete=models.PROTECT, related_name="+", null=True
    )
    text = models.TextField(blank=True)
    put_forward_to = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    put_forward_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = CounselingNoteQuerySet.as_manager()


class QuickPhrase(Binned, Record):
    """A phrase a clinician wrote for their own use on cards."""

    class Field(models.TextChoices):
        ANY = "any", "Any field"
        SENTENCE = "sentence", "Own sentence"
        NEXT_STEP = "next_step", "Next step"

    matter = Matter.AUDIT  # the clinician's own; nothing of a patient

    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="quick_phrases"
    )
    label = models.CharField(max_length=40)
    text = models.TextField()
    field = models.CharField(max_length=10, choices=Field, default=Field.ANY)
    position = models.PositiveSmallIntegerField(default=0)


class Presence(Record):
    """Who has which card of a session open right now."""

    matter = Matter.ROSTER

    session = models.ForeignKey(
        "schedule.Session", on_delete=models.CASCADE, related_name="presences"
    )
    staff = models.ForeignKey(
        "people.Staff", on_delete=models.CASCADE, related_name="+"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.CASCADE, related_name="+", null=True
    )
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "session", "staff"],
                name="notes_presence_one_per_person",
            )
        ]
