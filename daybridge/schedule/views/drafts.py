"""Drafts of a week: make one, watch the search, read and compare what it found."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.schedule import services
from daybridge.schedule.drafting.changes import changes, people_of
from daybridge.schedule.drafting.demand import demand
from daybridge.schedule.drafting.figures import figures
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.problem import problem
from daybridge.schedule.drafting.progress import Progress
from daybridge.schedule.drafting.reasons import Reasons
from daybridge.schedule.drafting.timetable import timetable
from daybridge.schedule.forms.draft import DraftForm, SearchForm
from daybridge.schedule.models import Draft, Publication
from daybridge.ui.sending import key_or_none, sent

MOST_LISTED = 100
MOST_COMPARED = 3
NOTHING_NEW = 204  # htmx leaves the page as it is
WITHOUT_DOCUMENTS = ("instance", "plan")


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def drafts(request: StaffRequest) -> HttpResponse:
    """The newest drafts."""
    rows = Draft.objects.visible_to(request.viewer).defer(*WITHOUT_DOCUMENTS)
    rows = rows.newest_of_each()
    newest = rows.select_related("made_by").order_by("-created_at", "-pk")
    context = {"drafts": newest[:MOST_LISTED], "most": MOST_COMPARED}
    return render(request, "schedule/drafts.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_draft(request: StaffRequest) -> HttpResponse:
    """Say what may change, and from when."""
    viewer = request.viewer
    form = DraftForm(sent(request), program=viewer.program, today=viewer.today)
    if form.is_bound and form.is_valid():
        values = form.values()
        draft = services.make_draft(
            values=values, asked=problem(viewer.program, values, at=viewer.at),
            at=viewer.at, by=viewer,
        )  # fmt: skip
        return redirect("schedule:draft", draft.pk)
    status = 422 if form.is_bound else 200
    return render(request, "schedule/draft_form.html", {"form": form}, status=status)


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What is asked and who could come; then what was found."""
    row = _draft(request, draft_id)
    context: dict[str, Any] = {"draft": row, "form": SearchForm()}
    if row.is_running:
        context["progress"] = Progress.of(row, request.viewer.at)
        return render(request, "schedule/draft_running.html", context)
    found = Found(row)
    context |= {
        "found": found.plan is not None,
        "may_ask": row.state in (Draft.State.NEW, Draft.State.FAILED),
        "today": figures(found.instance, found.today),
        "figures": figures(found.instance, found.week),
        "demand": demand(found.instance, found.week),
        "lines": timetable(found),
        **_publishing(request, row),
    }
    return render(request, "schedule/draft.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def ask(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Ask for the best week: the worker looks for it."""
    row, form = _draft(request, draft_id), SearchForm(request.POST)
    seconds = form.cleaned_data["seconds"] if form.is_valid() else 60
    services.ask_for_week(
        draft=row, seconds=seconds, at=request.viewer.at, by=request.viewer
    )
    return redirect("schedule:draft", row.pk)


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def progress(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The best so far, when it is not what the page shows already."""
    row = _draft(request, draft_id)
    if not row.is_running:
        if not request.htmx:
            return redirect("schedule:draft", row.pk)
        return HttpResponse(status=NOTHING_NEW, headers={"HX-Refresh": "true"})
    so_far = Progress.of(row, request.viewer.at)
    if request.GET.get("seen") == so_far.key:
        return HttpResponse(status=NOTHING_NEW)
    context = {"draft": row, "progress": so_far}
    return render(request, "schedule/_draft_progress.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def stop(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """End the search with the best so far."""
    row = _draft(request, draft_id)
    services.stop_search(draft=row, at=request.viewer.at, by=request.viewer)
    return redirect("schedule:draft", row.pk)


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def draft_changes(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What a draft changes for whom."""
    viewer, row = request.viewer, _draft(request, draft_id)
    record("schedule.draft_changes_read", by=viewer.actor, target=row, at=viewer.at)
    context = {"draft": row, "changes": changes(Found(row), viewer)}
    return render(request, "schedule/draft_changes.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def why(request: StaffRequest, draft_id: UUID, person: str) -> HttpResponse:
    """What would serve one person; it takes a moment, so it is asked for one."""
    viewer, row = request.viewer, _draft(request, draft_id)
    found = Found(row)
    names = people_of(viewer, [person])
    if person not in names or person not in found.week.clients:
        raise Http404
    record("schedule.draft_changes_read", by=viewer.actor, target=row, at=viewer.at)
    reasons = Reasons(found, person)
    context = {
        "draft": row, "name": names[person][0], "ways": reasons.shown,
        "more": reasons.more, "is_served": reasons.is_served,
    }  # fmt: skip
    return render(request, "schedule/draft_why.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def compare(request: StaffRequest) -> HttpResponse:
    """Two or three drafts beside each other, and beside the week as it is."""
    keys = [key for sent in request.GET.getlist("draft") if (key := key_or_none(sent))]
    rows = Draft.objects.visible_to(request.viewer).filter(pk__in=keys)
    found = [Found(row) for row in rows.order_by("created_at", "pk")[:MOST_COMPARED]]
    columns = [
        (each, figures(each.instance, each.today), figures(each.instance, each.plan))
        for each in found
        if each.plan is not None
    ]
    return render(request, "schedule/drafts_compare.html", {"columns": columns})


def _publishing(request: StaffRequest, row: Draft) -> dict[str, Any]:
    """What became of a draft, and what the viewer may make of it."""
    viewer = request.viewer
    published = Publication.objects.visible_to(viewer).filter(draft=row)
    newest = published.select_related("published_by").order_by("-published_at").first()
    in_force = newest is not None and newest.taken_back_at is None
    may_publish = permits(Permission.SCHEDULE_PUBLISH, viewer)
    return {
        "publication": newest,
        "may_publish": may_publish and not in_force,
        "may_take_back": may_publish
        and newest is not None
        and newest.may_be_taken_back(viewer.today),
    }


def _draft(request: StaffRequest, draft_id: UUID) -> Draft:
    found: Draft = visible_or_refused(
        Draft.objects.visible_to(request.viewer), pk=draft_id
    )
    return found
