"""One session on the schedule: seen, changed, led by someone else, cancelled."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.permissions import Permission, permits
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.schedule import services
from daybridge.schedule.errors import ScheduleError
from daybridge.schedule.forms.session import (
    CancelForm,
    ExtraForm,
    SessionForm,
    SubstituteForm,
)
from daybridge.schedule.models import Session
from daybridge.schedule.queries import roster_names
from daybridge.schedule.seats import with_taken
from daybridge.ui.sending import sent


@requires(Permission.SCHEDULE_READ)
@require_safe
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """When, where and with whom; never who is in it."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    row = _session(viewer, session_id)
    context = {
        "session": row,
        "seats_left": row.capacity - row.taken,  # type: ignore[attr-defined]
        "may_amend": permits(Permission.SCHEDULE_AMEND, viewer),
        "run_url": _run_url(viewer, row),
        "invitation_url": ask("schedule.invitation_url", session=row, viewer=viewer),
        "is_over": row.ends_at <= viewer.at,
        "sees_told": _sees_roster(viewer, row),
        "told": _told(viewer, row),
    }
    return render(request, "schedule/session.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def extra(request: HttpRequest) -> HttpResponse:
    """Add a session outside every rule, for example for make-ups."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = ExtraForm(sent(request), program=viewer.program, at=viewer.at)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_extra_session(
                program=viewer.program, values=form.values(), at=viewer.at, by=viewer
            )
        except ScheduleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.title} is on the schedule.")
            return redirect("schedule:session", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "schedule/extra_form.html", {"form": form}, status=status)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Change one evening; the rule of the group stays."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    row = _session(viewer, session_id)
    form = SessionForm(sent(request), session=row, program=viewer.program)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_session_by_hand(
                session=row, changes=form.changes(), at=viewer.at, by=viewer,
                base_version=form.cleaned_data["version"],
            )  # fmt: skip
        except ScheduleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row.title} is changed for this day only.")
            return redirect("schedule:session", row.pk)
    return _form_page(request, "schedule/session_form.html", row, form)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def substitute(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Choose who leads in the leader's place."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    row = _session(viewer, session_id)
    form = SubstituteForm(sent(request), session=row, program=viewer.program)
    if request.method == "POST" and form.is_valid():
        staff = form.cleaned_data["staff"]
        try:
            services.choose_substitute(
                session=row, staff=staff, at=viewer.at, by=viewer
            )
        except ScheduleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{staff.display_name} leads {row.title}.")
            return redirect("schedule:session", row.pk)
    return _form_page(request, "schedule/substitute.html", row, form)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Cancel one evening, and keep who has been told and how."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    row = _session(viewer, session_id)
    form = CancelForm(
        sent(request), people=_people(viewer, row), told=row.told,
        initial={"reason": row.cancel_reason, "note": row.cancel_note},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_session(
                session=row, reason=form.cleaned_data["reason"], told=form.told(),
                note=form.cleaned_data["note"], at=viewer.at, by=viewer,
            )  # fmt: skip
        except ScheduleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row.title} is cancelled.")
            return redirect("schedule:session", row.pk)
    return _form_page(request, "schedule/cancel.html", row, form)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def reinstate(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take a cancelled evening up again."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    row = _session(viewer, session_id)
    services.reinstate_session(session=row, at=viewer.at, by=viewer)
    messages.success(request, f"{row.title} takes place. Tell everyone again.")
    return redirect("schedule:session", row.pk)


def _form_page(
    request: HttpRequest, template: str, row: Session, form: Any
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "session": row}, status=status)


def _session(viewer: Any, session_id: UUID) -> Session:
    row: Session = visible_or_refused(
        with_taken(Session.objects.in_program(viewer.program_id)).select_related(
            "leader", "co_leader", "instead_of", "room", "topic", "track", "group",
            "cancelled_by",
        ),
        pk=session_id,
    )  # fmt: skip
    return row


def _sees_roster(viewer: Any, row: Session) -> bool:
    return Session.objects.visible_to(viewer).filter(pk=row.pk).exists()


def _told(viewer: Any, row: Session) -> list[dict[str, str]]:
    """Who has been told, without those whose chart is closed to the viewer."""
    known = {who for who, _ in _people(viewer, row)}
    return [
        entry
        for entry in row.told
        if not entry["who"].startswith("patient:") or entry["who"] in known
    ]


def _people(viewer: Any, row: Session) -> list[tuple[str, str]]:
    """Who has to hear of it: the leaders, and the roster for those who may know it."""
    leaders = [staff for staff in (row.leader, row.co_leader) if staff]
    people = [(f"staff:{staff.pk}", staff.display_name) for staff in leaders]
    if _sees_roster(viewer, row):
        people += [
            (f"patient:{patient.pk}", patient.display_name)
            for patient in roster_names(row, viewer)
        ]
    return people


def _run_url(viewer: Any, row: Session) -> str:
    """Where the session is run, for those who may see its roster."""
    if not _sees_roster(viewer, row):
        return ""
    try:
        return reverse("notes:session", args=[row.pk])
    except NoReverseMatch:
        return ""
