"""One person's care on one page: now, as it went, and what can be done."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.audit.reading import record_read
from daybridge.happenings import ask
from daybridge.intake.care import (
    EpisodeLine,
    episodes_of,
    who_may_admit,
)
from daybridge.intake.models import Episode
from daybridge.intake.queries import discharge_written_at
from daybridge.intake.reach import readable, reads_words, with_rights
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by, reads_identity


@requires(Permission.CHART_READ)
@require_safe
def episodes(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Their care; reading it is kept in the audit."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(
        with_rights(readable(viewer), viewer), pk=patient_id
    )
    record_read(viewer, patient, "episodes of care")
    lines = episodes_of(patient, reads_words=reads_words(viewer))
    opening = opening_for(viewer, patient.pk)
    today = viewer.today
    current = next((line for line in lines if not line.is_over(today)), None)
    rights = vars(patient)
    shown = as_read_by(viewer, patient)
    context = {
        "patient": shown,
        "print_patient": ", ".join(
            filter(None, (shown.display_name, shown.record_number))
        ),
        "identity": reads_identity(viewer),
        "opening": opening,
        "today": today,
        "former": [line for line in lines if line is not current],
        "may_begin": rights["may_begin"] and opening is None,
        "may_change": rights["may_change"] and opening is None,
        **(_now(current, patient, viewer) if current else _nobody(lines, viewer)),
    }
    if current is None:
        context |= _who(patient, viewer, context)
    return render(request, "intake/care.html", context)


def _now(current: EpisodeLine, patient: Patient, viewer: Viewer) -> dict[str, Any]:
    """The episode they are in."""
    today = viewer.today
    return {
        "current": current,
        "stay": current.stay_on(today),
        "dose": current.dose_on(today),
        "days": current.days_by(today),
        "places": ask("intake.standing_places", patient=patient, day=today),
        "week_to_find": ask(
            "intake.week_to_find", viewer=viewer, patient_id=patient.pk
        ),
        "undo": current if current.discharged_on else None,
    }


def _nobody(lines: list[EpisodeLine], viewer: Viewer) -> dict[str, Any]:
    """Not in care: a discharge written today may still be taken back."""
    return {"undo": _undoable(lines[0], viewer) if lines else None}


def _undoable(line: EpisodeLine, viewer: Viewer) -> EpisodeLine | None:
    episode = Episode.objects.in_program(viewer.program_id).get(pk=line.id)
    written_at = discharge_written_at(episode)
    if written_at is None:
        return None
    return line if viewer.program.day_of(written_at) == viewer.today else None


def _who(patient: Patient, viewer: Viewer, context: dict[str, Any]) -> dict[str, Any]:
    """Who may admit them, for someone who may not."""
    if context["may_begin"] or context["opening"]:
        return {}
    return {
        "admitters": who_may_admit(patient, viewer),
        "may_set_team": permits(Permission.TEAM_AMEND, viewer),
    }
