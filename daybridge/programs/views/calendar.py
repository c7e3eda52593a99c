"""Holidays and closures by year, and what a closed day does to its sessions.

Whatever would stop a session says so first, session by session, and asks.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.programs import services
from daybridge.programs.errors import ProgramError
from daybridge.programs.forms.calendar import ClosureForm, RenameForm
from daybridge.programs.models import Closure, Site
from daybridge.programs.values import Concerned
from daybridge.programs.views.showing import FormPage, form_page, own, section
from daybridge.programs.year import (
    YEARS_AHEAD,
    day_words,
    holidays_to_fill,
    worked_before,
    year_asked,
    year_of,
)
from daybridge.rules.wording import count_of
from daybridge.ui.sending import sent

Days = Sequence[tuple[date, UUID | None]]  # each with the site, or everywhere


@requires(Permission.PROGRAM_READ)
@require_safe
def calendar(request: StaffRequest) -> HttpResponse:
    """The closed days of one year, and the holidays that are worked."""
    today = request.viewer.today
    year = year_of(request.viewer, year_asked(request.GET.get("year", ""), today))
    context = {
        "year": year,
        "today": today,
        "before": year.number - 1,
        "after": year.number + 1 if year.number < today.year + YEARS_AHEAD else None,
    }
    return section(request, "programs/calendar.html", context, tab="programs:calendar")


@requires(Permission.PROGRAM_READ)
@require_safe
def closure(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    """One day of the calendar with its sessions, and what can be done about it."""
    viewer, row = request.viewer, own(request, Closure, closure_id, "site")
    context = {
        "closure": row,
        "sessions": _sessions(request, [(row.on, row.site_id)]),
        "is_over": row.on < viewer.today,
        "may_amend": permits(Permission.PROGRAM_AMEND, viewer),
    }
    return render(request, "programs/closure.html", context)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_closure(request: StaffRequest) -> HttpResponse:
    """Close a day; sessions that are planned are shown first."""
    viewer = request.viewer
    sites = Site.objects.in_program(viewer.program_id).in_use().order_by("name", "pk")
    form = ClosureForm(sent(request), sites=sites, today=viewer.today)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        days = [(answers["on"], answers["site"].pk if answers["site"] else None)]
        question = _question(request, days, f"Close {day_words(answers['on'])}?")
        if question is not None:
            return question
        try:
            row = services.close_day(
                on=answers["on"], name=answers["name"], site=answers["site"],
                keep=_kept(request), at=viewer.at, by=viewer,
            )  # fmt: skip
        except ProgramError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, f"{day_words(row.on)} is closed: {row.name}.")
            return redirect("programs:closure", row.pk)
    page = FormPage(
        title="Close a day",
        submit="Close this day",
        back_url=reverse("programs:calendar"),
        back_label="Holidays and closures",
        lede="Sessions that are already planned are shown before anything happens.",
    )
    return form_page(request, form, page)


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def fill_holidays(request: StaffRequest) -> HttpResponse:
    """Put the federal holidays of a year on the calendar."""
    viewer = request.viewer
    year = year_asked(request.POST.get("year", ""), viewer.today)
    missing = holidays_to_fill(viewer, year, viewer.at)
    worked = worked_before(viewer, year)
    days: Days = [(day.on, None) for day in missing if day.name not in worked]
    question = _question(request, days, f"Close the federal holidays of {year}?")
    if question is not None:
        return question
    made = services.fill_holidays(
        year=year, keep=_kept(request), at=viewer.at, by=viewer
    )
    messages.success(request, f"{count_of(len(made), 'day')} added to {year}.")
    return _to_year(year)


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def meet_anyway(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    viewer, row = request.viewer, own(request, Closure, closure_id)
    try:
        services.meet_anyway(closure=row, at=viewer.at, by=viewer)
    except ProgramError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{row.name}: you meet. Tell everyone again.")
    return redirect("programs:closure", row.pk)


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def stay_closed(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    viewer, row = request.viewer, own(request, Closure, closure_id)
    days = [(row.on, row.site_id)]
    question = _question(request, days, f"Stay closed on {day_words(row.on)}?")
    if question is not None:
        return question
    try:
        services.stay_closed(closure=row, keep=_kept(request), at=viewer.at, by=viewer)
    except ProgramError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{row.name}: closed.")
    return redirect("programs:closure", row.pk)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def rename_closure(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    viewer, row = request.viewer, own(request, Closure, closure_id)
    form = RenameForm(sent(request), initial={"name": row.name})
    if form.is_bound and form.is_valid():
        services.rename_closure(
            closure=row, name=form.cleaned_data["name"], at=viewer.at, by=viewer
        )
        messages.success(request, "The name is saved.")
        return redirect("programs:closure", row.pk)
    page = FormPage(
        title="Say otherwise why it is closed",
        submit="Save the name",
        back_url=reverse("programs:closure", args=[row.pk]),
        back_label=row.name,
        lede=day_words(row.on),
    )
    return form_page(request, form, page)


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def remove_closure(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    """Take an own closure off the calendar; the sessions it stopped are back."""
    viewer, row = request.viewer, own(request, Closure, closure_id)
    year = row.on.year
    try:
        services.remove_closure(closure=row, at=viewer.at, by=viewer)
    except ProgramError as refusal:
        messages.error(request, str(refusal))
        return redirect("programs:closure", row.pk)
    messages.success(request, f"{day_words(row.on)} is open again. Tell everyone.")
    return _to_year(year)


def _question(request: StaffRequest, days: Days, title: str) -> HttpResponse | None:
    """Ask first when sessions would stop; None when nothing would, or it was asked."""
    if "confirmed" in request.POST:
        return None
    sessions = [
        session
        for session in _sessions(request, days)
        if session.state in (Concerned.PLANNED, Concerned.UNDER_WAY)
    ]
    if not sessions:
        return None
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "submission")
        for value in values
    ]
    context = {
        "title": title,
        "planned": [each for each in sessions if each.state == Concerned.PLANNED],
        "under_way": [each for each in sessions if each.state != Concerned.PLANNED],
        "sent": typed,
        "action": request.path,
    }
    return render(request, "programs/closing.html", context, status=422)


def _kept(request: StaffRequest) -> frozenset[UUID]:
    """The sessions that were shown and not ticked: they take place."""
    ticked = set(request.POST.getlist("stop"))
    shown = request.POST.getlist("shown")
    return frozenset(UUID(key) for key in shown if key not in ticked and _is_id(key))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _sessions(request: StaffRequest, days: Days) -> list[Concerned]:
    viewer = request.viewer
    found: list[Concerned] = ask(
        "programs.sessions_on", program=viewer.program, days=days, at=viewer.at
    )
    return found


def _to_year(year: int) -> HttpResponse:
    return redirect(f"{reverse('programs:calendar')}?year={year}")
