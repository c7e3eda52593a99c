"""What assessments and reviews share: ratings of one edition, and signatures."""

from django.db import models
from django.db.models import Q

SIGNED_WHOLE = Q(signed_at=None, signed_by=None, signed_digest="") | (
    Q(signed_at__isnull=False, signed_by__isnull=False)
    & ~Q(signed_digest="")
    & ~Q(signed_text="")
)
CO_SIGNED_AFTERWARDS = Q(co_signed_at=None, co_signed_by=None) | Q(
    co_signed_at__isnull=False, co_signed_by__isnull=False, signed_at__isnull=False
)

OF_EITHER = Q(assessment__isnull=False, review=None) | Q(
    assessment=None, review__isnull=False
)


class Edition(models.TextChoices):
    """Which edition of the criteria the ratings follow."""

    THIRD = "3", "3rd edition (0 to 4 in six dimensions)"
    FOURTH = "4", "4th edition (codes in twelve sub-dimensions)"


class Rated(models.Model):
    """Ratings in every dimension, each with words."""

    edition = models.CharField(max_length=1, choices=Edition, default=Edition.FOURTH)
    ratings = models.JSONField(default=dict)  # dimension -> code
    rating_words = models.JSONField(default=dict)  # dimension -> why
    rated_at = models.DateTimeField(null=True, blank=True)
    rated_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        abstract = True


class Signed(models.Model):
    """Open until signed over the text that was shown; closed for ever after."""

    signed_text = models.TextField(blank=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    signed_as = models.CharField(max_length=200, blank=True)  # name and credential
    co_signature_needed = models.BooleanField(default=False)
    co_signed_at = models.DateTimeField(null=True, blank=True)
    co_signed_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    co_signed_as = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def awaits_co_signature(self) -> bool:
        is_signed = self.signed_at is not None and self.co_signature_needed
        return is_signed and self.co_signed_at is None
