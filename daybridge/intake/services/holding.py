"""One change of a person's care at a time: the patient's row is held meanwhile."""

from datetime import date, datetime, timedelta
from typing import Any

from daybridge.access.viewer import Viewer
from daybridge.intake.errors import (
    DayOutOfOrder,
    InquiryChanged,
    NotInCare,
    TrackNotOpen,
)
from daybridge.intake.models import Episode, Inquiry, Stay
from daybridge.intake.wording import day_words
from daybridge.people.models import Patient

DAYS_AHEAD = 1  # an admission or discharge is written at most a day before


def hold_person(patient_id: Any, by: Viewer) -> Patient:
    """The patient, held against other changes of their care until this one is done."""
    held: Patient = (
        Patient.objects.in_program(by.program_id)
        .select_for_update(no_key=True)
        .get(pk=patient_id)
    )
    return held


def hold_inquiry(inquiry: Any, by: Viewer, *, version: int | None = None) -> Inquiry:
    """The inquiry as it is now, held against other changes until this one is done.

    With a version: refused when somebody else changed it since that was read.
    """
    held: Inquiry = (
        Inquiry.objects.in_program(by.program_id)
        .select_for_update(no_key=True)
        .get(pk=inquiry.pk)
    )
    if version is not None and held.version != version:
        raise InquiryChanged(
            "Someone else changed this inquiry meanwhile. Look at what they did, "
            "then try again."
        )
    return held


def hold_open_episode(episode: Episode, by: Viewer) -> Episode:
    """The episode as it is now, with its patient held; refused when it has ended."""
    hold_person(episode.patient_id, by)
    row: Episode = Episode.objects.in_program(by.program_id).get(pk=episode.pk)
    if row.discharged_on is not None:
        raise NotInCare(
            f"Their discharge on {day_words(row.discharged_on)} is already written. "
            "Take it back first, or admit them again."
        )
    return row


def open_stay(episode: Episode) -> Stay:
    """The stay that has no end yet."""
    stay: Stay | None = (
        episode.stays.filter(ended_on=None).select_related("track").first()
    )
    if stay is None:
        raise NotInCare("This episode has no level of care that is still open.")
    return stay


def refuse_far_ahead(
    day: date, *, by: Viewer, at: datetime, days: int, field: str, what: str
) -> None:
    """Refuse a day further ahead than anyone can know."""
    latest = by.program.day_of(at) + timedelta(days=days)
    if day > latest:
        raise DayOutOfOrder(
            f"{what} can be written up to {day_words(latest)}. Choose an earlier day.",
            field=field,
        )


def refuse_closed_track(track: Any, day: date) -> None:
    """Refuse a track that takes nobody on a day."""
    if track.closed_on is not None and track.closed_on <= day:
        raise TrackNotOpen(
            f"{track.name} closed on {day_words(track.closed_on)}. "
            "Choose another track.",
            field="track",
        )
