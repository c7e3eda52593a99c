"""Times from a calendar file: shown first, then kept; here for a patient's week."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.rules.week_painted import EMPTY, NOTHING
from daybridge.schedule import services
from daybridge.schedule.calendar_file import WEEKS, BusyWeeks, busy_weeks
from daybridge.schedule.errors import WeekChanged
from daybridge.schedule.forms.calendar_file import FileForm, TakeForm, as_sent
from daybridge.schedule.from_calendar import laid_over
from daybridge.schedule.views.painting import Painted
from daybridge.schedule.views.told import about, to_change
from daybridge.schedule.week_picture import changes_of, rows_of_table
from daybridge.schedule.weeks import Week, monday_of
from daybridge.uploads import UploadRefused


@dataclass(frozen=True, slots=True)
class Target:
    """Whose week a calendar file is for, and what its pages say."""

    whose: Painted
    shown: Week  # what a preview lays the file over
    take: type[TakeForm]
    says: Callable[[str], str]  # a mark, in words
    words: dict[str, Any]  # name, lede, back_label; back_url, file_url and take_url


@requires(Permission.ROSTER_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def told_file(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Choose a file; see what of the coming weeks it keeps busy. Nothing is kept."""
    target, sent = _of_patient(request, patient_id), request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    return asked(request, target, form)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def told_file_take(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Keep what the preview showed."""
    return taken(request, _of_patient(request, patient_id))


def _of_patient(request: StaffRequest, patient_id: UUID) -> Target:
    """The preview is of the calendar alone: what its times are is not said yet."""
    whose = to_change(request, patient_id)
    words = about(request, whose)
    name = words["patient"].display_name
    return Target(
        whose,
        replace(whose.week, kept=None, ordinary=EMPTY),
        TakeForm,
        lambda mark: "Free for once" if mark == NOTHING else "Busy",
        {
            **words,
            "name": name,
            "lede": f"When the next {WEEKS} weeks are busy.",
            "back_label": f"Week of {name}",
            "back_url": reverse("schedule:told", args=[patient_id]),
            "file_url": reverse("schedule:told_file", args=[patient_id]),
            "take_url": reverse("schedule:told_file_take", args=[patient_id]),
        },
    )


def asked(request: StaffRequest, target: Target, form: FileForm) -> HttpResponse:
    """The page that asks for the file, or what the file comes to."""
    viewer = request.viewer
    if form.is_valid():
        try:
            found = busy_weeks(
                form.cleaned_data["file"], zone=viewer.program.zone,
                first=monday_of(viewer.today), with_whole_days=form.meaning == NOTHING,
            )  # fmt: skip
        except UploadRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _preview(request, target, found, form.meaning)
    status = 422 if form.is_bound else 200
    context = {**target.words, "form": form}
    return render(request, "schedule/calendar_file.html", context, status=status)


def taken(request: StaffRequest, target: Target) -> HttpResponse:
    """What a preview sends back is kept."""
    viewer, form = request.viewer, target.take(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose the file once more.")
        return redirect(target.words["file_url"])
    told = form.cleaned_data
    try:
        services.take_calendar(
            whose=target.whose.owner, first=told["first"], weeks=told["times"],
            mark=told["mark"], version=told["version"], at=viewer.at, by=viewer,
        )  # fmt: skip
    except WeekChanged:
        messages.error(
            request,
            "Someone else changed this week meanwhile. Look at it, then choose the "
            "file once more.",
        )
    else:
        messages.success(request, "The times of the calendar are kept.")
    return redirect(target.words["back_url"])


def _preview(
    request: StaffRequest, target: Target, found: BusyWeeks, mark: str
) -> HttpResponse:
    week = laid_over(target.shown, first=found.first, times=found.weeks, mark=mark)
    kept = {"version": target.whose.week.version, "mark": mark}
    context = {
        **target.words,
        "found": found,
        "weeks": WEEKS,
        "table": rows_of_table(week.ordinary),
        "has_ordinary": week.ordinary != EMPTY,
        "is_any_time": week.ordinary != week.base,
        "dates": [
            (on, [(change, target.says(change.mark)) for change in changes_of(strokes)])
            for on, strokes in week.dates.items()
        ],
        "take": target.take(initial=as_sent(found) | kept),
    }
    return render(request, "schedule/calendar_preview.html", context)
