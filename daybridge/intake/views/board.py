"""The board, a stage as a list, and moving an inquiry from stage to stage."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_list_read
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.board import Asked, board_for, page_of
from daybridge.intake.errors import InquiryChanged, IntakeError
from daybridge.intake.inquiry_forms import MoveForm
from daybridge.intake.models import ENDED, Inquiry, Stage
from daybridge.intake.views.inquiring import inquiry_or_refused
from daybridge.ui.sending import address_of_ours, key_or_none, sent


@requires(Permission.INTAKE)
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """Everyone who asked, from the first word to the first day."""
    viewer, asked = request.viewer, _asked(request)
    shown = board_for(viewer, asked)
    record_list_read(
        viewer, "intake board", shown=sum(len(one.cards) for one in shown.columns)
    )
    context = {"board": shown, "asked": asked, "q": asked.words}
    return render(request, "intake/board.html", context)


@requires(Permission.INTAKE)
@require_safe
def inquiries(request: StaffRequest) -> HttpResponse:
    """One stage, or all that ended, a page at a time."""
    viewer, asked = request.viewer, _asked(request)
    wanted = request.GET.get("stage", "")
    stages = (Stage(wanted),) if wanted in Stage.values else ENDED
    after = key_or_none(request.GET.get("after", ""))
    cards, following = page_of(viewer, asked, stages, after)
    record_list_read(viewer, "inquiries", shown=len(cards))
    context = {
        "cards": cards, "after": following, "asked": asked, "q": asked.words,
        "stage": stages[0] if len(stages) == 1 else None,
    }  # fmt: skip
    return render(request, "intake/inquiries.html", context)


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def stage(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Move an inquiry; the board sends its form here, and it works as a page too."""
    viewer = request.viewer
    inquiry = inquiry_or_refused(viewer, inquiry_id)
    if request.method == "POST" and request.POST.get("to") == Stage.BOOKED:
        return redirect("intake:book", inquiry.pk)
    to = request.GET.get("to", inquiry.stage)
    form = MoveForm(sent(request), initial={"to": to, "version": inquiry.version})
    if form.is_bound and form.is_valid():
        try:
            services.move(inquiry=inquiry, at=viewer.at, by=viewer, **form.cleaned_data)
        except InquiryChanged:
            return _changed_meanwhile(request, form, inquiry)
        except IntakeError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            words = Stage(form.cleaned_data["to"]).label
            messages.success(request, f"{inquiry.display_name}: {words}.")
            return redirect(_back(request))
    return _show(request, form, inquiry)


def _show(
    request: StaffRequest, form: MoveForm, inquiry: Inquiry, **more: Any
) -> HttpResponse:
    status = more.pop("status", 422 if form.is_bound else 200)
    context = {"form": form, "inquiry": inquiry, "back": _back(request), **more}
    return render(request, "intake/stage.html", context, status=status)


def _changed_meanwhile(
    request: StaffRequest, form: MoveForm, inquiry: Inquiry
) -> HttpResponse:
    """Both sides: what somebody else did, and what was meant here; nothing is lost."""
    inquiry.refresh_from_db()
    form.data = request.POST.copy()
    form.data["version"] = str(inquiry.version)
    last = inquiry.stage_changes.select_related("changed_by").order_by("changed_at")
    wanted = Stage(form.cleaned_data["to"]).label
    return _show(request, form, inquiry, theirs=last.last(), wanted=wanted, status=409)


def _asked(request: StaffRequest) -> Asked:
    return Asked(
        words=request.GET.get("q", "").strip(), mine=request.GET.get("owner") == "mine"
    )


def _back(request: StaffRequest) -> str:
    asked = request.POST.get("back") or request.GET.get("back", "")
    return address_of_ours(request, asked, otherwise=reverse("intake:board"))
