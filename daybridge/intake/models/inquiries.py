"""Inquiries: who asked about coming, what was told, and how far they have come.

An inquiry is of nobody's chart until it is taken up; from then on it has a patient.
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class Stage(models.TextChoices):
    """How far an inquiry has come; the last three are where it ends without care."""

    NEW = "new", "New"
    REACHED = "reached", "Reached"
    SCREENED = "screened", "Screened"
    BENEFITS_CHECKED = "benefits", "Benefits checked"
    BOOKED = "booked", "Assessment booked"
    OFFERED = "offered", "Offered"
    ADMITTED = "admitted", "Admitted"
    DECLINED = "declined", "Declined"
    REFERRED_ON = "referred_on", "Referred on"
    LOST = "lost", "Lost"


ENDED = (Stage.DECLINED, Stage.REFERRED_ON, Stage.LOST)
OVER = (*ENDED, Stage.ADMITTED)


class InquiryQuerySet(RecordQuerySet["Inquiry"]):
    def under_way(self) -> Self:
        """Inquiries somebody still has to do something about."""
        return self.exclude(stage__in=OVER)

    def ended(self) -> Self:
        """Inquiries that came to an end without care here."""
        return self.filter(stage__in=ENDED)


class Inquiry(Record):
    """One time somebody asked to come, or asked for somebody else."""

    class Caller(models.TextChoices):
        SELF = "self", "The person"
        RELATIVE = "relative", "A relative or friend"
        PROFESSIONAL = "professional", "A professional"

    class Channel(models.TextChoices):
        PHONE = "phone", "Phone"
        WEB = "web", "Website"
        REFERRAL = "referral", "Referral form"
        WALK_IN = "walk_in", "Came in"

    class HowSoon(models.TextChoices):
        NOW = "now", "As soon as possible"
        WEEKS = "weeks", "Within a few weeks"
        LATER = "later", "Later, or only asking"

    class Insured(models.TextChoices):
        SELF = "self", "Their own"
        SPOUSE = "spouse", "A spouse's or partner's"
        PARENT = "parent", "A parent's"
        OTHER = "other", "Someone else's"

    matter = Matter.DEMOGRAPHICS

    patient = models.ForeignKey(  # none until taken up
        "people.Patient", on_delete=models.PROTECT, related_name="inquiries", null=True
    )
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.NEW)
    stage_reason = models.CharField(max_length=500, blank=True)  # of the last change
    stage_since = models.DateTimeField()
    owner = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PHONE)
    first_contact_at = models.DateTimeField()
    call_back_at = models.DateTimeField(null=True, blank=True)

    first_name = models.CharField(max_length=100, blank=True)  # legal, as far as told
    last_name = models.CharField(max_length=100, blank=True)
    preferred_name = models.CharField(max_length=100, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    born_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=10, default="en")
    address = models.TextField(blank=True)

    phone = models.CharField(max_length=40, blank=True)  # the one that is safe to call
    phone_e164 = models.CharField(max_length=20, blank=True)  # the same, to compare
    email = models.EmailField(blank=True)
    may_leave_message = models.BooleanField(default=False)
    message_name = models.CharField(max_length=100, blank=True)  # we say we are ...
    best_times = models.CharField(max_length=200, blank=True)

    caller = models.CharField(max_length=12, choices=Caller, default=Caller.SELF)
    caller_name = models.CharField(
        max_length=200, blank=True
    )  # if it is not the person
    caller_relation = models.CharField(max_length=200, blank=True)
    caller_phone = models.CharField(max_length=40, blank=True)

    words = models.TextField(blank=True)  # their own
    self_check = models.JSONField(default=dict)  # question -> answer, whoever asked
    payer_name = models.CharField(max_length=200, blank=True)
    member_number = models.CharField(max_length=60, blank=True)
    insured = models.CharField(max_length=6, choices=Insured, blank=True)
    track = models.ForeignKey(  # the one they would like
        "programs.Track", on_delete=models.PROTECT, related_name="+", null=True
    )
    times_wanted = models.JSONField(default=list)  # {day 0-6, from, to, can}
    ties = models.TextField(blank=True)  # work, school, family
    how_soon = models.CharField(max_length=5, choices=HowSoon, blank=True)
    referral_source = models.CharField(max_length=2, blank=True)  # TEDS PSOURCE
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = InquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "stage", "first_contact_at", "id"],
                name="intake_inquiry_board",
            ),
            models.Index(
                fields=["program", "owner", "stage", "first_contact_at"],
                name="intake_inquiry_of_owner",
            ),
            models.Index(fields=["program", "patient"], name="intake_inquiry_of"),
            models.Index(
                fields=["program", "phone_e164"], name="intake_inquiry_by_phone"
            ),
            models.Index(fields=["program", "born_on"], name="intake_inquiry_by_birth"),
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_inquiry_has_a_name_or_a_way_to_reach",
                condition=~Q(
                    first_name="", last_name="", phone="", email="", caller_phone=""
                ),
            ),
            models.CheckConstraint(
                name="intake_inquiry_admitted_has_a_patient",
                condition=~Q(stage="admitted", patient=None),
            ),
            models.CheckConstraint(
                name="intake_inquiry_end_has_a_reason",
                condition=~Q(
                    stage__in=["declined", "referred_on", "lost"], stage_reason=""
                ),
            ),
        ]

    @property
    def called(self) -> str:
        """The first name they go by, or an empty string."""
        return self.preferred_name or self.first_name

    @property
    def display_name(self) -> str:
        """The name as far as it is known; never empty."""
        return f"{self.called} {self.last_name}".strip() or "Name not told"


class OfInquiryQuerySet(RecordQuerySet[Any]):
    patient_path = "inquiry__patient_id"


class StageChange(Record):
    """One step of an inquiry, forward, back or to its end."""

    matter = Matter.DEMOGRAPHICS

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.PROTECT, related_name="stage_changes"
    )
    from_stage = models.CharField(max_length=12, choices=Stage, blank=True)
    to_stage = models.CharField(max_length=12, choices=Stage)
    reason = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(  # nobody: it followed by itself
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )

    objects: ClassVar[Any] = OfInquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "inquiry", "changed_at"],
                name="intake_stage_change_of",
            )
        ]


class Call(Record):
    """One try to reach somebody, and how it went."""

    class Outcome(models.TextChoices):
        REACHED = "reached", "Reached"
        LEFT_MESSAGE = "message", "Left a message"
        NO_ANSWER = "no_answer", "No answer"
        CALL_BACK = "call_back", "Call back later"
        WRONG_NUMBER = "wrong", "Wrong number"

    matter = Matter.DEMOGRAPHICS

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="calls")
    outcome = models.CharField(max_length=9, choices=Outcome)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )
    call_back_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects: ClassVar[Any] = OfInquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "inquiry", "called_at"], name="intake_call_of"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_call_back_has_a_time",
                condition=~Q(outcome="call_back", call_back_at=None),
            )
        ]


class InquiryNote(Record):
    """What a coordinator wants to remember about an inquiry."""

    matter = Matter.DEMOGRAPHICS

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = OfInquiryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "inquiry", "written_at"], name="intake_note_of"
            )
        ]


class BookingQuerySet(RecordQuerySet["AssessmentBooking"]):
    def standing(self) -> Self:
        """Bookings that were not cancelled or moved."""
        return self.filter(cancelled_at=None)


class AssessmentBooking(Record):
    """An assessor's time for one person. Moving it cancels it and books another."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        PHONE = "phone", "By phone"
        VIDEO = "video", "By video"

    matter = Matter.DEMOGRAPHICS

    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.PROTECT, related_name="bookings"
    )
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="assessment_bookings"
    )
    assessor = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="assessment_bookings"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=9, choices=Mode, default=Mode.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)
    moved_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True
    )
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    cancel_reason = models.CharField(max_length=500, blank=True)

    objects: ClassVar[Any] = BookingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "assessor", "starts_at"],
                name="intake_booking_of_assessor",
            ),
            models.Index(
                fields=["program", "inquiry", "starts_at"],
                name="intake_booking_of_inquiry",
            ),
            models.Index(fields=["program", "patient"], name="intake_booking_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "assessor", "starts_at"],
                condition=Q(cancelled_at=None),
                name="intake_booking_one_start_per_assessor",
            ),
            models.CheckConstraint(
                name="intake_booking_ends_after_start",
                condition=Q(ends_at__gt=models.F("starts_at")),
            ),
        ]
