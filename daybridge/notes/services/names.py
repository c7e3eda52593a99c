"""Settle a name found in the shared text before it enters any chart."""

from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.notes.cards import SUMMARY_FIELDS
from daybridge.notes.models import Summary
from daybridge.notes.names import as_accepted, index_of, open_findings, people_of
from daybridge.notes.services.drafts import hold_session, summary_of
from daybridge.notes.services.history import keep_former_summary
from daybridge.rules.names_in_text import find_names
from daybridge.schedule.models import Session

STAND_IN = "a group member"


@service
def accept_word(*, session: Session, matched: str, by: Viewer, at: datetime) -> None:
    """Remember that a word in the shared text is not a patient's name here."""
    summary = summary_of(hold_session(session))
    if summary is None or not _is_open(summary, session, matched):
        return
    summary.names_accepted = [*summary.names_accepted, as_accepted(matched)]
    summary.save(update_fields=["names_accepted"])
    record("notes.name_judged", by=by.actor, target=summary, at=at)


@service
def replace_word(*, session: Session, matched: str, by: Viewer, at: datetime) -> None:
    """Put neutral words in the place of a name, wherever it stands in the text."""
    summary = summary_of(hold_session(session))
    if summary is None or not _is_open(summary, session, matched):
        return
    former = {field: getattr(summary, field) for field in SUMMARY_FIELDS}
    for field, text in former.items():
        setattr(summary, field, _without(text, matched, session))
    keep_former_summary(summary, former=former, by=by, at=at)
    summary.version += 1
    summary.edited_by_id, summary.edited_at = by.staff_id, at
    summary.save()
    record("notes.name_replaced", by=by.actor, target=summary, at=at)


def _is_open(summary: Summary, session: Session, matched: str) -> bool:
    findings = open_findings(summary, index_of(people_of(session)))
    return as_accepted(matched) in {as_accepted(each.matched) for each in findings}


def _without(text: str, matched: str, session: Session) -> str:
    """The text with every finding that reads like `matched` replaced, last first."""
    findings = find_names(text, index_of(people_of(session)))
    spans = {
        (each.start, each.end)
        for each in findings
        if as_accepted(each.matched) == as_accepted(matched)
    }
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + STAND_IN + text[end:]
    return text
