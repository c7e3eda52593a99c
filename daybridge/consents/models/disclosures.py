"""The register of what left the program, and the links by which recipients read."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import ClosedWriteError, Record, RecordQuerySet
from daybridge.consents.models.consents import Consent, ConsentRecipient
from daybridge.consents.vocabulary import BASIS_CHOICES


class Basis(models.TextChoices):
    CONSENT = "consent", "Consent"


class DisclosureQuerySet(RecordQuerySet["Disclosure"]):
    """Rows that are written once."""

    def update(self, **kwargs: Any) -> int:
        raise ClosedWriteError("the register of disclosures is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ClosedWriteError("the register of disclosures is append-only")

    def between(self, first: datetime, last: datetime) -> Self:
        return self.filter(at__gte=first, at__lt=last)


class Disclosure(Record):
    """Something left: to whom, what, why, under which basis, with which notice."""

    class Channel(models.TextChoices):
        PAGE = "page", "Shared page"
        FEED = "feed", "Shared feed"
        PACKAGE = "package", "Document handed over"
        PHONE = "phone", "Phone"
        PAPER = "paper", "Paper, fax or mail"
        ELECTRONIC = "electronic", "Health record exchange"

    matter = Matter.CONSENTS

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="disclosures"
    )
    at = models.DateTimeField()
    basis = models.CharField(max_length=8, choices=BASIS_CHOICES)
    basis_words = models.TextField(blank=True)  # what a basis without consent asks
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="disclosures", null=True
    )
    named = models.ForeignKey(  # the recipient, where the consent names them
        ConsentRecipient, on_delete=models.PROTECT, related_name="+", null=True
    )
    recipient = models.CharField(max_length=400)
    recipient_address = models.TextField(blank=True)
    items = models.JSONField(default=list)
    content = models.TextField()  # what it was, in words
    purpose = models.CharField(max_length=100)
    notice = models.CharField(max_length=1, blank=True)  # statement 1 or 2 of 2.32(a)
    notice_version = models.CharField(max_length=10, blank=True)
    scope_words = models.TextField(blank=True)  # the explanation that went with it
    channel = models.CharField(max_length=10, choices=Channel)
    is_for_tpo = models.BooleanField(default=False)
    through_ehr = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    made_by_name = models.CharField(max_length=200)
    document = models.BinaryField(null=True)  # a package that was handed over
    document_digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[Any] = DisclosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_disclosure_has_a_basis",
                condition=Q(basis="consent", consent__isnull=False)
                | ~Q(basis="consent") & Q(consent=None),
            ),
            models.CheckConstraint(
                name="consents_disclosure_carries_notice_and_scope",
                condition=~Q(basis="consent")
                | ~Q(notice="") & ~Q(notice_version="") & ~Q(scope_words=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["program", "patient", "-at"],
                name="consents_disclosure_of",
            ),
            models.Index(fields=["program", "-at"], name="consents_disclosure_by_time"),
            models.Index(
                fields=["program", "consent", "-at"],
                name="consents_disclosure_under",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, once."""
        if not self._state.adding:
            raise ClosedWriteError("the register of disclosures is append-only")
        super().save(*args, **kwargs)


class ShareQuerySet(RecordQuerySet["ShareLink"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)


class ShareLink(Record):
    """A consented recipient's own address. The consent decides at each reading."""

    matter = Matter.CONSENTS

    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="shares"
    )
    recipient = models.ForeignKey(
        ConsentRecipient, on_delete=models.PROTECT, related_name="shares"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ShareQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["program", "consent"], name="consents_share_under")
        ]
