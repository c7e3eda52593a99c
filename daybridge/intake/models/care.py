"""Episodes of care, their level-of-care stays, and the dose ordered in each."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from daybridge.access.matrix import Matter
from daybridge.access.records import Record, RecordQuerySet


class DischargeReason(models.TextChoices):
    """TEDS-D REASON, public-use file codes 1-7."""

    COMPLETED = "1", "Treatment completed"
    LEFT = "2", "Left against professional advice"
    TERMINATED = "3", "Ended by the program"
    TRANSFERRED = "4", "Transferred to other treatment"
    INCARCERATED = "5", "Incarcerated"
    DIED = "6", "Death"
    OTHER = "7", "Other"


class EpisodeQuerySet(RecordQuerySet["Episode"]):
    def open_on(self, day: date) -> Self:
        """Episodes in care on a day; the day of discharge is the first day out."""
        return self.filter(
            Q(discharged_on=None) | Q(discharged_on__gt=day), admitted_on__lte=day
        )


class Episode(Record):
    """One time in care, from admission to discharge."""

    matter = Matter.SUD_RECORD

    patient = models.ForeignKey(
        "people.Patient", on_delete=models.PROTECT, related_name="episodes"
    )
    admitted_on = models.DateField()
    discharged_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    discharge_reason = models.CharField(
        max_length=1, choices=DischargeReason, blank=True
    )
    referral_source = models.CharField(max_length=2, blank=True)  # TEDS PSOURCE
    primary_substance = models.CharField(max_length=2, blank=True)  # TEDS SUB1
    admission_facts = models.JSONField(default=dict)  # TEDS field -> code

    objects: ClassVar[Any] = EpisodeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["program", "discharged_on", "admitted_on"],
                name="intake_episode_census",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "patient"],
                condition=Q(discharged_on=None),
                name="intake_episode_one_open_per_patient",
            ),
            models.CheckConstraint(
                name="intake_episode_discharge_has_day_and_reason",
                condition=Q(discharged_on=None, discharge_reason="")
                | Q(discharged_on__gte=F("admitted_on")) & ~Q(discharge_reason=""),
            ),
        ]


class StayQuerySet(RecordQuerySet["Stay"]):
    patient_path = "episode__patient_id"

    def on(self, day: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), started_on__lte=day)


class Stay(Record):
    """A dated segment of an episode at one level of care on one track."""

    matter = Matter.SUD_RECORD

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="stays")
    track = models.ForeignKey(
        "programs.Track", on_delete=models.PROTECT, related_name="stays"
    )
    level_of_care = models.CharField(max_length=8)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = StayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "episode"],
                condition=Q(ended_on=None),
                name="intake_stay_one_open_per_episode",
            )
        ]
        indexes = [
            models.Index(
                fields=["program", "track", "ended_on"], name="intake_stay_of_track"
            )
        ]


class DoseOrderQuerySet(RecordQuerySet["DoseOrder"]):
    patient_path = "stay__episode__patient_id"

    def in_force(self, day: date) -> Self:
        """Orders made by a day in stays that were open on it; the latest one holds."""
        return self.filter(
            Q(stay__ended_on=None) | Q(stay__ended_on__gt=day),
            stay__started_on__lte=day,
            starts_on__lte=day,
        )


class DoseOrder(Record):
    """How much treatment a week was ordered, from a day on; the latest one holds."""

    matter = Matter.SUD_RECORD

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="dose_orders")
    starts_on = models.DateField()
    minutes_per_week = models.PositiveIntegerField()
    days_per_week = models.PositiveSmallIntegerField()
    modality_mix = models.JSONField(default=dict)  # modality -> sessions a week
    ordered_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    reason = models.TextField(blank=True)

    objects: ClassVar[Any] = DoseOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "stay", "starts_on"],
                name="intake_dose_order_one_a_day",
            )
        ]
