"""Say that a diagnosis was looked for and none was found."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.models import Assessment
from daybridge.assessments.services.holding import hold
from daybridge.audit.recording import record


@service
def say_none_found(*, assessment: Assessment, at: datetime, by: Viewer) -> None:
    """An assessment may end without a diagnosis, but not without a word about it."""
    row = hold(assessment, by)
    row.has_no_diagnosis = True
    row.save(update_fields=["has_no_diagnosis"])
    record("assessments.none_found", by=by.actor, target=row, at=at)
