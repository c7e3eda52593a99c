"""Dana's part in the first half of intake: a booked assessment, and a joined record."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Clinic, hire


@dataclass
class Asking:
    booking: Any  # with someone who is no part of the tests
    merge: Any  # of a record that was hers too
    twin: Any  # another record


def make_asking(clinic: Clinic, patient: Any, inquiry: Any) -> Asking:
    from daybridge.intake.models import AssessmentBooking, PatientMerge
    from daybridge.people.models import Patient

    now = timezone.now()
    assessor = hire(clinic, "Alma", "Reyes", "counselor")
    shared = {"program": clinic.program}
    starts_at = now + timedelta(days=2)
    booking = AssessmentBooking.objects.create(
        **shared, inquiry=inquiry, patient=patient, assessor=assessor,
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), booked_at=now,
    )  # fmt: skip
    lost, twin = (
        Patient.objects.create(
            **shared, record_number=number, legal_first_name="Lena",
            legal_last_name="Marsh", merged_into=into,
        )
        for number, into in (("P90001", patient), ("P90002", None))
    )  # fmt: skip
    merge = PatientMerge.objects.create(
        **shared, kept=patient, lost=lost, kept_version=patient.version, merged_at=now,
        merged_by=clinic.staff["grace"],
    )  # fmt: skip
    return Asking(booking, merge, twin)
