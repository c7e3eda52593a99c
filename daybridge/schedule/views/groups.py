"""Groups: the list, one group with its members, and making or changing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.permissions import Permission, permits
from daybridge.audit.reading import record_list_read
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.rules.wording import count_of
from daybridge.schedule import services
from daybridge.schedule.errors import ScheduleError
from daybridge.schedule.forms.group import GroupForm
from daybridge.schedule.models import Group, Session
from daybridge.schedule.queries import (
    groups_with_seats,
    members_of,
    people_of_hours,
    with_members,
)
from daybridge.schedule.rule_change import plan_rule_change
from daybridge.schedule.services.groups import horizon
from daybridge.schedule.values import GroupChange
from daybridge.schedule.wording import meets
from daybridge.ui.sending import sent


@requires(Permission.SCHEDULE_READ)
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    rows = groups_with_seats(viewer.program, viewer.today)
    context = {
        "rows": [(row, _meets(row)) for row in rows if not row.is_one_to_one],
        "hours": _hours([row for row in rows if row.is_one_to_one], viewer),
        "may_amend": permits(Permission.SCHEDULE_AMEND, viewer),
    }
    return render(request, "schedule/groups.html", context)


def _hours(hours: list[Group], viewer: Any) -> list[tuple[Group, str, Any]]:
    """Each hour with when it is and, for those who may know, whose: by name first."""
    people = people_of_hours(hours, viewer.today, viewer)
    if people:
        record_list_read(viewer, "individual and family sessions", shown=len(people))
    found = [(hour, _meets(hour), people.get(hour.pk)) for hour in hours]
    return sorted(found, key=_by_name)


def _by_name(line: tuple[Group, str, Any]) -> tuple[bool, str, str]:
    _, _, person = line
    if person is None:
        return True, "", ""
    return False, person.legal_last_name.casefold(), person.display_name.casefold()


@requires(Permission.SCHEDULE_READ)
@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One group: when it meets for all staff, who is in it for those who may know."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    row = group_or_refused(viewer, group_id)
    sees_members = Group.objects.visible_to(viewer).filter(pk=row.pk).exists()
    today = viewer.today
    members = members_of(row, today, viewer) if sees_members else []
    if sees_members:
        record("schedule.roster_read", by=viewer.actor, target=row, at=viewer.at)
    context = {
        "group": row,
        "meets": _meets(row),
        "members": members,
        "sees_members": sees_members,
        "seats_left": row.capacity - row.members,  # type: ignore[attr-defined]
        "sessions": _next_sessions(row, viewer),
        "may_amend": permits(Permission.SCHEDULE_AMEND, viewer),
        "may_enroll": Group.objects.amendable_by(viewer).filter(pk=row.pk).exists(),
    }
    return render(request, "schedule/group.html", context)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_group(request: HttpRequest) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    form = GroupForm(sent(request), program=viewer.program, at=viewer.at)
    if request.method == "POST" and form.is_valid():
        made = services.make_group(
            program=viewer.program, values=form.values(), at=viewer.at, by=viewer
        )
        messages.success(request, f"{made.name} is on the schedule.")
        return redirect("schedule:group", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "schedule/group_form.html", {"form": form}, status=status)


@requires(Permission.SCHEDULE_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Change a group, after saying what happens to the evenings ahead."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    row = group_or_refused(viewer, group_id)
    form = GroupForm(sent(request), program=viewer.program, at=viewer.at, group=row)
    context: dict[str, Any] = {"form": form, "group": row, "meets": _meets(row)}
    if request.method == "POST" and form.is_valid():
        if "confirmed" not in request.POST:
            context["plan"] = plan_rule_change(
                row, form.values(), at=viewer.at, horizon=horizon(viewer, viewer.at)
            )
            context["new_meets"] = _meets(form.values())
            context["sent"] = _typed(request)
            return render(request, "schedule/group_confirm.html", context, status=422)
        try:
            change = services.change_by_hand(
                group=row, values=form.values(), at=viewer.at, by=viewer,
                base_version=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except ScheduleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _outcome(change))
            return redirect("schedule:group", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "schedule/group_form.html", context, status=status)


def group_or_refused(viewer: Any, group_id: UUID) -> Group:
    """The group, for anyone who may read the schedule of its program."""
    row: Group = visible_or_refused(
        with_members(
            Group.objects.in_program(viewer.program_id), viewer.today
        ).select_related(
            "program", "track__site", "leader", "co_leader", "room", "curriculum"
        ),
        pk=group_id,
    )
    return row


def _next_sessions(row: Group, viewer: Any) -> list[Session]:
    return list(
        Session.objects.in_program(viewer.program_id)
        .filter(group_id=row.pk, ends_at__gte=viewer.at)
        .select_related("leader", "room", "topic")
        .order_by("starts_at")[:8]
    )


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person typed, to be sent again with their yes."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "submission")
        for value in values
    ]


def _outcome(change: GroupChange) -> str:
    parts = [f"{count_of(len(change.moved), 'session')} ahead follow the change"]
    if change.made:
        parts.append(f"{count_of(change.made, 'session')} added")
    if change.cancelled:
        parts.append(f"{count_of(len(change.cancelled), 'session')} cancelled")
    if change.kept_by_hand:
        kept = count_of(len(change.kept_by_hand), "session")
        parts.append(f"{kept} set by hand left as they are")
    return f"Saved: {', '.join(parts)}."


def _meets(row: Any) -> str:
    return meets(row.recurrence, row.starts_at, row.minutes)
