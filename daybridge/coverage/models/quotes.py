"""What a payer said a policy pays, and the questions we sent to it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record
from daybridge.coverage.models.policies import OfPolicyQuerySet, Policy


class EligibilityInquiry(Record):
    """A 270 that was written for a policy, and where it went."""

    class HandedTo(models.TextChoices):
        NOBODY = "", "Not yet"
        PERSON = "person", "Downloaded"
        FOLDER = "folder", "Put into the clearinghouse folder"

    matter = Matter.CLAIMS

    policy = models.ForeignKey(
        Policy, on_delete=models.PROTECT, related_name="inquiries"
    )
    control_number = models.PositiveIntegerField()  # ISA13
    trace_number = models.CharField(max_length=50)  # TRN02: unguessable, says nothing
    services = models.JSONField(default=list)  # EQ01
    about_on = models.DateField()  # DTP 291
    content = models.TextField()
    basis_id = models.UUIDField(null=True)  # the consent it was written under
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    handed_to = models.CharField(
        max_length=6, choices=HandedTo, default=HandedTo.NOBODY, blank=True
    )
    handed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = OfPolicyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "policy", "written_at"],
                name="coverage_inquiry_of",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "control_number"],
                name="coverage_inquiry_control_number_once",
            ),
            models.UniqueConstraint(
                fields=["program", "trace_number"], name="coverage_inquiry_trace_once"
            ),
            models.CheckConstraint(
                name="coverage_inquiry_handed_has_a_moment",
                condition=Q(handed_to="", handed_at=None)
                | ~Q(handed_to="") & Q(handed_at__isnull=False),
            ),
        ]


class Submitter(Record):
    """Who a program is to payers, and the last interchange number it used."""

    matter = Matter.CLAIMS

    name = models.CharField(max_length=60)  # NM103 of the provider
    npi = models.CharField(max_length=10)
    tax_number = models.CharField(max_length=10, blank=True, default="", db_default="")
    sender_number = models.CharField(max_length=15)  # ISA06, GS02
    is_test = models.BooleanField(default=False)  # ISA15
    last_number = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program"], name="coverage_submitter_one_per_program"
            )
        ]


class BenefitQuote(Record):
    """What a payer said a policy pays, as it was said; a newer one stands before it.

    Money in cents, shares in hundredths of a percent. What was not said is None.
    """

    class Source(models.TextChoices):
        REPLY = "271", "Eligibility reply (271)"
        PHONE = "phone", "Phone call"
        PORTAL = "portal", "Payer's website"

    class Authorization(models.TextChoices):
        REQUIRED = "Y", "Required"
        NOT_REQUIRED = "N", "Not required"
        UNKNOWN = "U", "Not said"

    class Network(models.TextChoices):
        IN = "in", "In network"
        OUT = "out", "Out of network"

    matter = Matter.CLAIMS

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="quotes")
    source = models.CharField(max_length=6, choices=Source)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    reference_number = models.CharField(max_length=80, blank=True)
    spoken_with = models.CharField(max_length=120, blank=True)
    network = models.CharField(max_length=3, choices=Network, default=Network.IN)
    is_active = models.BooleanField(null=True)
    deductible_cents = models.PositiveIntegerField(null=True)
    deductible_left_cents = models.PositiveIntegerField(null=True)
    family_deductible_cents = models.PositiveIntegerField(null=True)
    family_deductible_left_cents = models.PositiveIntegerField(null=True)
    limit_cents = models.PositiveIntegerField(null=True)  # out-of-pocket
    limit_left_cents = models.PositiveIntegerField(null=True)
    family_limit_cents = models.PositiveIntegerField(null=True)
    family_limit_left_cents = models.PositiveIntegerField(null=True)
    copay_cents = models.PositiveIntegerField(null=True)
    coinsurance = models.PositiveSmallIntegerField(null=True)  # the person's part
    visits_limit = models.PositiveSmallIntegerField(null=True)
    visits_used = models.PositiveSmallIntegerField(null=True)
    authorization = models.CharField(
        max_length=1, choices=Authorization, default=Authorization.UNKNOWN
    )
    renews_on = models.DateField(null=True)  # the first day of the plan's next year
    said = models.JSONField(default=list)  # every benefit in one line: {line, messages}
    remarks = models.JSONField(default=list)  # what was odd, and how it was read
    note = models.TextField(blank=True)
    raw = models.TextField(blank=True)  # the 271 as it came
    inquiry = models.ForeignKey(
        EligibilityInquiry, on_delete=models.PROTECT, related_name="quotes", null=True
    )

    objects: ClassVar[Any] = OfPolicyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "policy", "taken_at"], name="coverage_quote_of"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="coverage_quote_share_is_at_most_all",
                condition=Q(coinsurance=None) | Q(coinsurance__lte=10_000),
            ),
            models.CheckConstraint(
                name="coverage_quote_of_a_reply_keeps_it",
                condition=~Q(source="271") | ~Q(raw=""),
            ),
            models.CheckConstraint(
                name="coverage_quote_of_a_call_has_its_reference",
                condition=~Q(source="phone") | ~Q(reference_number=""),
            ),
        ]
