"""What of calendars is Dana's: an address that answers, and an hour of her own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Clinic, tonight


@dataclass
class OfCalendars:
    feed: Any
    alone: Any  # a session of hers and nobody else's


def make_calendars(clinic: Clinic, patient: Any) -> OfCalendars:
    """An address on her phone, and an hour with Ruth to which she can be invited."""
    return OfCalendars(_feed(clinic, patient), _alone(clinic, patient))


def _feed(clinic: Clinic, patient: Any) -> Any:
    from daybridge.calendars import services
    from daybridge.people.middleware import viewer_of

    by = viewer_of(clinic.staff["faye"], at=timezone.now())
    made = services.make_feed_for_patient(
        patient=patient, device="Own phone", at=by.at, by=by
    )
    return made.feed


def _alone(clinic: Clinic, patient: Any) -> Any:
    from daybridge.schedule.models import Session

    patient.email = "dw@example.org"
    patient.save()
    start = tonight() + timedelta(days=3)
    session = Session.objects.create(
        program=clinic.program, title="Individual counseling", track=clinic.track,
        modality="individual", starts_at=start, ends_at=start + timedelta(minutes=50),
        leader=clinic.staff["ruth"], room=clinic.room, capacity=1,
    )  # fmt: skip
    session.attendances.create(
        program=clinic.program, patient=patient, starts_at=start, origin="added"
    )
    return session
