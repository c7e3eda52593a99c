"""Delivered but not billable, because …: the daily list that should be empty."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_list_read, record_read
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.notes.mending import Mend, mends_of
from daybridge.notes.queries.service_days import ServiceDay, days_of, rules_on
from daybridge.notes.services.reminding import remind as remind_writer
from daybridge.people.models import Patient
from daybridge.ui.sending import address_of_ours

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class HeldDay:
    day: ServiceDay
    mends: list[Mend]


@requires(Permission.SERVICE_DAYS_READ)
@require_safe
def service_days(request: StaffRequest) -> HttpResponse:
    """One date: what is held, with what mends it, and what counts."""
    on = _asked_day(request)
    days = days_of(request.program, request.viewer, on)
    held = [day for day in days if day.verdict.delivered_but_held]
    record_list_read(request.viewer, "service days", shown=len(days))
    context = {
        "on": on,
        "previous": on - timedelta(days=1),
        "next": on + timedelta(days=1),
        "is_today": on == request.viewer.today,
        "held": [HeldDay(day, mends_of(day, request.viewer)) for day in held],
        "counting": [day for day in days if day.verdict.can_be_billed],
    }
    return render(request, "notes/service_days.html", context)


@requires(Permission.SERVICE_DAYS_READ)
@require_safe
def service_days_file(request: StaffRequest) -> HttpResponse:
    """The same date as a CSV file; leaving the house is kept in the audit."""
    on = _asked_day(request)
    days = days_of(request.program, request.viewer, on)
    record(
        "reports.exported",
        by=request.viewer.actor,
        at=request.viewer.at,
        detail={"what": "service days", "on": on.isoformat(), "rows": len(days)},
    )
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"service-days-{on.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(
        ["date", "patient", "minutes", "services", "rule", "code", "units", "held by"]
    )
    for day in days:
        writer.writerow([_safe(value) for value in _row(day)])
    return response


@requires(Permission.SERVICE_DAYS_READ)
@require_safe
def service_day(request: StaffRequest, patient_id: UUID, on: str) -> HttpResponse:
    """One patient's day: its sessions, its minutes, its rule and its holds."""
    day = _day(on)
    patient: Patient = visible_or_refused(
        Patient.objects.visible_to(request.viewer), pk=patient_id
    )
    found = days_of(request.program, request.viewer, day, patient_id=patient.pk)
    record_read(request.viewer, patient, "service day")
    service = found[0] if found else None
    context = {
        "patient": patient,
        "on": day,
        "day": service,
        "mends": mends_of(service, request.viewer) if service else [],
        "rules": rules_on(request.program, day),
        "print_patient": f"{patient.display_name}, {patient.record_number}",
    }
    return render(request, "notes/service_day.html", context)


@requires(Permission.SERVICE_DAYS_READ)
@require_POST
@once
def remind(request: StaffRequest) -> HttpResponse:
    """Ask a colleague for the notes of a day."""
    try:
        staff_id = UUID(request.POST.get("staff", ""))
    except ValueError:
        raise Refused from None
    on = _day(request.POST.get("on", ""))
    staff = remind_writer(
        staff_id=staff_id, day=on, by=request.viewer, at=request.viewer.at
    )
    if staff is None:
        raise Refused
    messages.success(request, f"{staff.display_name} sees it on their Today.")
    that_day = f"/service-days/?on={on.isoformat()}"
    asked = request.POST.get("back", "")
    return redirect(address_of_ours(request, asked, otherwise=that_day))


def _asked_day(request: StaffRequest) -> date:
    """The day asked for; without one, or with one that cannot be read, today."""
    try:
        return _day(request.GET.get("on", ""))
    except Refused:
        return request.viewer.today


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise Refused from None
    if not EARLIEST <= day <= date(2999, 1, 1):
        raise Refused
    return day


def _row(day: ServiceDay) -> list[object]:
    verdict = day.verdict
    return [
        day.on.isoformat(),
        day.name,
        verdict.minutes,
        verdict.services,
        verdict.counts_under.name if verdict.counts_under else "",
        day.code if verdict.can_be_billed else "",
        day.units,
        " ".join(hold.sentence for hold in verdict.holds),
    ]


def _safe(value: object) -> object:
    """A cell that no spreadsheet runs as a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
