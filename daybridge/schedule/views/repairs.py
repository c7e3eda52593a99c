"""Something happened: say what, look at what is proposed, accept, change, take back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.audit.reading import record_list_read
from daybridge.audit.submissions import once
from daybridge.rules.wording import count_of
from daybridge.schedule import services
from daybridge.schedule.errors import ScheduleError
from daybridge.schedule.forms.repair import RepairForm, WayForm, seen_steps
from daybridge.schedule.models import Repair, RepairStep
from daybridge.schedule.repairing.choices import Choices
from daybridge.schedule.repairing.closing import closures_of, days_still_open
from daybridge.schedule.repairing.progress import RepairProgress, silence
from daybridge.schedule.repairing.rows import rows_of, span_words, summary
from daybridge.schedule.repairing.series import series_of
from daybridge.ui.sending import sent

MOST_LISTED = 100
NOTHING_NEW = 204  # htmx leaves the page as it is
REFUSED = 422


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def repairs(request: StaffRequest) -> HttpResponse:
    """What happened lately, who said so, and what is left to decide."""
    is_open = Q(steps__state=RepairStep.State.OPEN)
    rows = Repair.objects.visible_to(request.viewer).annotate(
        sessions=Count("steps"), left=Count("steps", filter=is_open)
    )
    newest = rows.select_related("staff", "room", "site", "made_by")
    listed = newest.order_by("-created_at", "-pk")[:MOST_LISTED]
    context = {"repairs": [(row, span_words(row, request.program)) for row in listed]}
    return render(request, "schedule/repairs.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_repair(request: StaffRequest) -> HttpResponse:
    """Say what happened; the answer is a proposal, and nothing changes yet."""
    viewer = request.viewer
    form = RepairForm(
        sent(request), program=viewer.program, at=viewer.at, initial=_initial(request)
    )
    if form.is_bound and form.is_valid():
        try:
            made = services.make_repair(values=form.values(), at=viewer.at, by=viewer)
        except ScheduleError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("schedule:repair", made.pk)
    status = REFUSED if form.is_bound else 200
    return render(request, "schedule/repair_form.html", {"form": form}, status=status)


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def repair(request: StaffRequest, repair_id: UUID) -> HttpResponse:
    """Each session that is touched, and what is proposed for it."""
    return _page(request, _repair(request, repair_id))


@requires(Permission.SCHEDULE_AMEND)
@require_safe
def progress(request: StaffRequest, repair_id: UUID) -> HttpResponse:
    """The best so far, when it is not what the page shows; in the end, the page."""
    row = _repair(request, repair_id)
    if not request.htmx:
        return redirect("schedule:repair", row.pk)
    if not row.is_looking(request.viewer.at):
        return HttpResponse(status=NOTHING_NEW, headers={"HX-Refresh": "true"})
    so_far = RepairProgress.of(row)
    if request.GET.get("seen") == so_far.key:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "schedule/_repair_progress.html", {"progress": so_far})


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def stop(request: StaffRequest, repair_id: UUID) -> HttpResponse:
    """End the search with the best so far."""
    row = _repair(request, repair_id)
    services.stop_repair_search(repair=row, at=request.viewer.at, by=request.viewer)
    return redirect("schedule:repair", row.pk)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def accept(request: StaffRequest, repair_id: UUID) -> HttpResponse:
    """Do what is proposed for the sessions that were sent, all or none."""
    said = "{} changed; people are told."
    return _settle(request, repair_id, services.accept_steps, said)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def again(request: StaffRequest, repair_id: UUID) -> HttpResponse:
    """Propose anew what is not decided."""
    row = _repair(request, repair_id)
    services.look_again(repair=row, at=request.viewer.at, by=request.viewer)
    return redirect("schedule:repair", row.pk)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def refuse(request: StaffRequest, repair_id: UUID) -> HttpResponse:
    """Leave the sessions that were sent as they are."""
    return _settle(request, repair_id, services.refuse_steps)


@requires(Permission.SCHEDULE_AMEND)
@require_POST
@once
def take_back(request: StaffRequest, repair_id: UUID) -> HttpResponse:
    """Let sessions be as they were planned, and tell everyone again."""
    said = "{} as planned again; people are told."
    return _settle(request, repair_id, services.take_back_steps, said)


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def close_days(request: StaffRequest, repair_id: UUID) -> HttpResponse:
    """Close the days of a storm whose sessions somebody else accepted."""
    row = _repair(request, repair_id)
    services.close_storm_days(repair=row, at=request.viewer.at, by=request.viewer)
    return redirect("schedule:repair", row.pk)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Choose another time, leader or room by hand; still nothing changes."""
    viewer, step = request.viewer, _step(request, step_id)
    if step.state != RepairStep.State.OPEN:
        return redirect("schedule:repair", step.repair_id)
    choices = Choices(step, at=viewer.at)
    form = WayForm(sent(request), choices=choices)
    if form.is_valid() and form.proposal is not None:
        try:
            services.choose_way(
                step=step, proposal=form.proposal, at=viewer.at, by=viewer,
                base_version=form.cleaned_data["version"],
            )  # fmt: skip
        except ScheduleError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("schedule:repair", step.repair_id)
    return _choices_page(request, step, form)


