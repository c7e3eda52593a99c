"""Who came, who did not, and when: the leader touches only the exceptions."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.records import barred
from daybridge.attendance import services
from daybridge.attendance.errors import AttendanceError
from daybridge.attendance.models import Attendance
from daybridge.audit.submissions import once
from daybridge.notes.parsing import patients_in
from daybridge.notes.places import UnreadablePlace, moment_of, version_of
from daybridge.notes.queries.board import board_for, sessions_for
from daybridge.notes.views.saving import save_page, session_to_write
from daybridge.schedule.errors import ScheduleError
from daybridge.schedule.models import Session

Act = Callable[[StaffRequest, Attendance, Session], object]
REFUSALS = (AttendanceError, ScheduleError)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def place(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Carry out one act on one place, or on all that are still expected."""
    session = visible_or_refused(sessions_for(request.viewer), pk=session_id)
    whole_page = not request.htmx
    if patients := patients_in(request.POST):  # words in the same form come first
        save_page(request, session_to_write(request, session_id, patients))
    target, _, act = request.POST.get("act", "").partition(":")
    if target == "all":
        _carry_out_on_all(request, act, session)
        return redirect("notes:session", session.pk)
    attendance = _attendance(request, session, target)
    problem = _carry_out(request, act, attendance, session)
    if whole_page or act in ("remove", "restore"):
        if problem:
            messages.error(request, problem)
        return redirect("notes:session", session.pk)
    return _place_again(request, session, attendance, problem)


def _carry_out_on_all(request: StaffRequest, act: str, session: Session) -> None:
    if act not in ON_ALL:
        raise Refused
    try:
        ON_ALL[act](session=session, at=request.viewer.at, by=request.viewer)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))


def _attendance(request: StaffRequest, session: Session, target: str) -> Attendance:
    try:
        number = UUID(target)
    except ValueError:
        raise Refused from None
    places = (
        Attendance.objects.in_program(session.program_id)
        .filter(session=session)
        .exclude(barred(request.viewer, "patient_id"))
    )
    found: Attendance = visible_or_refused(places, pk=number)
    return found


def _carry_out(
    request: StaffRequest, act: str, attendance: Attendance, session: Session
) -> str:
    """Do it; the answer is the sentence of what stood in the way, or nothing."""
    if act not in ACTS:
        raise Refused
    try:
        ACTS[act](request, attendance, session)
    except REFUSALS as refusal:
        return str(refusal)
    return ""


def _arrived(request: StaffRequest, attendance: Attendance, session: Session) -> object:
    """Here: from the start, or from now when that is later than the grace."""
    at, start = request.viewer.at, session.starts_at
    grace = timedelta(minutes=request.program.grace_minutes)
    is_on_time = at <= start + grace or at >= session.ends_at
    return services.record_arrival(
        attendance=attendance,
        at=at,
        by=request.viewer,
        arrived_at=start if is_on_time else at,
    )


def _left(request: StaffRequest, attendance: Attendance, session: Session) -> object:
    return services.record_departure(
        attendance=attendance, at=request.viewer.at, by=request.viewer
    )


def _times(request: StaffRequest, attendance: Attendance, session: Session) -> object:
    sent = request.POST
    arrived = moment_of(sent.get(f"arrived-{attendance.pk}", ""), session)
    if arrived is None:
        raise UnreadablePlace("Say when they arrived, for example 5:40 PM.")
    return services.correct_times(
        attendance=attendance,
        arrived_at=arrived,
        left_at=moment_of(sent.get(f"left-{attendance.pk}", ""), session),
        base_version=version_of(sent, attendance.pk, otherwise=attendance.version),
        at=request.viewer.at,
        by=request.viewer,
    )


def _mode(mode: str) -> Act:
    def set_mode(
        request: StaffRequest, attendance: Attendance, session: Session
    ) -> object:
        return services.set_mode(
            attendance=attendance,
            mode=Attendance.Mode(mode),
            at=request.viewer.at,
            by=request.viewer,
        )

    return set_mode


def _excused(request: StaffRequest, attendance: Attendance, session: Session) -> object:
    reason = request.POST.get(f"reason-{attendance.pk}", "").replace("\x00", "")
    return services.mark_excused(
        attendance=attendance,
        reason=reason.strip()[:200],
        at=request.viewer.at,
        by=request.viewer,
    )


def _simply(service: Callable[..., object]) -> Act:
    """An act that needs nothing but the place."""

    def act(request: StaffRequest, attendance: Attendance, session: Session) -> object:
        return service(attendance=attendance, at=request.viewer.at, by=request.viewer)

    return act


ACTS: dict[str, Act] = {
    "arrived": _arrived,
    "left": _left,
    "times": _times,
    "telehealth": _mode("telehealth"),
    "in_person": _mode("in_person"),
    "no_show": _simply(services.mark_no_show),
    "excused": _excused,
    "expected": _simply(services.mark_expected),
    "remove": _simply(services.remove_from_session),
    "restore": _simply(services.restore_to_session),
}

ON_ALL: dict[str, Callable[..., object]] = {
    "arrived": services.mark_all_present,
    "left": services.end_early,
    "stayed": services.go_on,
}


def _place_again(
    request: StaffRequest, session: Session, attendance: Attendance, problem: str
) -> HttpResponse:
    board = board_for(session, request.viewer)
    card = next(card for card in board.cards if card.attendance.pk == attendance.pk)
    context = {
        "board": board,
        "card": card,
        "session": session,
        "may_amend_roster": True,
        "place_error": problem,
    }
    response = render(
        request, "notes/_place_answer.html", context, status=422 if problem else 200
    )
    response.headers["HX-Trigger"] = "placeChanged"
    return response
