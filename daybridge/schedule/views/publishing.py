"""A draft becomes the timetable: what it does, the yes, and the way back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.schedule import services
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.preview import Preview
from daybridge.schedule.drafting.publishing import Steps
from daybridge.schedule.errors import ScheduleError
from daybridge.schedule.fitting.instance import clinic_week
from daybridge.schedule.forms.publishing import PublishForm, first_monday
from daybridge.schedule.models import Draft, Publication
from daybridge.schedule.wording import day_words
from daybridge.ui.sending import key_or_none, sent


@requires(Permission.SCHEDULE_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def publish(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What publishing does from a day on; with a yes it is done."""
    viewer = request.viewer
    row: Draft = visible_or_refused(Draft.objects.visible_to(viewer), pk=draft_id)
    if row.is_running or Found(row).plan is None:
        return redirect("schedule:draft", row.pk)
    if Publication.objects.in_program(viewer.program_id).has(row):
        messages.info(request, "This draft has been published already.")
        return redirect("schedule:draft", row.pk)
    day = _day(request, row)
    ending = _ending(request)
    form = PublishForm(sent(request), today=viewer.today, initial={"starts_on": day})
    if form.is_bound and form.is_valid():
        try:
            publication = services.publish_draft(
                draft=row, starts_on=day, ending=ending, at=viewer.at, by=viewer
            )
        except ScheduleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{row} is the timetable from {day_words(day)}.")
            return redirect("schedule:draft", publication.draft_id)
    clinic = clinic_week(viewer.program, day=day, at=viewer.at)
    preview = Preview(Steps(Found(row), clinic, day=day, ending=ending), viewer)
    record("schedule.publication_read", by=viewer.actor, target=row, at=viewer.at)
    context = {
        "draft": row,
        "form": form,
        "day": day,
        "preview": preview,
        "may_find": permits(Permission.ROSTER_AMEND, viewer),
    }
    status = 422 if form.is_bound else 200
    return render(request, "schedule/publish.html", context, status=status)


@requires(Permission.SCHEDULE_PUBLISH)
@require_POST
@once
def take_back(request: StaffRequest, publication_id: UUID) -> HttpResponse:
    """The former timetable goes on after all."""
    viewer = request.viewer
    row: Publication = visible_or_refused(
        Publication.objects.visible_to(viewer).select_related("draft"),
        pk=publication_id,
    )
    try:
        services.take_back_publication(publication=row, at=viewer.at, by=viewer)
    except ScheduleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The former timetable goes on. Everyone is told.")
    return redirect("schedule:draft", row.draft_id)


def _ending(request: StaffRequest) -> frozenset[UUID]:
    """Hours of somebody's own that are to end with it."""
    asked = (request.POST or request.GET).getlist("end")
    keys = (key_or_none(one) for one in asked)
    return frozenset(key for key in keys if key is not None)


def _day(request: StaffRequest, draft: Draft) -> date:
    """The day that was asked for, or the first Monday that is possible."""
    form = PublishForm(request.POST or request.GET, today=request.viewer.today)
    form.is_valid()
    usual = first_monday(draft.starts_on, request.viewer.today)
    asked: date = form.cleaned_data.get("starts_on") or usual
    return asked
