"""The first 30 days: one person's list, who is late, and the list itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Matter
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission, permits
from daybridge.audit.reading import record_list_read, record_read
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.errors import IntakeError
from daybridge.intake.first_weeks import due_soon, late, steps_of
from daybridge.intake.models import OrientationStep
from daybridge.intake.referral_forms import ListItemForm
from daybridge.intake.services.orientation import list_on
from daybridge.intake.views.inquiring import refuse_on
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by
from daybridge.ui.sending import address_of_ours, sent


@requires(Permission.FOLLOW_UP)
@require_safe
def first_weeks(request: StaffRequest) -> HttpResponse:
    """Newcomers to whom something is owed: what is late first, then what comes."""
    viewer = request.viewer
    lines, is_cut = late(viewer)
    soon = due_soon(viewer)
    record_list_read(viewer, "first 30 days", shown=len(lines) + len(soon))
    context = {
        "late": lines,
        "soon": soon,
        "is_cut": is_cut,
        "sees_board": permits(Permission.INTAKE, viewer),
        "may_change_list": permits(Permission.PROGRAM_AMEND, viewer),
        "today": viewer.today,
    }
    return render(request, "intake/first_weeks.html", context)


@requires(Permission.FOLLOW_UP)
@require_safe
def of_patient(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """One person's first 30 days."""
    viewer = request.viewer
    rows = Patient.objects.visible_to(viewer, Matter.ROSTER)
    patient: Patient = visible_or_refused(rows, pk=patient_id)
    record_read(viewer, patient, "first 30 days")
    episode, lines = steps_of(viewer, patient)
    shown = as_read_by(viewer, patient)
    context = {
        "patient": shown,
        "print_patient": ", ".join(
            filter(None, (shown.display_name, shown.record_number))
        ),
        "opening": opening_for(viewer, patient.pk),
        "episode": episode,
        "lines": lines,
        "done": sum(line.is_done for line in lines),
        "today": viewer.today,
    }
    return render(request, "intake/orientation.html", context)


@requires(Permission.FOLLOW_UP)
@require_POST
@once
def step(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Tick something, or take the tick back; then where one came from."""
    viewer = request.viewer
    rows = OrientationStep.objects.visible_to(viewer)
    row: OrientationStep = visible_or_refused(rows, pk=step_id)
    if request.POST.get("act") == "take_back":
        services.untick_step(step=row, at=viewer.at, by=viewer)
    else:
        note = request.POST.get("note", "").replace("\0", "")
        services.tick_step(step=row, note=note, at=viewer.at, by=viewer)
    here = reverse("intake:orientation", args=[row.patient_id])
    return redirect(
        address_of_ours(request, request.POST.get("back", ""), otherwise=here)
    )


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def the_list(request: StaffRequest) -> HttpResponse:
    """What newcomers are owed from today on; those here keep the list of their day."""
    viewer = request.viewer
    items = list_on(viewer.program_id, viewer.today)
    if request.POST.get("act") == "remove":
        services.take_off_list(
            key=request.POST.get("key", "").replace("\0", "")[:40], at=viewer.at,
            by=viewer,
        )  # fmt: skip
        messages.success(request, "It is no longer asked of newcomers from today on.")
        return redirect("intake:first_weeks_list")
    form = ListItemForm(sent(request))
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        known = {item.label.casefold(): item.key for item in items}
        key = known.get(answers["label"].casefold()) or slugify(answers["label"])[:40]
        try:
            services.put_on_list(key=key or "item", at=viewer.at, by=viewer, **answers)
        except IntakeError as refusal:
            refuse_on(form, refusal)
        else:
            messages.success(request, "Newcomers are owed this from today on.")
            return redirect("intake:first_weeks_list")
    context = {"form": form, "items": items}
    status = 422 if form.is_bound else 200
    return render(request, "intake/first_weeks_list.html", context, status=status)
