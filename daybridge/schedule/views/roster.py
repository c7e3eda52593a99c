"""Standing places: find someone, enroll them, end a place."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.permissions import Permission
from daybridge.access.records import barred
from daybridge.audit.submissions import once
from daybridge.people.models import Patient
from daybridge.schedule import services
from daybridge.schedule.errors import NotInCare, ScheduleError
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.queries import people_to_enroll, with_members
from daybridge.schedule.wording import day_words
from daybridge.ui.fields import DateField
from daybridge.ui.sending import sent


class EnrollForm(forms.Form):
    patient = forms.UUIDField(widget=forms.HiddenInput)
    starts_on = DateField(label="First day")


class EndForm(forms.Form):
    ends_on = DateField(label="Last day", help_text="They still come on this day.")
    reason = forms.CharField(max_length=200, required=False, label="Why")


@requires(Permission.ROSTER_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def enroll(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Find a patient by name and give them a place."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    group = _group(viewer, group_id)
    form = EnrollForm(sent(request))
    problem = ""
    if request.method == "POST":
        problem = "Choose a person and a first day."
        if form.is_valid():
            patient = visible_or_refused(
                Patient.objects.visible_to(viewer), pk=form.cleaned_data["patient"]
            )
            try:
                _enroll(group, patient, form.cleaned_data["starts_on"], viewer)
            except ScheduleError as refusal:
                problem = str(refusal)
            else:
                messages.success(request, f"{patient.display_name} has a place.")
                return redirect("schedule:group", group.pk)
    words = request.GET.get("q", "").strip()[:100]
    today = viewer.today
    context = {
        "group": group,
        "words": words,
        "found": people_to_enroll(viewer, group, words, today),
        "seats_left": group.capacity - group.members,  # type: ignore[attr-defined]
        "starts_on": request.POST.get("starts_on") or today.isoformat(),
        "problem": problem,
    }
    return render(
        request, "schedule/enroll.html", context, status=422 if problem else 200
    )


@requires(Permission.ROSTER_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def end_enrollment(request: HttpRequest, enrollment_id: UUID) -> HttpResponse:
    """End a standing place on a day."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    enrollment = visible_or_refused(
        Enrollment.objects.in_program(viewer.program_id)
        .filter(group__in=Group.objects.amendable_by(viewer))
        .exclude(barred(viewer, "patient_id"))
        .select_related("group", "patient"),
        pk=enrollment_id,
    )
    form = EndForm(sent(request), initial={"ends_on": viewer.today})
    if request.method == "POST" and form.is_valid():
        services.give_up_place(
            enrollment=enrollment, at=viewer.at, by=viewer, **form.cleaned_data
        )
        last_day = day_words(form.cleaned_data["ends_on"])
        messages.success(
            request, f"{enrollment.patient.display_name}: last day {last_day}."
        )
        return redirect("schedule:group", enrollment.group_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "enrollment": enrollment, "group": enrollment.group}
    return render(request, "schedule/end_enrollment.html", context, status=status)


def _enroll(group: Group, patient: Patient, starts_on: date, viewer: Any) -> None:
    if not patient.episodes.filter(discharged_on=None).exists():
        raise NotInCare(f"{patient.display_name} is not in care. Admit them first.")
    services.enroll(
        group=group, patient=patient, starts_on=starts_on, at=viewer.at, by=viewer
    )


def _group(viewer: Any, group_id: UUID) -> Group:
    groups = with_members(Group.objects.amendable_by(viewer), viewer.today)
    row: Group = visible_or_refused(groups, pk=group_id)
    return row
