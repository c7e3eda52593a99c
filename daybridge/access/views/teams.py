"""A patient's treatment team: who has the chart open, since when, until when."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.forms import MemberForm
from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.models import TeamMembership
from daybridge.access.permissions import Permission
from daybridge.access.roles import Role
from daybridge.access.services import add_to_team, end_membership
from daybridge.access.services.notices import staff_with
from daybridge.access.viewer import Viewer
from daybridge.access.views.emergency import chart_url
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once

MEMBERS = (Role.COUNSELOR, Role.MEDICAL, Role.PEER, Role.SUPERVISOR)


@requires(Permission.TEAM_AMEND)
@require_http_methods(["GET", "POST"])
@never_cache
@once
def team(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Show the team of one patient; put someone on it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    patient = _patient(viewer, patient_id)
    candidates = staff_with(MEMBERS, program_id=viewer.program_id)
    form = MemberForm(request.POST or None, staff=candidates)
    if request.method == "POST" and form.is_valid():
        chosen = {str(one.pk): one for one in candidates}[form.cleaned_data["staff"]]
        add_to_team(
            patient=patient,
            staff=chosen,
            is_primary=form.cleaned_data["is_primary"],
            by=viewer,
            at=viewer.at,
        )
        return HttpResponseRedirect(reverse("access:team", args=[patient_id]))
    if request.method == "GET":
        record_read(viewer, patient, "team")
    context = {
        "patient": patient,
        "chart_url": chart_url(patient.pk),
        "form": form,
        **_members(viewer, patient),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "access/team.html", context, status=status)


@requires(Permission.TEAM_AMEND)
@require_POST
def end(request: HttpRequest, patient_id: UUID, membership_id: UUID) -> HttpResponse:
    """Take someone off the team from now on."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    patient = _patient(viewer, patient_id)
    of_patient = TeamMembership.objects.in_program(viewer.program).filter(
        patient=patient
    )
    membership = visible_or_refused(of_patient, pk=membership_id)
    end_membership(membership=membership, by=viewer, at=viewer.at)
    return HttpResponseRedirect(reverse("access:team", args=[patient_id]))


def _patient(viewer: Viewer, patient_id: UUID) -> Any:
    patients = apps.get_model("people", "Patient").objects.visible_to(viewer)
    return visible_or_refused(patients, pk=patient_id)


def _members(viewer: Viewer, patient: Any) -> dict[str, Any]:
    memberships = (
        TeamMembership.objects.in_program(viewer.program)
        .filter(patient=patient)
        .select_related("staff")
    )
    return {
        "now": memberships.on(viewer.at).order_by("-is_primary", "started_at"),
        "before": memberships.filter(ended_at__lte=viewer.at).order_by("-ended_at")[
            :100
        ],
    }
