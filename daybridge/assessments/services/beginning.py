"""Begin an assessment, or set one aside that will not be finished."""

from datetime import datetime

from django.db import IntegrityError, transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AlreadyUnderWay, NotComplete
from daybridge.assessments.models import Assessment
from daybridge.assessments.services.holding import hold
from daybridge.assessments.settings import assessing_on
from daybridge.audit.recording import record
from daybridge.people.models import Patient
from daybridge.rules.note_format import tidy


@service
def begin(*, patient: Patient, at: datetime, by: Viewer) -> Assessment:
    """An empty assessment under the rule of today. Raises AlreadyUnderWay."""
    rule = assessing_on(by.program_id, by.program.day_of(at))
    row = Assessment(
        program_id=by.program_id,
        patient=patient,
        author_id=by.person_id,
        started_at=at,
        edition=rule.edition,
        uses_rule_pack=rule.uses_rule_pack,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyUnderWay from None
    record("assessments.begun", by=by.actor, target=row, at=at)
    return row


@service
def set_aside(*, assessment: Assessment, reason: str, at: datetime, by: Viewer) -> None:
    """End an assessment unsigned, saying why; what was answered stays."""
    words = tidy(reason)[:300]
    if not words:
        raise NotComplete("Say why it is set aside.", field="reason")
    row = hold(assessment, by)
    row.set_aside_at, row.set_aside_by_id = at, by.person_id
    row.set_aside_reason = words
    row.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_reason"])
    record("assessments.set_aside", by=by.actor, target=row, at=at)
