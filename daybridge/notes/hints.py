"""What a save answers besides "saved": missing parts, likeness, names, in sentences."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from daybridge.attendance.models import Attendance
from daybridge.notes.composing import compose
from daybridge.notes.likeness import meters
from daybridge.notes.models import Note, Summary
from daybridge.notes.names import index_of, open_findings, people_of
from daybridge.notes.services.drafts import summary_of
from daybridge.rules.names_in_text import Finding, find_names
from daybridge.schedule.models import Session


def hints_for_card(session: Session, note: Note) -> dict[str, object]:
    """What the card of a note says about itself after a save."""
    people = people_of(session)
    meter = meters(
        _drafts(session, note), _previous(session, note.patient_id), people
    ).get(note.patient_id)
    others = index_of(people, but=note.patient_id)
    own = f"{note.goal}\n{note.sentence}\n{note.quote}\n{note.next_step}"
    return {
        "likeness": {
            "points": meter.points if meter else 0,
            "too_close": bool(meter and meter.is_too_close),
            "sentence": meter.sentence if meter else "",
        },
        "names": _sentences(find_names(own, others)),
        "missing": missing_in(session, note),
    }


def hints_for_summary(session: Session, summary: Summary) -> dict[str, object]:
    """What the shared text says about itself after a save."""
    findings = open_findings(summary, index_of(people_of(session)))
    return {"names": _sentences(findings)}


def missing_in(session: Session, note: Note) -> Sequence[str]:
    """The sentences of what a card still needs."""
    place = Attendance.objects.in_program(session.program_id).get(
        session=session, patient_id=note.patient_id
    )
    composed = compose(
        attendance=place,
        note=note,
        summary=summary_of(session),
        session=session,
        style=session.program.note_format,
        zone=session.program.zone,
    )
    return composed.missing


def _drafts(session: Session, note: Note) -> list[Note]:
    """The cards of the session, with this one as it was just saved."""
    others = (
        Note.objects.in_program(session.program_id)
        .kept()
        .filter(~Q(pk=note.pk), session=session)
    )
    return [note, *others]


def _previous(session: Session, patient_id: UUID) -> dict[UUID, Note]:
    last = (
        Note.objects.in_program(session.program_id)
        .filter(
            patient_id=patient_id,
            happened_at__lt=session.starts_at,
            signed_at__isnull=False,
        )
        .order_by("-happened_at")
        .first()
    )
    return {patient_id: last} if last else {}


def _sentences(findings: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.sentence for finding in findings))
