"""Who else has which card open, and what changed since: asked every few seconds."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.reach import writable
from daybridge.notes.cards import CARD_FIELDS, SUMMARY_FIELDS, marks_of
from daybridge.notes.models import Note, Presence
from daybridge.notes.queries.board import sessions_for
from daybridge.notes.services.drafts import summary_of
from daybridge.notes.services.presence import be_present
from daybridge.schedule.models import Session

STILL_HERE = timedelta(seconds=15)


@requires(Permission.ROSTER_READ)
@require_POST
def live(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Say where I am; hear where the others are and what they have written."""
    session = visible_or_refused(sessions_for(request.viewer), pk=session_id)
    be_present(
        session=session,
        patient_id=_patient(request),
        by=request.viewer,
        at=request.viewer.at,
    )
    return JsonResponse(
        {
            "people": _people(request, session),
            "cards": _cards(request, session),
            "summary": marks_of(summary_of(session), SUMMARY_FIELDS),
        }
    )


def _patient(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("patient", ""))
    except ValueError:
        return None


def _people(request: StaffRequest, session: Session) -> list[dict[str, str]]:
    others = (
        Presence.objects.in_program(session.program_id)
        .filter(session=session, seen_at__gte=request.viewer.at - STILL_HERE)
        .exclude(staff_id=request.viewer.person_id)
        .select_related("staff")
    )
    return [
        {"name": other.staff.display_name, "patient": str(other.patient_id or "")}
        for other in others
    ]


def _cards(request: StaffRequest, session: Session) -> dict[str, object]:
    """The marks of every card this viewer writes, so that a page knows it is behind."""
    notes = (
        Note.objects.in_program(session.program_id)
        .kept()
        .filter(writable(request.viewer), session=session)
    )
    return {
        str(note.patient_id): {
            "marks": marks_of(note, CARD_FIELDS),
            "values": {field: getattr(note, field) for field in CARD_FIELDS},
            "signed": note.signed_at is not None,
        }
        for note in notes
    }
