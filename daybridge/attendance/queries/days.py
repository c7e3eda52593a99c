"""Attended sessions by day: the facts a service day is judged by."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance
from daybridge.schedule.occurrences import instant


@dataclass(frozen=True, slots=True)
class DayStay:
    """One patient's time in one session of a day."""

    attendance_id: UUID
    patient_id: UUID
    patient_name: str
    session_id: UUID
    track_id: UUID
    title: str
    topic: str
    modality: str
    counts_to_clinical_hours: bool
    starts_at: datetime
    ends_at: datetime
    arrived_at: datetime
    left_at: datetime | None
    minutes: int
    mode: str
    leader_id: UUID
    leader_name: str


def day_stays(
    *, program: Any, viewer: Viewer | None = None, day: date | None = None,
    first: date | None = None, last: date | None = None,
    patient_id: UUID | None = None,
) -> list[DayStay]:  # fmt: skip
    """Attended stays of sessions that took place, by patient and start; one statement.

    Of one `day`, or of the days `first` to `last`, of one patient or of everyone the
    viewer may read (without a viewer: of the program, for work of the system).
    """
    places = (
        Attendance.objects.visible_to(viewer)
        if viewer is not None
        else Attendance.objects.in_program(program)
    )
    places = places.on_roster().attended().filter(session__cancelled_at=None)
    first, last = day or first, day or last
    if first is not None:
        places = places.filter(starts_at__gte=instant(first, time(), program.zone))
    if last is not None:
        tomorrow = instant(last + timedelta(days=1), time(), program.zone)
        places = places.filter(starts_at__lt=tomorrow)
    if patient_id is not None:
        places = places.filter(patient_id=patient_id)
    places = places.select_related(
        "patient", "session", "session__topic", "session__leader"
    ).order_by("patient_id", "starts_at", "pk")
    return [_stay(place) for place in places]


def _stay(place: Attendance) -> DayStay:
    session = place.session
    assert place.arrived_at is not None  # attended has an arrival, by constraint
    return DayStay(
        attendance_id=place.pk,
        patient_id=place.patient_id,
        patient_name=place.patient.display_name,
        session_id=session.pk,
        track_id=session.track_id,
        title=session.title,
        topic=session.topic_title,
        modality=session.modality,
        counts_to_clinical_hours=session.counts_to_clinical_hours,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        arrived_at=place.arrived_at,
        left_at=place.left_at,
        minutes=place.minutes,
        mode=place.mode,
        leader_id=session.leader_id,
        leader_name=session.leader.display_name,
    )
