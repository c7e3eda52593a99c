"""Everyone's week against their dose: who is short, and what can still save it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.matrix import Matter
from daybridge.access.permissions import Permission, permits
from daybridge.access.roles import Role
from daybridge.attendance import queries, services
from daybridge.attendance.errors import AttendanceError
from daybridge.attendance.models import Attendance
from daybridge.attendance.queries import MakeUpOffer
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.people.models import Patient
from daybridge.rules.dose import WeekDose, WeekStanding
from daybridge.rules.dose_rules import week_of
from daybridge.schedule.errors import ScheduleError
from daybridge.schedule.models import Session
from daybridge.schedule.wording import clock_in, day_words

AT_ONCE = 60
OFFERS = 3
WORST_FIRST = (
    WeekStanding.NEEDS_MAKE_UP,
    WeekStanding.LOST,
    WeekStanding.ON_COURSE,
    WeekStanding.WHOLE,
)
TONES = {
    WeekStanding.NEEDS_MAKE_UP: "needs",
    WeekStanding.LOST: "needs",
    WeekStanding.ON_COURSE: "",
    WeekStanding.WHOLE: "settled",
}


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One patient's week on the page."""

    patient: Patient
    name: str
    dose: WeekDose
    tone: str
    offers: list[MakeUpOffer]

    @property
    def scale_minutes(self) -> int:
        return max(self.dose.needed_minutes, self.dose.delivered_minutes, 1)


@requires(Permission.CHART_READ)
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Patients in care by name, sixty at a time, those who need something first."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    today = _today(viewer)
    patients = _in_care(viewer, today, request.GET.get("after", ""))
    shown, more = patients[:AT_ONCE], patients[AT_ONCE:]
    rows = _rows(viewer, shown, today)
    if rows:
        record(
            "attendance.week_read", by=viewer.actor, at=viewer.at,
            detail={"patients": [str(row.patient.pk) for row in rows]},
        )  # fmt: skip
    context = {
        "rows": rows,
        "week": week_of(today, week_starts_on=viewer.program.week_starts_on),
        "needing": sum(row.tone == "needs" for row in rows),
        "may_add": permits(Permission.ROSTER_AMEND, viewer),
        "next": shown[-1].pk if more else "",
    }
    return render(request, "attendance/week.html", context)


@requires(Permission.ROSTER_AMEND)
@require_http_methods(["GET", "HEAD"])
def make_up(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Sessions of this week with a seat, for one patient."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    patient = visible_or_refused(Patient.objects.visible_to(viewer), pk=patient_id)
    return _offers_page(request, viewer, patient)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def add_make_up(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Give a patient a seat in one session; it makes up for what they missed."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    patient = visible_or_refused(Patient.objects.visible_to(viewer), pk=patient_id)
    session: Session = visible_or_refused(
        Session.objects.in_program(viewer.program_id),
        pk=_uuid(request.POST.get("session", "")),
    )
    try:
        services.add_to_session(
            session=session,
            patient=patient,
            at=viewer.at,
            by=viewer,
            origin=Attendance.Origin.MAKE_UP,
            makes_up_for=queries.missed_this_week(
                program=viewer.program, patient_id=patient.pk, day=_today(viewer)
            ),
        )
    except (AttendanceError, ScheduleError) as refusal:
        return _offers_page(request, viewer, patient, problem=str(refusal))
    messages.success(request, _added(patient, session, viewer))
    sees_week = permits(Permission.CHART_READ, viewer)
    return redirect("attendance:week" if sees_week else "attendance:follow_ups")


def _offers_page(
    request: HttpRequest, viewer: Any, patient: Patient, problem: str = ""
) -> HttpResponse:
    offers = queries.make_up_offers(
        program=viewer.program, viewer=viewer, patient_ids=[patient.pk],
        day=_today(viewer), now=viewer.at,
    )  # fmt: skip
    context = {"patient": patient, "offers": offers[patient.pk], "problem": problem}
    status = 422 if problem else 200
    return render(request, "attendance/make_up.html", context, status=status)


def _rows(viewer: Any, patients: list[Patient], today: date) -> list[WeekRow]:
    asked = {
        "program": viewer.program,
        "viewer": viewer,
        "day": today,
        "now": viewer.at,
        "patient_ids": [patient.pk for patient in patients],
    }
    doses = queries.week_doses(**asked)
    short = [
        key
        for key, dose in doses.items()
        if dose.standing is WeekStanding.NEEDS_MAKE_UP
    ]
    offers = queries.make_up_offers(**{**asked, "patient_ids": short}) if short else {}
    rows = [
        WeekRow(
            patient=patient,
            name=_name(patient, viewer),
            dose=doses[patient.pk],
            tone=TONES[doses[patient.pk].standing],
            offers=offers.get(patient.pk, [])[:OFFERS],
        )
        for patient in patients
        if patient.pk in doses
    ]
    return sorted(rows, key=lambda row: WORST_FIRST.index(row.dose.standing))


def _in_care(viewer: Any, today: date, after: str) -> list[Patient]:
    """One more than fit on the page, by name, from the key given."""
    rows = (
        Patient.objects.visible_to(viewer, Matter.SUD_RECORD)
        .filter(episodes__admitted_on__lte=today, episodes__discharged_on=None)
        .order_by("legal_last_name", "legal_first_name", "pk")
    )
    last = rows.filter(pk=_uuid(after)).first() if after else None
    if last is not None:
        rows = rows.filter(
            Q(legal_last_name__gt=last.legal_last_name)
            | Q(
                legal_last_name=last.legal_last_name,
                legal_first_name__gt=last.legal_first_name,
            )
            | Q(
                legal_last_name=last.legal_last_name,
                legal_first_name=last.legal_first_name,
                pk__gt=last.pk,
            )
        )
    return list(rows[: AT_ONCE + 1])


def _name(patient: Patient, viewer: Any) -> str:
    only_peer = viewer.roles == frozenset({Role.PEER})
    return patient.called if only_peer else patient.display_name


def _added(patient: Patient, session: Session, viewer: Any) -> str:
    zone = viewer.program.zone
    day = day_words(session.starts_at.astimezone(zone).date())
    when = f"{day} at {clock_in(session.starts_at, zone)}"
    return f"{patient.called} is expected at {session.title} on {when}."


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _today(viewer: Any) -> date:
    today: date = viewer.at.astimezone(viewer.program.zone).date()
    return today
