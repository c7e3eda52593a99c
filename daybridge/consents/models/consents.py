"""A consent: what it says, until when, and what became of it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.consents.vocabulary import (
    EXPIRY_CHOICES,
    KIND_CHOICES,
    may_stand_together,
)
from daybridge.rules.consent import KINDS, Kind
from daybridge.uploads import StoredFile


class ConsentQuerySet(RecordQuerySet["Consent"]):
    def on_file(self) -> Self:
        """All but drafts that were put away."""
        return self.filter(withdrawn_at=None)

    def standing(self) -> Self:
        """Signed, neither revoked nor flawed; whether its end has come, a rule says."""
        held = self.filter(revoked_at=None, known_false_at=None)
        return held.exclude(signed_at=None)


class Consent(Record):
    """One form about one person. What was signed never changes; it ends."""

    matter = Matter.CONSENTS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="consents"
    )
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    combined_with = models.CharField(max_length=20, choices=KIND_CHOICES, blank=True)
    template = models.ForeignKey(
        "consents.ConsentTemplate", on_delete=models.PROTECT, related_name="consents"
    )
    packet = models.ForeignKey(
        "consents.Packet", on_delete=models.PROTECT, related_name="consents", null=True
    )
    position = models.PositiveSmallIntegerField(default=0)  # in its packet

    # the elements of 42 CFR 2.31(a)
    discloser = models.CharField(max_length=200, blank=True)
    items = models.JSONField(default=list)  # values of rules.consent.Item
    items_words = models.TextField(blank=True)
    classes = models.JSONField(default=list)  # values of RecipientClass
    members = models.CharField(max_length=300, blank=True)
    purposes = models.JSONField(default=list)  # values of Purpose
    expiry = models.CharField(max_length=5, choices=EXPIRY_CHOICES)
    expires_on = models.DateField(null=True, blank=True)  # the last day it holds
    expiry_event = models.CharField(max_length=200, blank=True)
    event_on = models.DateField(null=True, blank=True)  # the day it came
    may_be_revoked = models.BooleanField(default=True)

    # who has to sign
    must_sign = models.JSONField(default=list)  # values of Signer
    must_sign_reason = models.CharField(max_length=300, blank=True)
    renew_on = models.DateField(null=True, blank=True)  # the day of majority

    # what became of it
    drafted_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    shown_text = models.TextField(blank=True)  # kept with the first signature
    shown_digest = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)  # the last one needed
    revoked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # a draft put away
    known_false_at = models.DateTimeField(null=True, blank=True)  # see KnownFlaw
    told_of_end_at = models.DateTimeField(null=True, blank=True)  # staff, of its end
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_consent_kinds_may_stand_together",
                condition=may_stand_together(),
            ),
            models.CheckConstraint(
                name="consents_consent_end_has_its_date",
                condition=Q(expiry="date", expires_on__isnull=False)
                | ~Q(expiry="date") & Q(expires_on=None),
            ),
            models.CheckConstraint(
                name="consents_consent_signed_over_a_text",
                condition=Q(signed_at=None) | ~Q(shown_digest=""),
            ),
            models.CheckConstraint(
                name="consents_consent_only_signed_is_revoked",
                condition=Q(revoked_at=None) | Q(signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="consents_consent_only_unsigned_is_put_away",
                condition=Q(withdrawn_at=None) | Q(signed_at=None),
            ),
            models.UniqueConstraint(
                fields=["program", "packet", "kind"],
                condition=Q(packet__isnull=False, withdrawn_at=None),
                name="consents_consent_once_in_a_packet",
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "patient", "-created_at"],
                name="consents_consent_of_patient",
            ),
            models.Index(
                fields=["program", "expires_on"], name="consents_consent_by_end"
            ),
            models.Index(fields=["program", "packet"], name="consents_consent_packet"),
        ]

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kind, and the one it shares the form with."""
        return frozenset(Kind(one) for one in (self.kind, self.combined_with) if one)

    @property
    def label(self) -> str:
        """What kind of form this is, in words."""
        return KINDS[Kind(self.kind)].label

    @property
    def named_now(self) -> list["ConsentRecipient"]:
        """Those it names and for whom it was not taken back, in their order."""
        rows = sorted(self.recipients.all(), key=lambda one: (one.created_at, one.pk))
        return [one for one in rows if one.revoked_at is None]

    @property
    def lets_leave(self) -> bool:
        """Whether it is a consent to disclose, and not a form of the program."""
        return any(KINDS[kind].lets_leave for kind in self.kinds)


class ConsentRecipient(Record):
    """One person or organization that a consent names."""

    matter = Matter.CONSENTS

    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="recipients"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)  # phone, fax or email
    revoked_at = models.DateTimeField(null=True, blank=True)  # for this one alone

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_recipient_is_someone",
                condition=~Q(name="") | ~Q(organization=""),
            )
        ]
        indexes = [
            models.Index(
                fields=["program", "consent"], name="consents_recipient_of_consent"
            )
        ]

    @property
    def spoken(self) -> str:
        """Name and organization on one line."""
        return ", ".join(filter(None, (self.name, self.organization)))


class FilePurpose(models.TextChoices):
    COPY = "copy", "Signed copy"
    SCAN = "scan", "Scan of the signed paper"
    LETTER = "letter", "Written revocation"


class ConsentFile(StoredFile):
    """The bytes of what was signed: our PDF of it, or the scan of the paper."""

    matter = Matter.CONSENTS

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="files")
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(max_length=6, choices=FilePurpose)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "consent", "purpose"], name="consents_file_once"
            )
        ]
