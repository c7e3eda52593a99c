"""Find a week for one person, and give them its places at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.matrix import Matter
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.people.models import Patient
from daybridge.people.queries import readable_care
from daybridge.rules.wording import listed
from daybridge.schedule import services
from daybridge.schedule.errors import ScheduleError
from daybridge.schedule.fitting.exceptions import Dated
from daybridge.schedule.fitting.finding import Search
from daybridge.schedule.fitting.standing import first_day
from daybridge.schedule.fitting.wording import in_words
from daybridge.schedule.services.chosen import ChosenHour, ChosenWeek
from daybridge.schedule.wording import day_words, meets
from daybridge.ui.fields import DateField
from daybridge.ui.sending import key_or_none

MOST_WAYS = 5  # to be served, shown at once
HOUR_PARTS = 5
LONGEST_COUNT = 5  # digits


class FromForm(forms.Form):
    """From which day on."""

    starts_on = DateField(label="First day")


@requires(Permission.ROSTER_AMEND)
@require_safe
def find_week(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The weeks that fit somebody's life and dose, drawn beside each other."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    patient = _patient(viewer, patient_id)
    record_read(viewer, patient, "weeks that fit")
    return _page(request, patient, _day(request.GET, patient, viewer))


@requires(Permission.ROSTER_AMEND)
@require_safe
def why_none(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What would have to be otherwise so that a week serves: it takes a moment more."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    patient = _patient(viewer, patient_id)
    day = _day(request.GET, patient, viewer)
    search = Search(viewer.program, patient.pk, day=day, at=viewer.at)
    ways = [] if search.is_served else search.would_serve()
    running = search.clinic.groups
    groups = {id: group.name for id, group in running.items()}
    groups |= {own.id: own.name.lower() for own in search.own}
    tracks = {str(each.track_id): each.track.name for each in running.values()}
    context = {
        "patient": patient,
        "starts_on": day,
        "ways": [in_words(each, groups, tracks) for each in ways[:MOST_WAYS]],
        "more": max(len(ways) - MOST_WAYS, 0),
        "is_served": search.is_served,
    }
    template = (
        "schedule/_why_none.html" if _is_part(request) else "schedule/why_none.html"
    )
    return render(request, template, context)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def take_week(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Give the places of a week; when one is gone, the weeks that fit now."""
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    patient = _patient(viewer, patient_id)
    day = _day(request.POST, patient, viewer)
    try:
        joined = services.take_week(
            patient=patient, week=_chosen(request), starts_on=day, at=viewer.at,
            by=viewer,
        )  # fmt: skip
    except ScheduleError as refusal:
        return _page(request, patient, day, problem=str(refusal))
    given = _given([row.group for row in joined]) or "another week,"
    messages.success(
        request, f"{patient.display_name} has {given} from {day_words(day)}."
    )
    return redirect("people:patient", patient.pk)


def _patient(viewer: Any, patient_id: UUID) -> Patient:
    """Someone whose places are the viewer's to give; an opened chart is not enough."""
    patients = Patient.objects.visible_to(viewer, Matter.ROSTER)
    found: Patient = visible_or_refused(patients, pk=patient_id)
    return found


def _day(sent: Any, patient: Patient, viewer: Any) -> date:
    """From when on: as asked, but no day that is over."""
    form = FromForm(sent)
    if form.is_valid():
        asked: date = max(form.cleaned_data["starts_on"], viewer.today)
        return asked
    return first_day(program=viewer.program, patient_id=patient.pk, today=viewer.today)


def _chosen(request: HttpRequest) -> ChosenWeek:
    """The week as it was on the page: groups with their versions, and places held."""
    groups = {}
    for sent in request.POST.getlist("group"):
        key, _, version = sent.partition(":")
        if (group := key_or_none(key)) is not None and version.isdecimal():
            groups[group] = int(version)
    hours = (_hour(sent) for sent in request.POST.getlist("hour"))
    return ChosenWeek(
        groups,
        _keys(request, "held"),
        hours=tuple(hour for hour in hours if hour is not None),
        hours_held=_keys(request, "hour_held"),
    )


def _keys(request: HttpRequest, name: str) -> frozenset[UUID]:
    keys = (key_or_none(sent) for sent in request.POST.getlist(name))
    return frozenset(key for key in keys if key is not None)


def _hour(sent: str) -> ChosenHour | None:
    """An hour of their own as the page had it (`fitting_week.OwnHour.sent`)."""
    parts = sent.split(":")
    if len(parts) != HOUR_PARTS:
        return None
    kind, number, start, leader, room = parts
    leader_id = key_or_none(leader)
    if leader_id is None or not (_is_count(number) and _is_count(start)):
        return None
    return ChosenHour(kind, int(number), int(start), leader_id, key_or_none(room))


def _is_count(sent: str) -> bool:
    return sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_COUNT


def _given(groups: Sequence[Any]) -> str:
    """“a place in Evening A, and individual counseling (Mondays at 4:30 pm, …)”"""
    names = listed([group.name for group in groups if not group.is_one_to_one])
    hours = [
        f"{group.name.lower()} ({meets(group.recurrence, group.starts_at, minutes)})"
        for group in groups
        if group.is_one_to_one
        for minutes in [group.minutes]
    ]
    return ", and ".join([f"a place in {names}"] * bool(names) + hours)


def _page(
    request: HttpRequest, patient: Patient, day: date, problem: str = ""
) -> HttpResponse:
    viewer: Any = request.viewer  # type: ignore[attr-defined]
    search = Search(viewer.program, patient.pk, day=day, at=viewer.at)
    may_read_dose = readable_care(viewer).filter(pk=patient.pk).exists()
    context = {
        "patient": patient,
        "starts_on": day,
        "today": viewer.today,
        "monday": search.clinic.facts.monday,
        "is_ordered": search.order is not None,
        "dose": search.order if may_read_dose else None,
        "held": search.held,
        "standing": search.standing,
        "has_places": bool(search.held or search.standing),
        "weeks": _shown(search, day),
        "is_served": search.is_served,
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "schedule/find_week.html", context, status=status)


def _shown(search: Search, day: date) -> Sequence[tuple[Any, Any, Any]]:
    if not search.order:
        return ()
    dated = Dated(search, day)
    return [(week, search.drawn(week), dated.exceptions(week)) for week in search.weeks]


def _is_part(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]
