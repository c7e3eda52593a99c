"""From a finished assessment into care: one admission, nothing asked again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.services.teams import add_to_team
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentRefusal, NotComplete
from daybridge.assessments.levels import given_here, track_level
from daybridge.assessments.models import Assessment, Placement
from daybridge.audit.recording import record
from daybridge.intake import services as intake
from daybridge.intake.models import Episode, Inquiry, Stage
from daybridge.intake.values import Admission
from daybridge.programs.models import Track
from daybridge.rules.note_format import tidy


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How care begins, who is the primary counselor, why another level if it is one."""

    admission: Admission
    primary: Any  # people.Staff
    reason: str = ""


@service
def admit_after(
    *, assessment: Assessment, acceptance: Acceptance, at: datetime, by: Viewer
) -> Episode:
    """Begin care on the level offered, or on another with a reason.

    Raises what intake refuses; the actual level is written once.
    """
    placement: Placement = (
        Placement.objects.in_program(by.program_id)
        .select_for_update(no_key=True)
        .get(assessment=assessment)
    )
    if assessment.signed_at is None:
        raise AssessmentRefusal("The assessment is not signed yet.")
    if placement.actual:
        raise AssessmentRefusal("They were admitted from this assessment already.")
    level, reason = acceptance.admission.track.level_of_care, tidy(acceptance.reason)
    is_other = level != track_level(placement.offered)
    if is_other and not reason:
        raise NotComplete(
            f"{placement.offered} was offered and this track is {level}: say why.",
            field="level_reason",
        )
    patient = assessment.patient
    act = intake.readmit if patient.episodes.exists() else intake.admit
    episode = act(patient=patient, admission=acceptance.admission, at=at, by=by)
    _begin_level(placement, episode, level, reason, by=by, at=at)
    add_to_team(
        patient=patient, staff=acceptance.primary, by=by, at=at, is_primary=True
    )
    return episode


@service
def offer(*, assessment: Assessment, at: datetime, by: Viewer) -> None:
    """Bring the inquiry of a person who was offered a level of ours to that stage.

    A level that is given elsewhere is no offer of ours: where they are referred on to
    is said on the inquiry.
    """
    tracks = Track.objects.in_program(by.program_id).in_use()
    here = given_here(tracks.values_list("level_of_care", flat=True))
    placements = Placement.objects.in_program(by.program_id)
    if not placements.filter(assessment=assessment, offered__in=here).exists():
        return
    rows = Inquiry.objects.in_program(by.program_id).under_way()
    for inquiry in rows.filter(patient_id=assessment.patient_id):
        intake.move(inquiry=inquiry, to=Stage.OFFERED, reason="", at=at, by=by)


def _begin_level(
    placement: Placement, episode: Episode, level: str, reason: str, *, by: Viewer,
    at: datetime,
) -> None:  # fmt: skip
    is_same = level == track_level(placement.offered)
    actual = placement.offered if is_same else level
    placement.actual, placement.actual_reason = actual, reason
    placement.actual_on, placement.episode = episode.admitted_on, episode
    placement.save(update_fields=["actual", "actual_reason", "actual_on", "episode"])
    record("assessments.level_begun", by=by.actor, target=placement, at=at,
           detail={"level": actual})  # fmt: skip
