"""A patient's week: when they can come, painted with them on the phone or beside us."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by, reads_identity
from daybridge.people.times import patients_changeable, patients_readable
from daybridge.rules.week_painted import EMPTY, Painting
from daybridge.schedule import services
from daybridge.schedule.forms.week import FAMILY_MARKS, DateForm, ToldWeekForm
from daybridge.schedule.models import WeekLink
from daybridge.schedule.views import painting
from daybridge.schedule.views.painting import Painted
from daybridge.schedule.week_picture import rows_of_table

FREE = "Free after all"


@requires(Permission.ROSTER_READ)
@require_safe
def told(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """When somebody can come and cannot; reading it is kept in the audit."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(patients_readable(viewer), pk=patient_id)
    record_read(viewer, patient, "week")
    return _show(request, painting.painted(patient, FREE))


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def tell(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Keep an ordinary week as it was painted."""
    viewer, whose = request.viewer, to_change(request, patient_id)
    form = _week_form(whose, request.POST)
    if form.is_valid() and painting.kept(
        form, whose.owner,
        lambda: services.tell_week(
            patient=whose.owner, week=form.week(), here=form.here(),
            version=form.cleaned_data["version"], family=form.family_week(),
            at=viewer.at, by=viewer,
        ),
    ):  # fmt: skip
        messages.success(request, "This week is kept.")
        return redirect("schedule:told", patient_id)
    return _show(request, whose, form=form)


@requires(Permission.ROSTER_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def told_week(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """One week that is otherwise, as with rotating shifts."""
    whose = to_change(request, patient_id)
    record_read(request.viewer, whose.owner, "week")
    form = painting.dated_form(request, whose.week)
    if form.is_bound and painting.keep_dated(request, whose.owner, form):
        messages.success(request, "Kept for these dates.")
        return redirect("schedule:told", patient_id)
    context = about(request, whose) | whose.about(form, whose.week.at(form.monday))
    status = 422 if form.is_bound else 200
    return render(request, "schedule/told_week.html", context, status=status)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def told_date(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """One date on which something is otherwise."""
    whose = to_change(request, patient_id)
    form = whose.date_form(request.viewer.today, request.POST)
    if painting.keep_date(request, whose.owner, form):
        messages.success(request, "Kept for this date.")
        return redirect("schedule:told", patient_id)
    return _show(request, whose, date_form=form)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def told_clear(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Let a date be as in every other week."""
    whose = to_change(request, patient_id)
    painting.clear_date(request, whose.owner)
    messages.success(request, "This date is as in other weeks.")
    return redirect("schedule:told", patient_id)


def to_change(request: StaffRequest, patient_id: UUID) -> Painted:
    """The week of a patient whose week is the viewer's to look after."""
    patients = patients_changeable(request.viewer)
    return painting.painted(visible_or_refused(patients, pk=patient_id), FREE)


def _week_form(whose: Painted, sent: Any = None) -> ToldWeekForm:
    week, kept = whose.week, whose.week.kept
    return ToldWeekForm(
        sent, marks=week.kind.marks, week=week.ordinary, family=week.family,
        initial={
            "version": week.version,
            "travel_minutes": kept.travel_minutes if kept else 0,
            "telehealth": kept.telehealth if kept else False,
        },
    )  # fmt: skip


def _show(
    request: StaffRequest, whose: Painted, *, form: ToldWeekForm | None = None,
    date_form: DateForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The page; a form that is given has to be looked at again."""
    viewer, week = request.viewer, whose.week
    shown = form or _week_form(whose)
    changeable = patients_changeable(viewer).filter(pk=whose.owner.pk)
    context = {
        **about(request, whose),
        **family_part(shown, week.family),
        **whose.about(shown, week.ordinary),
        **whose.dates(viewer.today, date_form),
        "may_change": changeable.exists(),
        "link_until": WeekLink.objects.in_program(viewer.program_id)
        .usable(viewer.at)
        .filter(patient=whose.owner)
        .values_list("expires_at", flat=True)
        .first(),
        "is_first_said": week.kept is None and week.ordinary != EMPTY,
    }
    status = 422 if form or date_form else 200
    return render(request, "schedule/told.html", context, status=status)


def family_part(form: ToldWeekForm, shown: Painting) -> dict[str, Any]:
    """What `_family_week.html` needs: nobody must answer this part of the form."""
    is_wrong = form.is_bound and not form.family.are_right()
    week = form.family.week() if form.is_bound and not is_wrong else shown
    return {
        "family_table": rows_of_table(week),
        "family_marks": FAMILY_MARKS,
        "family_is_open": is_wrong or week != EMPTY,
    }


def about(request: StaffRequest, whose: Painted) -> dict[str, Any]:
    """Whose week it is, as the viewer may read of them."""
    viewer, patient = request.viewer, whose.owner
    return {
        "patient": as_read_by(viewer, patient),
        "identity": reads_identity(viewer),
        "opening": opening_for(viewer, patient.pk),
    }
