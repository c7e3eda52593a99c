"""When a member of staff works and a room is open, for all staff to see.

Who plans keeps everyone's; whoever works here keeps their own.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission, permits
from daybridge.audit.submissions import once
from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.schedule import services
from daybridge.schedule.fitting.facts import windows_led_by
from daybridge.schedule.fitting.leaders import too_much, words_of
from daybridge.schedule.forms.limits import StaffWeekForm, shown
from daybridge.schedule.forms.week import DateForm, WeekForm
from daybridge.schedule.hours import NO_LIMITS, contact_limits
from daybridge.schedule.models import Group, HoursTime
from daybridge.schedule.standing_outside import standing_outside
from daybridge.schedule.values import ContactLimits
from daybridge.schedule.views import painting
from daybridge.schedule.views.painting import Painted
from daybridge.schedule.wording import meets

CLOSED = "Not then"
STAFF, ROOMS = "staff", "rooms"


@requires(Permission.SCHEDULE_READ)
@require_safe
def everyone(request: StaffRequest) -> HttpResponse:
    """Whose hours there are to look at."""
    program = request.viewer.program_id
    told = Exists(
        HoursTime.objects.in_program(program).filter(week__staff=OuterRef("pk"))
    )
    open_at = Exists(
        HoursTime.objects.in_program(program).filter(week__room=OuterRef("pk"))
    )
    staff = Staff.objects.in_program(program).active().annotate(told=told)
    rooms = Room.objects.in_program(program).in_use().annotate(told=open_at)
    people = list(staff.order_by("legal_last_name", "legal_first_name", "pk"))
    limits = contact_limits(program=program, staff=[person.pk for person in people])
    context = {
        "staff": [(person, words_of(limits[person.pk])) for person in people],
        "rooms": rooms.select_related("site").order_by("site__name", "name", "pk"),
        "own": request.viewer.staff_id,
    }
    return render(request, "schedule/hours_of_all.html", context)


@requires(Permission.SCHEDULE_READ)
@require_safe
def hours(request: StaffRequest, of: str, owner_id: UUID) -> HttpResponse:
    """When somebody works, or a room is open."""
    return _show(request, _painted(request, of, owner_id), of)


@requires(Permission.SCHEDULE_READ)
@require_POST
@once
def set_hours(request: StaffRequest, of: str, owner_id: UUID) -> HttpResponse:
    """Keep the hours of an ordinary week."""
    viewer, whose = request.viewer, to_change(request, of, owner_id)
    form = _week_form(whose, request.POST)
    if form.is_valid() and painting.kept(
        form, whose.owner,
        lambda: services.set_hours(
            whose=whose.owner, week=form.week(),
            version=form.cleaned_data["version"], at=viewer.at, by=viewer,
            limits=form.limits() if isinstance(form, StaffWeekForm) else None,
        ),
    ):  # fmt: skip
        messages.success(request, "These hours are kept.")
        return redirect("schedule:hours", of, owner_id)
    return _show(request, whose, of, form=form)


@requires(Permission.SCHEDULE_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def hours_week(request: StaffRequest, of: str, owner_id: UUID) -> HttpResponse:
    """One week that is otherwise."""
    whose = to_change(request, of, owner_id)
    form = painting.dated_form(request, whose.week)
    if form.is_bound and painting.keep_dated(request, whose.owner, form):
        messages.success(request, "Kept for these dates.")
        return redirect("schedule:hours", of, owner_id)
    context = about(whose, of) | whose.about(form, whose.week.at(form.monday))
    status = 422 if form.is_bound else 200
    return render(request, "schedule/hours_week.html", context, status=status)


@requires(Permission.SCHEDULE_READ)
@require_POST
@once
def hours_date(request: StaffRequest, of: str, owner_id: UUID) -> HttpResponse:
    """One date on which it is otherwise."""
    whose = to_change(request, of, owner_id)
    form = whose.date_form(request.viewer.today, request.POST)
    if painting.keep_date(request, whose.owner, form):
        messages.success(request, "Kept for this date.")
        return redirect("schedule:hours", of, owner_id)
    return _show(request, whose, of, date_form=form)


@requires(Permission.SCHEDULE_READ)
@require_POST
@once
def hours_clear(request: StaffRequest, of: str, owner_id: UUID) -> HttpResponse:
    """Let a date be as in every other week."""
    whose = to_change(request, of, owner_id)
    painting.clear_date(request, whose.owner)
    messages.success(request, "This date is as in other weeks.")
    return redirect("schedule:hours", of, owner_id)


def _painted(request: StaffRequest, of: str, owner_id: UUID) -> Painted:
    program = request.viewer.program_id
    owners: Any = {
        STAFF: Staff.objects.in_program(program),
        ROOMS: Room.objects.in_program(program).select_related("site"),
    }.get(of)
    if owners is None:
        raise Refused(of)
    return painting.painted(visible_or_refused(owners, pk=owner_id), CLOSED)


def to_change(request: StaffRequest, of: str, owner_id: UUID) -> Painted:
    """The hours of somebody or of a room that are the viewer's to change."""
    whose = _painted(request, of, owner_id)
    if not _may_change(request, whose):
        raise Refused(str(owner_id))
    return whose


def _may_change(request: StaffRequest, whose: Painted) -> bool:
    viewer = request.viewer
    is_own = isinstance(whose.owner, Staff) and whose.owner.pk == viewer.staff_id
    return is_own or permits(Permission.SCHEDULE_AMEND, viewer)


def _week_form(whose: Painted, sent: Any = None) -> WeekForm:
    week, initial = whose.week, {"version": whose.week.version}
    if isinstance(whose.owner, Staff):
        initial |= shown(_limits(whose))
        return StaffWeekForm(
            sent, marks=week.kind.marks, week=week.ordinary, initial=initial
        )
    return WeekForm(sent, marks=week.kind.marks, week=week.ordinary, initial=initial)


def _limits(whose: Painted) -> ContactLimits:
    kept = whose.week.kept
    return ContactLimits.of(kept) if kept else NO_LIMITS


def _show(
    request: StaffRequest, whose: Painted, of: str, *, form: WeekForm | None = None,
    date_form: DateForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The page; a form that is given has to be looked at again."""
    context = {
        **about(whose, of),
        **whose.about(form or _week_form(whose), whose.week.ordinary),
        **whose.dates(request.viewer.today, date_form),
        "may_change": _may_change(request, whose),
        "is_any_time": whose.week.means_any_time,
        "outside": _outside(request, whose),
        **_limits_now(request, whose),
    }
    status = 422 if form or date_form else 200
    return render(request, "schedule/hours.html", context, status=status)


def _limits_now(request: StaffRequest, whose: Painted) -> dict[str, Any]:
    """What somebody leads at most, and what is over it in an ordinary week."""
    if not isinstance(whose.owner, Staff):
        return {}
    limits = _limits(whose)
    led = windows_led_by(whose.owner, on=request.viewer.today)
    return {"limits": words_of(limits), "too_much": too_much(limits, led)}


def _outside(request: StaffRequest, whose: Painted) -> list[tuple[Group, str]]:
    """What stands outside these hours, with when it meets."""
    groups = standing_outside(whose.owner, on=request.viewer.today)
    return [(row, meets(row.recurrence, row.starts_at, row.minutes)) for row in groups]


def about(whose: Painted, of: str) -> dict[str, Any]:
    """Whose hours they are."""
    owner = whose.owner
    name = owner.display_name if isinstance(owner, Staff) else str(owner)
    return {"of": of, "owner": owner, "name": name}
