"""What every act on someone's care shares: whose it is, the form, the refusal."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from daybridge.access.gate import visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.viewer import Viewer
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import Episode
from daybridge.intake.reach import changeable
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.programs.models import Track

ON_THE_FORM = {"track": "track_choice"}  # the answer a refusal belongs to


def episode_to_change(viewer: Viewer, episode_id: UUID) -> Episode:
    """An episode whose care this viewer may change, else the answer of none."""
    episode: Episode = visible_or_refused(
        Episode.objects.in_program(viewer.program_id)
        .filter(patient__in=changeable(viewer, Operation.AMEND))
        .select_related("patient"),
        pk=episode_id,
    )
    return episode


def open_tracks(viewer: Viewer, *, but: UUID | None = None) -> list[Track]:
    """Tracks that take people, by name."""
    tracks = Track.objects.in_program(viewer.program_id)
    today = viewer.today
    return [
        track
        for track in tracks.order_by("name")
        if track.pk != but and (track.closed_on is None or track.closed_on > today)
    ]


def told(form: forms.Form, refusal: IntakeError) -> None:
    """Put a refusal beside the answer it belongs to, or above the form."""
    field = ON_THE_FORM.get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal))


def back_to_care(
    request: StaffRequest, patient_id: UUID, *sentences: str
) -> HttpResponse:
    """The page of their care, saying what was done and what followed."""
    messages.success(request, " ".join(sentences))
    return redirect("intake:episodes", patient_id)


def show_form(
    request: StaffRequest,
    template: str,
    form: forms.Form,
    patient: Patient,
    **more: Any,
) -> HttpResponse:
    """The form, whole again after a refusal."""
    context = {
        "form": form,
        "patient": as_read_by(request.viewer, patient),
        **more,
    }
    status = 422 if form.is_bound else 200
    return render(request, template, context, status=status)
