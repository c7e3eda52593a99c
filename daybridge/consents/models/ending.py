"""How a consent stops to hold, besides its own end and its revocation as a whole."""

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record
from daybridge.consents.models.consents import Consent, ConsentRecipient
from daybridge.consents.models.signing import Way
from daybridge.consents.vocabulary import SIGNER_CHOICES


class RecipientRevocation(Record):
    """A consent was taken back, in writing, for one of those it names."""

    matter = Matter.CONSENTS

    recipient = models.OneToOneField(
        ConsentRecipient, on_delete=models.PROTECT, related_name="revocation"
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


class Flaw(models.TextChoices):
    """Why a consent must not be used, in the order of 42 CFR 2.31(c)."""

    EXPIRED = "expired", "It has expired"
    DEFICIENT = "deficient", "It lacks something that the law asks"
    REVOKED = "revoked", "It is known to be revoked"
    FALSE = "false", "It is known, or should be, to be materially false"


class KnownFlaw(Record):
    """Somebody found that a consent must not be used, from a moment on."""

    matter = Matter.CONSENTS

    consent = models.OneToOneField(
        Consent, on_delete=models.PROTECT, related_name="flaw"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    flaw = models.CharField(max_length=9, choices=Flaw)
    words = models.TextField()  # how it came to be known
    found_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_flaw_says_how_it_is_known", condition=~Q(words="")
            )
        ]


class PassedOn(Record):
    """An intermediary told us whom it passed records on to (42 CFR 2.24)."""

    matter = Matter.CONSENTS

    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="passed_on"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="+"
    )
    passed_on = models.DateField()  # the day, as the intermediary says
    recipient = models.CharField(max_length=400)
    content = models.TextField()
    told_by = models.CharField(max_length=200)  # how we know
    entered_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name_plural = "passed on"
        indexes = [
            models.Index(
                fields=["program", "patient", "-passed_on"],
                name="consents_passed_on_of",
            )
        ]
