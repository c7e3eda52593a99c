"""Save what was answered in one section; two people may fill different ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import ChangedMeanwhile
from daybridge.assessments.models import Assessment, SafetyStop, SectionAnswers
from daybridge.assessments.services.holding import hold
from daybridge.assessments.services.stopping import look_for_danger
from daybridge.audit.recording import record
from daybridge.audit.versions import remember

READABLE = ("words", "version")


@dataclass(frozen=True, slots=True)
class SavedSection:
    """The section as stored, and the danger that a save brought up."""

    row: SectionAnswers
    stop: SafetyStop | None


@service
def save_section(
    *, assessment: Assessment, section: str, answers: Mapping[str, Any], base: int,
    at: datetime, by: Viewer,
) -> SavedSection:  # fmt: skip
    """Take the answers of a section, begun on version `base` (0: on nothing).

    The same answers again change nothing. Raises ChangedMeanwhile when somebody else
    has saved the section since, AssessmentClosed when it is signed.
    """
    held = hold(assessment, by)
    row = held.sections.filter(section=section).select_related("edited_by").first()
    if row is not None and row.answers == answers:
        return SavedSection(row, look_for_danger(held, at=at, by=by))
    _refuse_stale(row, base)
    row = row or SectionAnswers(
        program_id=by.program_id, assessment=held, patient_id=held.patient_id,
        section=section, version=0,
    )  # fmt: skip
    row.answers, row.version = dict(answers), row.version + 1
    row.edited_at, row.edited_by_id = at, by.person_id
    row.save(force_insert=row._state.adding)
    remember([row], fields=READABLE, by=by.actor, at=at)
    record("assessments.section_saved", by=by.actor, target=row, at=at,
           detail={"section": section})  # fmt: skip
    return SavedSection(row, look_for_danger(held, at=at, by=by))


def _refuse_stale(row: SectionAnswers | None, base: int) -> None:
    if row is None or row.version == base:
        return
    who = row.edited_by.display_name
    raise ChangedMeanwhile(
        f"{who} saved this section while you wrote. Both are below: keep what is "
        "right, then save again.",
        now=row,
        who=who,
    )
