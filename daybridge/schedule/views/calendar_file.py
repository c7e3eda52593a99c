"""Busy times from a calendar file: shown first, then kept."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.rules.busy_calendar import usual, with_busy
from daybridge.rules.week_painted import (
    EMPTY,
    NOTHING,
    Painting,
    Stroke,
    strokes_of,
)
from daybridge.schedule import services
from daybridge.schedule.calendar_file import WEEKS, BusyWeeks, busy_weeks
from daybridge.schedule.errors import WeekChanged
from daybridge.schedule.forms.calendar_file import FileForm, TakeForm, as_sent
from daybridge.schedule.models import Mark
from daybridge.schedule.views.painting import Painted
from daybridge.schedule.views.told import about, to_change
from daybridge.schedule.week_picture import changes_of, rows_of_table
from daybridge.schedule.weeks import monday_of
from daybridge.uploads import UploadRefused


@requires(Permission.ROSTER_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def told_file(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Choose a file; see what of the coming weeks it keeps busy. Nothing is kept."""
    viewer, whose = request.viewer, to_change(request, patient_id)
    if request.method != "POST":
        return _ask(request, whose, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, whose, form)
    try:
        found = busy_weeks(
            form.cleaned_data["file"], zone=viewer.program.zone,
            first=monday_of(viewer.today),
        )  # fmt: skip
    except UploadRefused as refusal:
        form.add_error("file", str(refusal))
        return _ask(request, whose, form)
    return _preview(request, whose, found)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def told_file_take(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Keep what the preview showed."""
    viewer, whose = request.viewer, to_change(request, patient_id)
    form = TakeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose the file once more.")
        return redirect("schedule:told_file", patient_id)
    told = form.cleaned_data
    try:
        services.take_calendar(
            patient=whose.owner, first=told["first"], weeks=told["times"],
            mark=told["mark"], version=told["version"], at=viewer.at, by=viewer,
        )  # fmt: skip
    except WeekChanged:
        messages.error(
            request,
            "Someone else changed this week meanwhile. Look at it, then choose the "
            "file once more.",
        )
    else:
        messages.success(request, "The busy times of the calendar are kept.")
    return redirect("schedule:told", patient_id)


def _ask(request: StaffRequest, whose: Painted, form: FileForm) -> HttpResponse:
    context = about(request, whose) | {"form": form, "weeks": WEEKS}
    status = 422 if form.is_bound else 200
    return render(request, "schedule/told_file.html", context, status=status)


def _preview(request: StaffRequest, whose: Painted, found: BusyWeeks) -> HttpResponse:
    of_every_week = usual(found.weeks)
    ordinary = with_busy(EMPTY, of_every_week, Mark.OTHER)
    take = TakeForm(initial=as_sent(found) | {"version": whose.week.version})
    context = {
        **about(request, whose),
        "found": found,
        "weeks": WEEKS,
        "table": rows_of_table(ordinary),
        "dates": _dates(found, ordinary),
        "has_ordinary": bool(of_every_week),
        "take": take,
    }
    return render(request, "schedule/told_preview.html", context)


def _dates(found: BusyWeeks, ordinary: Painting) -> list[dict[str, Any]]:
    """What is otherwise on single dates."""
    by_day: dict[date, list[Stroke]] = defaultdict(list)
    for monday, busy in zip(found.mondays, found.weeks, strict=True):
        wanted = with_busy(EMPTY, busy, Mark.OTHER)
        for stroke in strokes_of(wanted, on=ordinary):
            by_day[monday + timedelta(days=stroke.weekday)].append(stroke)
    return [
        {
            "on": on,
            "changes": [
                (change, "Free for once" if change.mark == NOTHING else "Busy")
                for change in changes_of(strokes)
            ],
        }
        for on, strokes in by_day.items()
    ]
