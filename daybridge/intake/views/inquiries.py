"""One inquiry: taken down, read, called, given to someone, changed, noted."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.errors import InquiryChanged, IntakeError
from daybridge.intake.inquiry_forms import (
    CallForm,
    ChangeInquiryForm,
    InquiryForm,
    NoteForm,
    ScreeningForm,
)
from daybridge.intake.inquiry_page import page_of_inquiry
from daybridge.intake.models import Call, Inquiry, Stage
from daybridge.intake.screening import WORDS, answered, answers_of, missing
from daybridge.intake.services.inquiries import TOLD
from daybridge.intake.views.acting import open_tracks
from daybridge.intake.views.inquiring import inquiry_or_refused
from daybridge.people.doors import doors_of
from daybridge.people.models import Staff
from daybridge.ui.sending import key_or_none, sent

IN_FORM = tuple(name for name in TOLD if name not in ("self_check", "times_wanted"))


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: StaffRequest) -> HttpResponse:
    """Take a call down, and go on to book the assessment if they want it."""
    viewer = request.viewer
    form = InquiryForm(sent(request), tracks=open_tracks(viewer))
    if form.is_bound and form.is_valid():
        inquiry = services.receive_inquiry(
            values=form.values(), at=viewer.at, by=viewer
        )
        if "book" in request.POST:
            return redirect("intake:book", inquiry.pk)
        messages.success(request, f"{inquiry.display_name}: kept. It is yours.")
        return redirect("intake:inquiry", inquiry.pk)
    status = 422 if form.is_bound else 200
    return render(request, "intake/new_inquiry.html", {"form": form}, status=status)


@requires(Permission.INTAKE)
@require_safe
def inquiry(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Everything about one inquiry; reading it is kept in the audit."""
    viewer = request.viewer
    row = inquiry_or_refused(viewer, inquiry_id)
    record(
        "chart.read", by=viewer.actor, target=row, patient_id=row.patient_id,
        detail={"what": "inquiry"}, at=viewer.at,
    )  # fmt: skip
    return _show(request, row)


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Keep what was told since; what somebody else kept meanwhile is shown."""
    viewer = request.viewer
    row = inquiry_or_refused(viewer, inquiry_id)
    known = {name: getattr(row, name) for name in IN_FORM}
    form = ChangeInquiryForm(
        sent(request), tracks=open_tracks(viewer), times=row.times_wanted,
        initial=known | {"version": row.version},
    )  # fmt: skip
    context: dict[str, Any] = {"form": form, "inquiry": row}
    if form.is_bound and form.is_valid():
        values = form.values()
        try:
            services.amend_inquiry(
                inquiry=row, values=values, version=form.cleaned_data["version"],
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except InquiryChanged:
            return _clash(request, context, values)
        messages.success(request, "Kept.")
        return redirect("intake:inquiry", row.pk)
    status = 422 if form.is_bound else 200
    return render(request, "intake/change_inquiry.html", context, status=status)


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def screening(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Ask what was not answered yet; `?again=yes` offers all, to correct one."""
    viewer = request.viewer
    row = inquiry_or_refused(viewer, inquiry_id)
    again = request.GET.get("again") == "yes"
    names = list(WORDS) if again else missing(row)
    form = ScreeningForm(sent(request), names=names, initial=answers_of(row))
    if form.is_bound and form.is_valid():
        services.screen(inquiry=row, answers=form.answers(), at=viewer.at, by=viewer)
        return redirect("intake:inquiry", row.pk)
    context = {
        "form": form, "inquiry": row, "answered": [] if again else answered(row),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "intake/screening.html", context, status=status)


@requires(Permission.INTAKE)
@require_POST
@once
def call(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Keep how a call went: the button that was pressed says it."""
    viewer = request.viewer
    row = inquiry_or_refused(viewer, inquiry_id)
    form = CallForm(request.POST)
    if form.is_valid():
        try:
            kept = services.log_call(
                inquiry=row, outcome=form.cleaned_data["outcome"],
                note=form.cleaned_data["note"], call_back_at=form.call_back_at(),
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except IntakeError as refusal:
            on = "call_back_time" if refusal.field == "call_back_at" else ""
            form.add_error(on or None, str(refusal))
        else:
            words = Call.Outcome(kept.outcome).label
            messages.success(request, f"{row.display_name}: {words.lower()}.")
            return redirect("intake:inquiry", row.pk)
    return _show(request, row, call_form=form)


@requires(Permission.INTAKE)
@require_POST
@once
def note(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Keep a note."""
    viewer = request.viewer
    row = inquiry_or_refused(viewer, inquiry_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, row, note_form=form)
    services.write_note(
        inquiry=row, text=form.cleaned_data["text"], at=viewer.at, by=viewer
    )
    return redirect("intake:inquiry", row.pk)


@requires(Permission.INTAKE)
@require_POST
@once
def owner(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Take it, or hand it to a colleague of intake."""
    viewer = request.viewer
    row = inquiry_or_refused(viewer, inquiry_id)
    key = key_or_none(request.POST.get("owner", "")) or viewer.staff_key
    staff = Staff.objects.in_program(viewer.program_id).active().filter(pk=key).first()
    if staff is None:
        refusal = IntakeError("Choose someone who works here.")
        return _show(request, row, refusal=str(refusal))
    services.give_to(inquiry=row, owner=staff, at=viewer.at, by=viewer)
    mine = staff.pk == viewer.staff_id
    whose = "It is yours now." if mine else f"It is {staff.display_name}'s now."
    messages.success(request, f"{row.display_name}: {whose}")
    return redirect("intake:inquiry", row.pk)


def _show(request: StaffRequest, row: Inquiry, **more: Any) -> HttpResponse:
    viewer = request.viewer
    tomorrow = timezone.localdate(viewer.at) + timedelta(days=1)
    context = {
        "call_form": CallForm(
            initial={"call_back_on": tomorrow, "call_back_time": "10:00"}
        ),
        "note_form": NoteForm(),
        "doors": doors_of(viewer, row.patient_id) if row.patient_id else [],
        "BOOKED": Stage.BOOKED,
        **page_of_inquiry(viewer, row),
        **more,
    }
    return render(request, "intake/inquiry.html", context, status=422 if more else 200)


def _clash(
    request: StaffRequest, context: dict[str, Any], values: dict[str, Any]
) -> HttpResponse:
    """What is kept now beside what was typed; sent again, what was typed is kept."""
    row, form = context["inquiry"], context["form"]
    row.refresh_from_db()
    form.data = form.data.copy()
    form.data["version"] = str(row.version)
    context["differences"] = [
        (form[name].label, getattr(row, name), typed)
        for name, typed in values.items()
        if name in form.fields and getattr(row, name) != typed
    ]
    return render(request, "intake/change_inquiry.html", context, status=409)
