"""One patient's chart: a story from newest to oldest."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission, permits
from daybridge.audit.reading import record_read
from daybridge.notes.queries.story import Part, story_page
from daybridge.notes.queries.telling import tell
from daybridge.notes.reading import chart_or_refused
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by

PARTS = (
    (Part.ALL, "Everything"),
    (Part.NOTES, "Notes"),
    (Part.ATTENDANCE, "Attendance"),
    (Part.CARE, "Admission and dose"),
)


@requires(Permission.CHART_READ)
@require_safe
def chart(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """A page of the story; reading it is kept in the audit."""
    viewer = request.viewer
    patient = chart_or_refused(viewer, patient_id)
    part = _part(request)
    page = story_page(patient, viewer, part=part, before=_before(request))
    record_read(viewer, patient)
    context = chart_context(request, patient) | {
        "moments": [tell(entry, viewer) for entry in page.entries],
        "older": page.older,
        "is_newest": not request.GET.get("after"),
        "part": part,
        "parts": PARTS,
        "may_write": permits(Permission.CHART_CREATE, viewer),
        "may_keep_apart": permits(Permission.COUNSELING_NOTE_CREATE, viewer),
    }
    return render(request, "notes/chart.html", context)


def chart_context(request: StaffRequest, patient: Patient) -> dict[str, object]:
    """What every page of a chart needs: whose it is, and by which right it is open."""
    shown = as_read_by(request.viewer, patient)
    return {
        "patient": shown,
        "opening": opening_for(request.viewer, patient.pk),
        "patient_header": "people/_patient_header.html",
        "print_patient": ", ".join(
            filter(None, (shown.display_name, shown.record_number))
        ),
    }


def _part(request: StaffRequest) -> Part:
    asked = request.GET.get("kind", "")
    return Part(asked) if asked in set(Part) else Part.ALL


def _before(request: StaffRequest) -> datetime | None:
    """The moment before which the page ends; without one, the newest page."""
    try:
        moment = datetime.fromisoformat(request.GET.get("after", ""))
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None