def _choices_page(
    request: StaffRequest, step: RepairStep, form: WayForm
) -> HttpResponse:
    choices = form.choices
    start = choices.start_or_proposed(form["start"].value() or request.GET.get("start"))
    context = {
        "step": step,
        "form": form,
        "start": start,
        "times": choices.times(),
        "leaders": choices.leaders(start),
        "rooms": choices.rooms(start),
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "schedule/repair_step.html", context, status=status)


def _settle(
    request: StaffRequest, repair_id: UUID, service: Any, said: str = ""
) -> HttpResponse:
    """The steps that were sent decided as they were seen, or a sentence on the page."""
    viewer, row = request.viewer, _repair(request, repair_id)
    seen = seen_steps(request.POST)
    try:
        done = service(repair=row, seen=seen, at=viewer.at, by=viewer)
    except ScheduleError as refusal:
        return _page(request, row, problem=str(refusal))
    if said:
        messages.success(request, said.format(count_of(done, "session")))
    return redirect("schedule:repair", row.pk)


def _page(request: StaffRequest, row: Repair, problem: str = "") -> HttpResponse:
    viewer = request.viewer
    rows = rows_of(row, viewer)
    named = sum(len(each.lost) for each in rows)
    if named:
        record_list_read(viewer, "repair", shown=named)
    context = {
        "repair": row,
        "span": span_words(row, viewer.program),
        "series": series_of(rows, viewer.program),
        "summary": summary(rows),
        "acceptable": [each for each in rows if each.may_accept],
        "to_take_back": [each for each in rows if each.can_be_taken_back],
        "closes": days_still_open(row, viewer.today),
        "may_close": permits(Permission.PROGRAM_AMEND, viewer),
        "is_anything_done": any(each.is_done for each in rows),
        "closures": closures_of(row),
        "is_anything_open": any(each.is_open for each in rows),
        "progress": RepairProgress.of(row) if row.is_looking(viewer.at) else None,
        "silence": silence(row, viewer.at),
        "may_give_places": permits(Permission.ROSTER_AMEND, viewer),
        "problem": problem,
    }
    status = REFUSED if problem else 200
    return render(request, "schedule/repair.html", context, status=status)


def _initial(request: StaffRequest) -> dict[str, Any]:
    """Today, or what another page already knows: `?lost=leader:<id>&on=<day>`."""
    day = request.GET.get("on") or request.viewer.today.isoformat()
    return {
        "lost": request.GET.get("lost", ""), "from_on": day, "until_on": day,
        "wish": Repair.Wish.FIT,
    }  # fmt: skip


def _repair(request: StaffRequest, repair_id: UUID) -> Repair:
    rows = Repair.objects.visible_to(request.viewer)
    found: Repair = visible_or_refused(
        rows.select_related("program", "staff", "room", "site", "made_by"),
        pk=repair_id,
    )
    return found


def _step(request: StaffRequest, step_id: UUID) -> RepairStep:
    rows = RepairStep.objects.visible_to(request.viewer)
    related = ("repair__program", "repair__staff", "repair__room", "repair__site",
               "repair__made_by", "session__room", "leader", "room")  # fmt: skip
    found: RepairStep = visible_or_refused(rows.select_related(*related), pk=step_id)
    return found
