"""Discharge someone, and take a discharge back the same day."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.intake import services
from daybridge.intake.errors import IntakeError
from daybridge.intake.forms import DischargeForm
from daybridge.intake.views.acting import (
    back_to_care,
    episode_to_change,
    show_form,
    told,
)
from daybridge.intake.wording import day_words
from daybridge.ui.sending import sent


@requires(Permission.CHART_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def discharge(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """End someone's care; what ends with it is shown first."""
    viewer = request.viewer
    episode = episode_to_change(viewer, episode_id)
    patient, today = episode.patient, viewer.today
    seen = ask("intake.last_seen", patient=patient, viewer=viewer)
    form = DischargeForm(
        sent(request), initial=_initial(today, seen, episode.admitted_on)
    )
    if form.is_bound and form.is_valid():
        try:
            followed = services.discharge(
                episode=episode, leaving=form.leaving(), at=viewer.at, by=viewer
            )
        except IntakeError as refusal:
            told(form, refusal)
        else:
            day = day_words(form.cleaned_data["discharged_on"])
            return back_to_care(
                request, patient.pk,
                f"{patient.display_name} is out of care from {day}.",
                *followed.sentences,
            )  # fmt: skip
    places = ask("intake.standing_places", patient=patient, day=today)
    return show_form(request, "intake/discharge.html", form, patient, places=places)


@requires(Permission.CHART_AMEND)
@require_POST
@once
def take_back(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """Undo a discharge made by mistake."""
    viewer = request.viewer
    episode = episode_to_change(viewer, episode_id)
    try:
        followed = services.take_back_discharge(
            episode=episode, at=viewer.at, by=viewer
        )
    except IntakeError as refusal:
        messages.error(request, str(refusal))
        return redirect("intake:episodes", episode.patient_id)
    return back_to_care(
        request, episode.patient_id,
        "The discharge is taken back, with all that ended with it.",
        *followed.sentences,
    )  # fmt: skip


def _initial(today: date, seen: date | None, admitted_on: date) -> dict[str, Any]:
    """Who came today is out from tomorrow; a visit of an earlier episode is none."""
    first_out = today + timedelta(days=seen == today)
    latest = seen if seen and seen >= admitted_on else today
    return {
        "discharged_on": max(first_out, admitted_on),
        "last_contact_on": latest if latest >= admitted_on else None,
    }
