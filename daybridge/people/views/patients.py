"""Patients: the list, search, one person, adding and changing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.models import TeamMembership
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission, permits
from daybridge.audit.reading import record_list_read, record_read
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.people import queries
from daybridge.people.doors import doors_of
from daybridge.people.forms import EditPatientForm, NewPatientForm
from daybridge.people.models import Patient
from daybridge.people.services import patients as services
from daybridge.ui.sending import key_or_none, sent

CONTACT = ("name", "relationship", "phone")


@requires(Permission.PATIENT_READ)
@require_safe
def patients(request: StaffRequest) -> HttpResponse:
    """People by name, a page at a time, or those a search finds."""
    return _list(request)


@requires(Permission.PATIENT_READ)
@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """Answer a search: rows for the dialog, JSON for a script, else a page."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if not wants_json and not request.htmx:
        return _list(request)
    viewer = request.viewer
    rows = queries.search(viewer, request.GET.get("q", ""))
    record_list_read(viewer, "patient search", shown=len(rows))
    full = queries.reads_identity(viewer)
    if not wants_json:
        context = {"rows": rows, "full": full, "q": request.GET.get("q", "").strip()}
        return render(request, "people/_found.html", context)
    return JsonResponse({"patients": [_as_json(row, full=full) for row in rows]})


@requires(Permission.PATIENT_READ)
@require_safe
def patient(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """One person: what to call them, how to reach them, who cares for them.

    The address of a record that was merged leads to the one that stands for it.
    """
    viewer = request.viewer
    people = Patient.objects.visible_to(viewer)
    row: Patient | None = people.filter(pk=patient_id).first()
    if row is None:
        kept = queries.record_now(viewer, patient_id)
        row = visible_or_refused(people, pk=kept or patient_id)
        messages.info(request, "Two records of this person were made one: this one.")
        return redirect("people:patient", row.pk)
    record_read(viewer, row, "patient")
    reads_contacts = queries.reads_contacts(viewer)
    team = TeamMembership.objects.in_program(viewer.program_id).on(viewer.at)
    context = {
        "patient": row,
        "opening": opening_for(viewer, row.pk),
        "full": queries.reads_identity(viewer),
        "reads_contacts": reads_contacts,
        **_contacts(row, reads_contacts),
        "team": team.filter(patient=row).select_related("staff"),
        "may_amend": queries.amendable(viewer).filter(pk=row.pk).exists(),
        "doors": doors_of(viewer, row.pk),
        "week_to_find": ask("people.week_to_find", viewer=viewer, patient_id=row.pk),
        "may_read_chart": permits(Permission.CHART_READ, viewer),
        "may_read_care": queries.readable_care(viewer).filter(pk=row.pk).exists(),
        "may_set_team": permits(Permission.TEAM_AMEND, viewer),
        "may_set_barrier": permits(Permission.BARRIER_AMEND, viewer),
        "may_read_report": permits(Permission.ACCESS_REPORT, viewer),
        "print_patient": (
            f"{row.display_name}, {row.record_number}"
            if queries.reads_identity(viewer)
            else row.called
        ),
    }
    return render(request, "people/patient.html", context)


@requires(Permission.PATIENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: StaffRequest) -> HttpResponse:
    """Add a person, with whom to call in an emergency."""
    form = NewPatientForm(sent(request))
    if form.is_bound and form.is_valid():
        row = _added(request, form)
        if row is not None:
            messages.success(request, f"{row.display_name} was added.")
            return redirect("people:patient", row.pk)
    status = 422 if form.is_bound else 200
    return render(request, "people/edit.html", {"form": form}, status=status)


@requires(Permission.PATIENT_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Change a record; what someone else saved meanwhile is shown, never lost."""
    viewer = request.viewer
    row: Patient = visible_or_refused(queries.amendable(viewer), pk=patient_id)
    names = EditPatientForm.base_fields
    form = EditPatientForm(
        sent(request), initial={name: getattr(row, name) for name in names}
    )
    context: dict[str, Any] = {"form": form, "patient": row}
    if not form.is_bound:
        return render(request, "people/edit.html", context)
    if not form.is_valid():
        return render(request, "people/edit.html", context, status=422)
    values = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        services.amend_patient(
            patient=row, values=values, version=version, by=viewer, at=viewer.at
        )
    except services.StaleError:
        return _stale(request, context, values)
    messages.success(request, "Kept.")
    return redirect("people:patient", row.pk)


@requires(Permission.PATIENT_AMEND)
@require_POST
def arrival_code(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """A slip with a new code, shown once: the answer is not kept anywhere."""
    viewer = request.viewer
    row: Patient = visible_or_refused(queries.amendable(viewer), pk=patient_id)
    code = services.give_arrival_code(patient=row, by=viewer, at=viewer.at)
    context = {"patient": row, "code": f"{code[:3]} {code[3:]}"}
    return render(request, "people/arrival_code.html", context)


def _list(request: StaffRequest) -> HttpResponse:
    viewer, question = request.viewer, request.GET.get("q", "").strip()
    after = None
    if question:
        rows = queries.search(viewer, question)
    else:
        rows, after = queries.page_of_patients(
            viewer, key_or_none(request.GET.get("after", ""))
        )
    record_list_read(viewer, "patients", shown=len(rows))
    context = {
        "rows": rows,
        "after": after,
        "q": question,
        "full": queries.reads_identity(viewer),
        "may_add": permits(Permission.PATIENT_CREATE, viewer),
    }
    return render(request, "people/patients.html", context)


def _added(request: StaffRequest, form: NewPatientForm) -> Patient | None:
    values = dict(form.cleaned_data)
    contact = {name: values.pop(f"contact_{name}") for name in CONTACT}
    viewer = request.viewer
    try:
        row: Patient = services.add_patient(
            values=values, contact=contact, by=viewer, at=viewer.at
        )
    except IntegrityError:
        form.add_error("record_number", "Another patient has this number.")
        return None
    return row


def _stale(
    request: StaffRequest, context: dict[str, Any], values: dict[str, Any]
) -> HttpResponse:
    """Show what is stored beside what was typed; saving again keeps what was typed."""
    row, form = context["patient"], context["form"]
    row.refresh_from_db()
    form.data = form.data.copy()
    form.data["version"] = str(row.version)
    context["differences"] = [
        (form.fields[name].label or form[name].label, getattr(row, name), typed)
        for name, typed in values.items()
        if getattr(row, name) != typed
    ]
    return render(request, "people/edit.html", context, status=409)


def _contacts(row: Patient, reads: bool) -> dict[str, Any]:
    """The people in their life, those to call first; and those taken off the list."""
    if not reads:
        return {}
    rows = list(row.contacts.order_by("-is_emergency_contact", "name", "id"))
    return {
        "contacts": [one for one in rows if one.removed_at is None],
        "removed_contacts": [one for one in rows if one.removed_at is not None],
    }


def _as_json(row: Patient, *, full: bool) -> dict[str, str]:
    answer = {
        "id": str(row.pk),
        "name": row.display_name if full else row.called,
        "pronouns": row.pronouns,
        "url": reverse("people:patient", args=[row.pk]),
    }
    if full:
        answer["record_number"] = row.record_number
    return answer
