"""Everyone's week against their dose: who is short, and what can still save it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery, UUIDField
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
from daybridge.attendance.queries.weeks import WeeksRead, read_weeks
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.intake.models import DoseOrder
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
class OrderedDose:
    """The dose order a week is weighed against."""

    track_id: UUID
    minutes_per_week: int
    days_per_week: int


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
    today = viewer.today
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
    patient = _patient(viewer, patient_id)
    return _offers_page(request, viewer, patient)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def add_make_up(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Give a patient a seat in one session; it makes up for what they missed."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    patient = _patient(viewer, patient_id)
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
                program=viewer.program, patient_id=patient.pk, day=viewer.today
            ),
        )
    except (AttendanceError, ScheduleError) as refusal:
        return _offers_page(request, viewer, patient, problem=str(refusal))
    messages.success(request, _added(patient, session, viewer))
    sees_week = permits(Permission.CHART_READ, viewer)
    return redirect("attendance:week" if sees_week else "attendance:follow_ups")


def _patient(viewer: Any, patient_id: UUID) -> Patient:
    """Someone whose places are the viewer's to give; an opened chart is not enough."""
    patients = Patient.objects.visible_to(viewer, Matter.ROSTER)
    found: Patient = visible_or_refused(patients, pk=patient_id)
    return found


def _offers_page(
    request: HttpRequest, viewer: Any, patient: Patient, problem: str = ""
) -> HttpResponse:
    offers = queries.make_up_offers(
        program=viewer.program, viewer=viewer, patient_ids=[patient.pk],
        day=viewer.today, now=viewer.at,
    )  # fmt: skip
    context = {"patient": patient, "offers": offers[patient.pk], "problem": problem}
    status = 422 if problem else 200
    return render(request, "attendance/make_up.html", context, status=status)


def _rows(viewer: Any, patients: list[Patient], today: date) -> list[WeekRow]:
    ordered = {patient.pk: _ordered(patient) for patient in patients}
    read = read_weeks(
        program=viewer.program, viewer=viewer, ordered=ordered, day=today,
        now=viewer.at,
    )  # fmt: skip
    short = [
        key
        for key, dose in read.doses.items()
        if dose.standing is WeekStanding.NEEDS_MAKE_UP
    ]
    offers = _offers(viewer, short, today, read)
    rows = [
        WeekRow(
            patient=patient,
            name=_name(patient, viewer),
            dose=dose,
            tone=TONES[dose.standing],
            offers=offers.get(patient.pk, [])[:OFFERS],
        )
        for patient in patients
        if (dose := read.doses.get(patient.pk)) is not None
    ]
    return sorted(rows, key=lambda row: WORST_FIRST.index(row.dose.standing))


def _offers(
    viewer: Any, short: list[UUID], today: date, read: WeeksRead
) -> dict[UUID, list[MakeUpOffer]]:
    if not short:
        return {}
    return queries.make_up_offers(
        program=viewer.program, viewer=viewer, patient_ids=short, day=today,
        now=viewer.at, taken=read.taken,
    )  # fmt: skip


def _ordered(patient: Patient) -> OrderedDose:
    """The order in force that `_in_care` read with the patient."""
    return OrderedDose(
        patient.ordered_track,  # type: ignore[attr-defined]
        patient.ordered_minutes,  # type: ignore[attr-defined]
        patient.ordered_days,  # type: ignore[attr-defined]
    )


def _in_care(viewer: Any, today: date, after: str) -> list[Patient]:
    """With their dose order, one more than fit on the page, by name from a key on."""
    orders = (
        DoseOrder.objects.in_program(viewer.program_id)
        .in_force(today)
        .filter(stay__episode__patient_id=OuterRef("pk"))
        .order_by("-starts_on", "-pk")
    )
    rows = (
        Patient.objects.visible_to(viewer, Matter.SUD_RECORD)
        .annotate(
            ordered_track=Subquery(
                orders.values("stay__track_id")[:1], output_field=UUIDField()
            ),
            ordered_minutes=Subquery(orders.values("minutes_per_week")[:1]),
            ordered_days=Subquery(orders.values("days_per_week")[:1]),
        )
        .filter(ordered_track__isnull=False)
        .order_by("legal_last_name", "legal_first_name", "pk")
    )
    last = rows.filter(pk=_uuid(after)).first() if after else None
    if last is not None:
        rows = rows.filter(_after_name(last))
    return list(rows[: AT_ONCE + 1])


def _after_name(last: Patient) -> Q:
    """The condition of standing after a patient in the order of names."""
    same_last = Q(legal_last_name=last.legal_last_name)
    same_name = same_last & Q(legal_first_name=last.legal_first_name)
    return (
        Q(legal_last_name__gt=last.legal_last_name)
        | same_last & Q(legal_first_name__gt=last.legal_first_name)
        | same_name & Q(pk__gt=last.pk)
    )


def _name(patient: Patient, viewer: Any) -> str:
    only_peer = viewer.roles == frozenset({Role.PEER})
    return patient.called if only_peer else patient.display_name


def _added(patient: Patient, session: Session, viewer: Any) -> str:
    day = day_words(viewer.program.day_of(session.starts_at))
    when = f"{day} at {clock_in(session.starts_at, viewer.program.zone)}"
    return f"{patient.called} is expected at {session.title} on {when}."


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
