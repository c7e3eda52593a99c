"""What somebody says about a day on the telephone or at the desk, as staff note it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import absent, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.attendance.errors import AttendanceError, LinkEnded
from daybridge.attendance.queries.answers import days_to_answer
from daybridge.attendance.reminding import answering, forms, noting
from daybridge.attendance.reminding.page import page_of
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.outbox.queries import language_of
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by, reads_contacts
from daybridge.people.times import patients_changeable
from daybridge.schedule.errors import ScheduleError
from daybridge.ui.sending import sent

OVER = "This day does not take an answer any more. Say on its roster who is there."


@requires(Permission.ROSTER_AMEND)
@require_safe
def days(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Somebody calls: their days ahead and those they missed, to note an answer."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(patients_changeable(viewer), pk=patient_id)
    record_read(viewer, patient, "answers")
    context = {
        "patient": as_read_by(viewer, patient),
        "days": days_to_answer(viewer, patient),
    }
    return render(request, "attendance/days.html", context)


@requires(Permission.ROSTER_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def noted(request: StaffRequest, patient_id: UUID, day: str) -> HttpResponse:
    """Note whether somebody comes that day, or another time that they take instead."""
    held_on = _date(day)
    if held_on is None:
        return absent(request)
    patient: Patient = visible_or_refused(
        patients_changeable(request.viewer), pk=patient_id
    )
    form = forms.NotedForm(sent(request))
    problem = ""
    if form.is_bound and form.is_valid():
        try:
            _note(request, patient, held_on, form.cleaned_data)
        except LinkEnded:
            problem = OVER
        except (AttendanceError, ScheduleError) as refusal:
            problem = str(refusal)
        else:
            toasts.success(request, "Kept.")
            return redirect("attendance:noted", patient.pk, day)
    return _show(request, patient, held_on, form, problem)


def _note(
    request: StaffRequest, patient: Patient, held_on: date, said: dict[str, Any]
) -> None:  # fmt: skip
    who: dict[str, Any] = {
        "patient": patient, "held_on": held_on, "at": request.viewer.at,
        "by": request.viewer,
    }  # fmt: skip
    if said["undo"]:
        noting.take_back_noted(**who)
        return
    answer, more = _answer(said)
    noting.note_answer(answer=answer, **more, **who)


def _answer(said: dict[str, Any]) -> tuple[noting.Answer, dict[str, Any]]:
    """The service of an answer, and what it is told besides."""
    if said["back"]:
        return answering.give_back, {"session_id": said["back"]}
    if said["other"]:
        return answering.take_make_up, {"session_id": said["other"]}
    if said["act"] == forms.CALL:
        return answering.ask_for_call, {"reason": said["reason"]}
    if said["act"] == forms.AWAY:
        return answering.say_away, {"reason": said["reason"]}
    late = said["late_minutes"] if said["act"] == forms.LATE else None
    return answering.say_coming, {"late_minutes": late}


def _show(
    request: StaffRequest, patient: Patient, held_on: date, form: forms.NotedForm,
    problem: str,
) -> HttpResponse:  # fmt: skip
    viewer = request.viewer
    record_read(viewer, patient, "answers")
    reminder = noting.about(patient, held_on, at=viewer.at, by=viewer)
    page = page_of(reminder, at=viewer.at, by=viewer)
    context = {
        "patient": as_read_by(viewer, patient), "held_on": held_on, "page": page,
        "form": form, "problem": problem, "over": OVER,
        "phone": patient.phone if reads_contacts(viewer) else "",
        "speaks_spanish": language_of(patient) == "es",
        "noted": noting.noted_on(reminder) if page else None,
        "is_open": bool(
            page and page.takes_answers and reminder.expires_at > viewer.at
        ),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "attendance/noted.html", context, status=status)


def _date(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None
