"""Tracks, the weekly dose in force on each, and the doses before and after."""

from datetime import timedelta
from typing import Any
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
from daybridge.access.viewer import Viewer
from daybridge.audit.submissions import once
from daybridge.programs import services
from daybridge.programs.errors import ProgramError, RuleDayTaken
from daybridge.programs.forms.tracks import LEVELS, DoseForm, TrackForm, usual_dose
from daybridge.programs.models import DoseRule, Site, Track
from daybridge.programs.rules_in_time import in_time
from daybridge.programs.values import DoseValues, TrackValues
from daybridge.programs.views.retiring import restored, retired
from daybridge.programs.views.showing import (
    FormPage,
    form_page,
    own,
    refuse,
    section,
)
from daybridge.rules.dose_rules import week_of
from daybridge.ui.sending import sent


@requires(Permission.PROGRAM_READ)
@require_safe
def tracks(request: StaffRequest) -> HttpResponse:
    """Every track with what its week must hold today."""
    viewer = request.viewer
    rows = list(
        Track.objects.in_program(viewer.program_id)
        .select_related("site")
        .order_by("name", "pk")
    )
    doses = _doses_today(viewer)
    context = {
        "tracks": [(row, doses.get(row.pk)) for row in rows if not row.closed_on],
        "retired": [row for row in rows if row.closed_on],
        "levels": dict(LEVELS),
        "has_site": bool(rows) or _sites(viewer).exists(),
    }
    return section(request, "programs/tracks.html", context, tab="programs:tracks")


@requires(Permission.PROGRAM_READ)
@require_safe
def track(request: StaffRequest, track_id: UUID) -> HttpResponse:
    """One track with every weekly dose it has had and will have."""
    viewer, row = request.viewer, own(request, Track, track_id, "site")
    rules = row.dose_rules.order_by("-starts_on", "-pk")
    context = {
        "track": row,
        "level": dict(LEVELS).get(row.level_of_care, row.level_of_care),
        "rules": in_time(rules, viewer.today),
        "may_amend": permits(Permission.PROGRAM_AMEND, viewer),
    }
    return render(request, "programs/track.html", context)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_track(request: StaffRequest) -> HttpResponse:
    """A track begins with the weekly dose of its level; change it right after."""
    viewer = request.viewer
    form = TrackForm(
        sent(request), sites=_sites(viewer), initial={"level_of_care": "2.1"}
    )
    if form.is_bound and form.is_valid():
        values = form.values()
        try:
            row = services.open_track(
                values=values, dose=usual_dose(for_adolescents=values.for_adolescents),
                starts_on=viewer.today, at=viewer.at, by=viewer,
            )  # fmt: skip
        except ProgramError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(
                request, f"{row.name} is there. Check what its week must hold."
            )
            return redirect("programs:track", row.pk)
    page = FormPage(
        title="New track",
        submit="Open this track",
        back_url=reverse("programs:tracks"),
        back_label="Tracks",
        lede="It begins with the hours of level 2.1; you can change them next.",
    )
    return form_page(request, form, page)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change_track(request: StaffRequest, track_id: UUID) -> HttpResponse:
    viewer, row = request.viewer, own(request, Track, track_id)
    sites = _sites(viewer, also=row.site_id)
    form = TrackForm(sent(request), now=TrackValues.of(row), sites=sites)
    if form.is_bound and form.is_valid():
        try:
            services.change_track(
                track=row, values=form.values(), base=form.base, at=viewer.at,
                by=viewer,
            )  # fmt: skip
        except ProgramError as refusal:
            refuse(form, refusal, "name", row)
        else:
            messages.success(request, "The track is saved.")
            return redirect("programs:track", row.pk)
    return form_page(request, form, _page(row, f"Change {row.name}", "Save the track"))


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def retire_track(request: StaffRequest, track_id: UUID) -> HttpResponse:
    return retired(request, own(request, Track, track_id), "programs:tracks")


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def restore_track(request: StaffRequest, track_id: UUID) -> HttpResponse:
    return restored(request, own(request, Track, track_id), "programs:tracks")


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_dose(request: StaffRequest, track_id: UUID) -> HttpResponse:
    """Another weekly dose from a day on; by default from the next week."""
    viewer, row = request.viewer, own(request, Track, track_id)
    now = row.dose_rules.in_force(viewer.today).first()
    form = DoseForm(
        sent(request),
        now=DoseValues.of(now) if now else usual_dose(),
        initial={"starts_on": _next_week(viewer)},
    )
    if form.is_bound and form.is_valid():
        try:
            services.set_dose(
                track=row, values=form.values(), at=viewer.at, by=viewer,
                starts_on=form.cleaned_data["starts_on"],
            )  # fmt: skip
        except RuleDayTaken as refusal:
            form.add_error("starts_on", str(refusal))
        else:
            messages.success(request, "The new rule is set.")
            return redirect("programs:track", row.pk)
    page = _page(row, "What a week must hold", "Set this rule")
    return form_page(request, form, page)


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def withdraw_dose(request: StaffRequest, dose_rule_id: UUID) -> HttpResponse:
    viewer, row = request.viewer, own(request, DoseRule, dose_rule_id, "track")
    try:
        services.withdraw_dose(rule=row, at=viewer.at, by=viewer)
    except RuleDayTaken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is taken back; the rule before it goes on.")
    return redirect("programs:track", row.track_id)


def _doses_today(viewer: Viewer) -> dict[UUID, DoseRule]:
    """The rule in force on each track; one statement."""
    rules: Any = DoseRule.objects.in_program(viewer.program_id)
    in_force = rules.in_force(viewer.today)
    return {rule.track_id: rule for rule in reversed(list(in_force))}


def _sites(viewer: Viewer, also: UUID | None = None) -> Any:
    """Sites in use, and the one a track has."""
    rows = Site.objects.in_program(viewer.program_id)
    shown = rows.in_use() | rows.filter(pk=also) if also else rows.in_use()
    return shown.order_by("name", "pk")


def _next_week(viewer: Viewer) -> Any:
    week = week_of(viewer.today, week_starts_on=viewer.program.week_starts_on)
    return week.ends_on + timedelta(days=1)


def _page(row: Track, title: str, submit: str) -> FormPage:
    return FormPage(
        title=title,
        submit=submit,
        back_url=reverse("programs:track", args=[row.pk]),
        back_label=row.name,
    )
