"""When a day of attendance counts: the rules, dated, and what follows them."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.programs import services
from daybridge.programs.errors import RuleDayTaken
from daybridge.programs.forms.day_rules import DayRuleForm, LastDayForm
from daybridge.programs.models import DayRule
from daybridge.programs.rules_in_time import in_time
from daybridge.programs.values import DayRuleValues
from daybridge.programs.views.showing import FormPage, form_page, own, section
from daybridge.ui.sending import sent


@requires(Permission.PROGRAM_READ)
@require_safe
def day_rules(request: StaffRequest) -> HttpResponse:
    """Every rule: in force and coming first, then those that are over."""
    rows = DayRule.objects.in_program(request.viewer.program_id)
    dated = in_time(rows.order_by("-starts_on", "name", "pk"), request.viewer.today)
    context = {
        "rules": [row for row in dated if row.when != "over"],
        "over": [row for row in dated if row.when == "over"],
    }
    tab = "programs:day_rules"
    return section(request, "programs/day_rules.html", context, tab=tab)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_day_rule(request: StaffRequest) -> HttpResponse:
    return _set(request, None)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change_day_rule(request: StaffRequest, day_rule_id: UUID) -> HttpResponse:
    """Another rule in this one's place, from a day on."""
    return _set(request, own(request, DayRule, day_rule_id))


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def end_day_rule(request: StaffRequest, day_rule_id: UUID) -> HttpResponse:
    """Let a rule hold until a day, with nothing in its place."""
    viewer, row = request.viewer, own(request, DayRule, day_rule_id)
    form = LastDayForm(sent(request), initial={"last_day": viewer.today})
    if form.is_bound and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            services.end_day_rule(rule=row, last_day=last_day, at=viewer.at, by=viewer)
        except RuleDayTaken as refusal:
            form.add_error("last_day", str(refusal))
        else:
            messages.success(request, f"{row.name} has a last day.")
            return redirect("programs:day_rules")
    page = _page(f"End {row.name}", "Set its last day")
    return form_page(request, form, page)


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def continue_day_rule(request: StaffRequest, day_rule_id: UUID) -> HttpResponse:
    """A rule that was to end goes on."""
    viewer, row = request.viewer, own(request, DayRule, day_rule_id)
    try:
        services.end_day_rule(rule=row, last_day=None, at=viewer.at, by=viewer)
    except RuleDayTaken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{row.name} goes on without an end.")
    return redirect("programs:day_rules")


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def withdraw_day_rule(request: StaffRequest, day_rule_id: UUID) -> HttpResponse:
    viewer, row = request.viewer, own(request, DayRule, day_rule_id)
    try:
        services.withdraw_day_rule(rule=row, at=viewer.at, by=viewer)
    except RuleDayTaken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is taken back.")
    return redirect("programs:day_rules")


def _set(request: StaffRequest, row: DayRule | None) -> HttpResponse:
    viewer = request.viewer
    tomorrow = viewer.today + timedelta(days=1)
    form = DayRuleForm(
        sent(request),
        now=DayRuleValues.of(row) if row else None,
        initial={"starts_on": max(tomorrow, row.starts_on) if row else tomorrow},
    )
    if form.is_bound and form.is_valid():
        try:
            services.set_day_rule(
                values=form.values(), starts_on=form.cleaned_data["starts_on"],
                replaces=row, at=viewer.at, by=viewer,
            )  # fmt: skip
        except RuleDayTaken as refusal:
            form.add_error("starts_on", str(refusal))
        else:
            messages.success(request, "The rule is set.")
            return redirect("programs:day_rules")
    title = f"Change {row.name}" if row else "New rule for a day"
    return form_page(request, form, _page(title, "Set this rule"))


def _page(title: str, submit: str) -> FormPage:
    return FormPage(
        title=title,
        submit=submit,
        back_url=reverse("programs:day_rules"),
        back_label="Service days",
    )
