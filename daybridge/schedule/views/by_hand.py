"""A draft changed by hand: its board, and where one group is put."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.schedule import services
from daybridge.schedule.drafting.by_hand import (
    Changed,
    close,
    in_the_way,
    meetings_of,
    over_limits,
    put,
)
from daybridge.schedule.drafting.changes import hours_moved
from daybridge.schedule.drafting.figures import figures
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.timetable import group_names
from daybridge.schedule.drafting.week_board import leaders_and_rooms, week_board
from daybridge.schedule.forms.by_hand import TAKEN, MoveForm, NewGroupForm, PutForm
from daybridge.schedule.models import Draft
from daybridge.ui.sending import sent


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def board(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The week of a draft, with a card for each meeting of a group."""
    found = _found(request, draft_id)
    context = {
        "draft": found.draft,
        "board": week_board(found),
        "figures": figures(found.instance, found.week),
        "today": figures(found.instance, found.today),
    }
    return render(request, "schedule/draft_board.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def group(request: StaffRequest, draft_id: UUID, key: str) -> HttpResponse:
    """Where one group is put; the board sends its form here too."""
    found = _found(request, draft_id)
    meetings = meetings_of(found, key)
    if not meetings:
        raise Http404
    staff, rooms = leaders_and_rooms(found)
    form = PutForm(
        sent(request), viewer=request.viewer, found=found, key=key, staff=staff,
        rooms=rooms,
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        return _changed(request, found, form.changed)
    name = group_names(found.draft)[meetings[0].id]
    return _form(request, found, form, name=name, key=key)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def move(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What a card was dropped on: another day for it, another hour for its group."""
    found = _found(request, draft_id)
    form = MoveForm(request.POST, found=found)
    if not form.is_valid():
        messages.error(request, "It stays where it was: it cannot be there.")
        return redirect("schedule:draft_board", draft_id)
    key, where = form.key, form.where()
    minutes = meetings_of(found, key)[0].minutes
    for what in in_the_way(found, key, minutes, where):
        messages.error(request, f"It stays where it was. {TAKEN[what]}")
        return redirect("schedule:draft_board", draft_id)
    for sentence in over_limits(found, key, minutes, where):
        messages.warning(request, f"More than its leader leads at most. {sentence}")
    return _changed_unasked(request, found, put(found, key, where))


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_group(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Open a group that is not there today."""
    found = _found(request, draft_id)
    staff, rooms = leaders_and_rooms(found)
    form = NewGroupForm(
        sent(request), viewer=request.viewer, found=found, staff=staff, rooms=rooms
    )
    if form.is_bound and form.is_valid():
        return _changed(request, found, form.changed)
    return _form(request, found, form)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def close_group(request: StaffRequest, draft_id: UUID, key: str) -> HttpResponse:
    """Let one group not run in this draft."""
    found = _found(request, draft_id)
    if not meetings_of(found, key):
        raise Http404
    return _changed_unasked(request, found, close(found, key))


def _found(request: StaffRequest, draft_id: UUID) -> Found:
    """A draft that can be changed: nobody looks for its week at this moment."""
    drafts = Draft.objects.visible_to(request.viewer)
    row: Draft = visible_or_refused(
        drafts.exclude(state=Draft.State.RUNNING), pk=draft_id
    )
    return Found(row)


def _form(
    request: StaffRequest, found: Found, form: PutForm, *, name: str = "", key: str = ""
) -> HttpResponse:
    """Where a group is put, or a new one; with what has to be looked at first."""
    if form.hours_moved:
        _record_read(request, found)
    context = {"draft": found.draft, "form": form, "name": name, "key": key}
    status = 422 if form.is_bound else 200
    return render(request, "schedule/draft_group.html", context, status=status)


def _record_read(request: StaffRequest, found: Found) -> None:
    """Whose hours a change moves was read, with their names."""
    viewer = request.viewer
    record(
        "schedule.draft_changes_read", by=viewer.actor, target=found.draft, at=viewer.at
    )


def _changed(request: StaffRequest, found: Found, changed: Changed) -> HttpResponse:
    viewer: Any = request.viewer
    copy = services.change_draft(
        draft=found.draft, changed=changed, at=viewer.at, by=viewer
    )
    served = figures(changed.instance, changed.plan).served
    before = figures(found.instance, found.week).served
    messages.success(request, f"{served} people get their full dose; before, {before}.")
    return redirect("schedule:draft_board", copy.pk)


def _changed_unasked(
    request: StaffRequest, found: Found, changed: Changed
) -> HttpResponse:
    """Whose hour moves is said after it; the draft that was changed is still there."""
    if moved := hours_moved(found, changed.plan, request.viewer):
        _record_read(request, found)
    for sentence in moved:
        messages.warning(request, sentence)
    return _changed(request, found, changed)
