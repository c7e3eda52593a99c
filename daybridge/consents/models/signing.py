"""Signatures, the links by which people sign, and revocations."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet
from daybridge.consents.models.consents import Consent
from daybridge.consents.vocabulary import SIGNER_CHOICES


class Method(models.TextChoices):
    DRAWN = "drawn", "Drawn"
    TYPED = "typed", "Typed"
    PAPER = "paper", "On paper"


class Way(models.TextChoices):
    TABLET = "tablet", "On the clinic’s tablet"
    PHONE = "phone", "On their own phone"
    PAPER = "paper", "On paper"


class Signature(Record):
    """One person's signature over exactly the text they were shown."""

    matter = Matter.CONSENTS

    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="signatures"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    signer = models.CharField(max_length=14, choices=SIGNER_CHOICES)
    name = models.CharField(max_length=200)  # as the signer wrote it
    relation = models.CharField(max_length=100, blank=True)  # to the patient
    method = models.CharField(max_length=5, choices=Method)
    picture = models.BinaryField(null=True)  # PNG of a drawn one
    text_digest = models.CharField(max_length=64)
    way = models.CharField(max_length=6, choices=Way)
    at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=200, blank=True)
    received_by = models.ForeignKey(  # who handed the tablet over, or took the paper
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "consent", "signer"], name="consents_signature_once"
            ),
            models.CheckConstraint(
                name="consents_signature_drawn_has_its_picture",
                condition=Q(method="drawn", picture__isnull=False)
                | ~Q(method="drawn") & Q(picture=None),
            ),
        ]


class LinkQuerySet(RecordQuerySet["SigningLink"]):
    def usable(self, at: datetime) -> Self:
        """Neither used, withdrawn nor past its time."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class SigningLink(Record):
    """A one-use way to somebody's forms. The address holds nothing but the token."""

    matter = Matter.CONSENTS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="signing_links"
    )
    packet = models.ForeignKey(
        "consents.Packet", on_delete=models.PROTECT, related_name="links", null=True
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="links", null=True
    )
    way = models.CharField(max_length=6, choices=Way)
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64, blank=True)  # told on the phone
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    expires_at = models.DateTimeField()
    wrong_answers = models.PositiveSmallIntegerField(default=0)
    browser_digest = models.CharField(max_length=64, blank=True)  # the one it opened in
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_link_expires_after_it_is_made",
                condition=Q(expires_at__gt=F("created_at")),
            )
        ]
        indexes = [
            models.Index(
                fields=["program", "patient", "expires_at"],
                name="consents_link_of_patient",
            )
        ]


class Revocation(Record):
    """A consent was taken back, in writing, from a moment on."""

    matter = Matter.CONSENTS

    consent = models.OneToOneField(
        Consent, on_delete=models.PROTECT, related_name="revocation"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()  # effective at once
    signer = models.CharField(max_length=14, choices=SIGNER_CHOICES)
    name = models.CharField(max_length=200)
    way = models.CharField(max_length=6, choices=Way)
    words = models.TextField(blank=True)
    received_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )


class RevocationTold(Record):
    """Someone who relied on a consent was told that it is revoked."""

    matter = Matter.CONSENTS

    revocation = models.ForeignKey(
        Revocation, on_delete=models.PROTECT, related_name="told"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    who = models.CharField(max_length=200)
    how = models.CharField(max_length=100)
    at = models.DateTimeField()
    told_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "revocation"], name="consents_told_of_revocation"
            )
        ]
