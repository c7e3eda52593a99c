"""The audit page, its export, and a patient's report of who looked at their record."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybridge.access import trail
from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.permissions import Permission
from daybridge.access.tables import csv_lines
from daybridge.access.viewer import Viewer
from daybridge.access.views.emergency import chart_url
from daybridge.audit.models import AuditEvent, Outcome
from daybridge.audit.recording import record
from daybridge.audit.words import SENTENCES, sentence

EXPORT_LIMIT = 50_000
REPORT_LIMIT = 5_000
HEAD = ["When (UTC)", "Who", "Role", "What", "Patient", "Reason", "Basis", "From"]


class FilterForm(forms.Form):
    person = forms.ChoiceField(label="Who", required=False)
    action = forms.ChoiceField(label="What", required=False)
    outcome = forms.ChoiceField(
        label="Outcome", required=False, choices=[("", "Any"), *Outcome.choices]
    )
    patient = forms.UUIDField(required=False, widget=forms.HiddenInput)
    start = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = apps.get_model("people", "Staff").objects.in_program(viewer.program_id)
        people = sorted((one.sort_name, str(one.pk)) for one in staff)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "Anyone"),
            *((key, name) for name, key in people),
        ]
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", "Anything"),
            *((action, sentence(AuditEvent(action=action))) for action in SENTENCES),
        ]

    def asked(self) -> trail.Asked:
        if not self.is_valid():
            return trail.Asked()
        given = self.cleaned_data
        return trail.Asked(
            staff_id=UUID(given["person"]) if given["person"] else None,
            patient_id=given["patient"],
            action=given["action"],
            outcome=given["outcome"],
            from_on=given["start"],
            to_on=given["end"],
        )


@requires(Permission.AUDIT_READ)
@require_safe
@never_cache
def events(request: HttpRequest) -> HttpResponse:
    """Show what happened, newest first, narrowed by the filters."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    form = FilterForm(request.GET or None, viewer=viewer)
    found = trail.find(viewer, form.asked())
    page = trail.page_of(found, request.GET.get("after", ""))
    names = trail.names_of_patients(viewer, page.events)
    rows = [
        (event, names.get(event.patient_id or viewer.program_id))
        for event in page.events
    ]
    context = {"form": form, "rows": rows, "after": page.after, "viewer": viewer}
    return render(request, "access/trail.html", context)


@requires(Permission.AUDIT_READ)
@require_safe
@never_cache
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The rows that are asked for as a CSV file; the export is itself a row."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = trail.find(viewer, FilterForm(request.GET or None, viewer=viewer).asked())
    record("audit.exported", by=viewer.actor, at=viewer.at)
    rows = found[:EXPORT_LIMIT].iterator(chunk_size=1000)
    response = StreamingHttpResponse(
        csv_lines(HEAD, (_cells(event) for event in rows)), content_type="text/csv"
    )
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    response["Cache-Control"] = "no-store"
    return response


@requires(Permission.ACCESS_REPORT)
@require_safe
@never_cache
def access_report(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Who looked at one person's record, in plain words, to read and to print."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    patients = apps.get_model("people", "Patient").objects.visible_to(viewer)
    patient = visible_or_refused(patients, pk=patient_id)
    form = ReportForm(request.GET or None)
    today = viewer.today
    start, end = form.dates(default=(today - timedelta(days=90), today))
    asked = trail.Asked(patient_id=patient_id, from_on=start, to_on=end)
    rows = _of_patient(viewer, asked)
    record("audit.report_made", by=viewer.actor, target=patient, patient_id=patient.pk)
    context = {
        "patient": patient,
        "chart_url": chart_url(patient.pk),
        "rows": rows[:REPORT_LIMIT],
        "is_cut": len(rows) > REPORT_LIMIT,
        "form": form,
        "start": start,
        "end": end,
    }
    return render(request, "access/access_report.html", context)


class ReportForm(forms.Form):
    start = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def dates(self, *, default: tuple[Any, Any]) -> tuple[Any, Any]:
        """The days asked for, or the last three months."""
        given = self.cleaned_data if self.is_valid() else {}
        return given.get("start") or default[0], given.get("end") or default[1]


def _of_patient(viewer: Viewer, asked: trail.Asked) -> list[AuditEvent]:
    """Every row about the patient, whoever made it: this report hides nobody."""
    everyone: QuerySet[AuditEvent] = AuditEvent.objects.filter(
        program_id=viewer.program_id
    )
    return list(trail.narrowed(everyone, viewer, asked)[: REPORT_LIMIT + 1])


def _cells(event: AuditEvent) -> list[str]:
    return [
        event.at.strftime("%Y-%m-%d %H:%M:%S"),
        event.actor_name,
        event.roles,
        sentence(event),
        str(event.patient_id or ""),
        event.reason,
        event.basis,
        event.address,
    ]
