"""Referrals: who sent somebody to us, what came along, and how they are handed over."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.limits import reader_of_words
from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.access.viewer import Viewer
from daybridge.intake.models.inquiries import Inquiry, OfInquiryQuerySet
from daybridge.uploads import FileKind, StoredFile


class Referral(Record):
    """One time a colleague elsewhere sent somebody to us."""

    class Kind(models.TextChoices):
        DETOX = "detox", "Step-down from detox"
        HOSPITAL = "hospital", "Step-down from a hospital"
        RESIDENTIAL = "residential", "Step-down from residential care"
        OUTPATIENT = "outpatient", "Step-up from outpatient care"
        COURT = "court", "Court or probation"
        OTHER = "other", "Someone else"

    matter = Matter.DEMOGRAPHICS

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.PROTECT, related_name="referrals"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    organization = models.CharField(max_length=200, blank=True)
    person = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    expected_on = models.DateField(null=True, blank=True)  # leaves there, comes to us
    last_level = models.CharField(max_length=60, blank=True)  # of care, as told
    medications = models.TextField(blank=True)  # read where the chart is read
    note = models.TextField(blank=True)  # read where the chart is read
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(  # nobody: it came by the website
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = OfInquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "inquiry", "received_at"], name="intake_referral_of"
            ),
            models.Index(
                fields=["program", "expected_on"], name="intake_referral_expected"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_referral_says_from_whom",
                condition=~Q(organization="", person=""),
            )
        ]

    @property
    def from_whom(self) -> str:
        return ", ".join(filter(None, (self.person, self.organization)))


class OfReferralQuerySet(RecordQuerySet[Any]):
    patient_path = "referral__inquiry__patient_id"


class DocumentQuerySet(OfReferralQuerySet):
    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """Documents are words about somebody: a biller and a peer read none."""
        return super().visible_to(reader_of_words(viewer), matter)


class HandOffTick(Record):
    """One step of a warm hand-off, done; taken back when it was not."""

    matter = Matter.DEMOGRAPHICS

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="ticks"
    )
    key = models.CharField(max_length=40)  # of data/hand_off.toml
    note = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = OfReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "referral", "key"],
                condition=Q(taken_back_at=None),
                name="intake_hand_off_tick_once",
            ),
            models.CheckConstraint(
                name="intake_hand_off_taken_back_has_author",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]


class ReferralDocument(StoredFile):
    """A document that came with a referral: a PDF, or a C-CDA that can be read."""

    matter = Matter.SUD_RECORD

    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="documents"
    )
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "referral", "received_at"],
                name="intake_document_of_referral",
            )
        ]
        constraints = [
            models.UniqueConstraint(  # the same file twice is one document
                fields=["program", "referral", "digest"],
                name="intake_document_once_per_referral",
            ),
            models.CheckConstraint(
                name="intake_document_reviewed_has_author",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]

    @property
    def is_readable(self) -> bool:
        """Whether it is XML that can be previewed item by item."""
        return self.kind == FileKind.XML


class ImportedItemQuerySet(RecordQuerySet["ImportedItem"]):
    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """What documents said is read by those who read documents."""
        return super().visible_to(reader_of_words(viewer), matter)

    def kept(self) -> Self:
        """Items that were not taken back."""
        return self.filter(taken_back_at=None)


class ImportedItem(Record):
    """One thing a document said, accepted into the chart by somebody who read it."""

    class Kind(models.TextChoices):
        NAME = "name", "Name"
        BORN_ON = "born_on", "Birth date"
        SEX = "sex", "Sex"
        LANGUAGE = "language", "Language"
        PHONE = "phone", "Phone"
        EMAIL = "email", "E-mail"
        ADDRESS = "address", "Address"
        PROBLEM = "problem", "Problem"
        MEDICATION = "medication", "Medication"
        ALLERGY = "allergy", "Allergy"

    matter = Matter.SUD_RECORD

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="imported_items"
    )
    document = models.ForeignKey(
        ReferralDocument, on_delete=models.PROTECT, related_name="items"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()  # as the sender wrote it
    code = models.CharField(max_length=80, blank=True)
    code_system = models.CharField(max_length=80, blank=True)  # ICD-10-CM, RxNorm, ...
    details = models.TextField(blank=True)  # dose, times, reaction
    status = models.CharField(max_length=80, blank=True)  # as the sender says it
    denied = models.BooleanField(default=False)  # the sender says that it is not so
    digest = models.CharField(max_length=64)  # of what was accepted, to know it again
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = ImportedItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "patient", "kind"], name="intake_imported_item_of"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "document", "digest"],
                condition=Q(taken_back_at=None),
                name="intake_imported_item_once",
            ),
            models.CheckConstraint(
                name="intake_imported_item_taken_back_has_author",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]
