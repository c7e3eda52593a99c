"""How the program assesses, and whom it calls: read by staff, set by the director."""

from datetime import timedelta
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
from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentRefusal, ChangedMeanwhile
from daybridge.assessments.forms.acting import ContactForm, RuleForm
from daybridge.assessments.forms.section import begun_on
from daybridge.assessments.models import AssessmentRule, HelpContact, ReviewInterval
from daybridge.assessments.services.keeping import (
    keep_contact,
    retire_contact,
    set_rule,
)
from daybridge.assessments.settings import assessing_on
from daybridge.audit.submissions import once
from daybridge.programs.rules_in_time import in_time
from daybridge.ui.sending import sent


@requires(Permission.PROGRAM_READ)
@require_safe
def settings(request: StaffRequest) -> HttpResponse:
    """The rules in time, who is on call, which places take people in."""
    viewer = request.viewer
    today = viewer.today
    rules = AssessmentRule.objects.in_program(viewer.program_id).order_by("-starts_on")
    contacts = HelpContact.objects.in_program(viewer.program_id).in_use()
    context = {
        "rules": in_time(rules, today),
        "now": assessing_on(viewer.program_id, today),
        "intervals": in_time(_intervals(viewer), today),
        "contacts": contacts.order_by("kind", "name"),
        "may_amend": permits(Permission.PROGRAM_AMEND, viewer),
    }
    return render(request, "assessments/settings.html", context)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_rule(request: StaffRequest) -> HttpResponse:
    """Another rule from a day on."""
    viewer = request.viewer
    today = viewer.today
    now = assessing_on(viewer.program_id, today)
    has_rule = AssessmentRule.objects.in_program(viewer.program_id).exists()
    form = RuleForm(
        sent(request),
        initial={
            "edition": now.edition,
            "uses_rule_pack": now.uses_rule_pack,
            "review_every_days": now.review_every_days,
            "source": now.source if has_rule else "",
            "starts_on": today + timedelta(days=1) if has_rule else today,
        },
    )
    if form.is_bound and form.is_valid():
        try:
            set_rule(
                values=form.values(), starts_on=form.cleaned_data["starts_on"],
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except AssessmentRefusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, "The rule is set.")
            return redirect("assessments:settings")
    return show_settings_form(request, form, "How we assess", "Set this rule")


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_contact(request: StaffRequest) -> HttpResponse:
    """Somebody more to call."""
    return _keep(request, None)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change_contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Another number, other hours."""
    return _keep(request, _contact(request, contact_id))


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def retire(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Take somebody off the list."""
    viewer = request.viewer
    row = _contact(request, contact_id)
    retire_contact(contact=row, at=viewer.at, by=viewer)
    messages.success(request, f"{row.name} is off the list.")
    return redirect("assessments:settings")


def _intervals(viewer: Viewer) -> Any:
    rows = ReviewInterval.objects.in_program(viewer.program_id)
    rows = rows.select_related("payer", "plan__payer")
    return rows.order_by("payer__name", "plan__name", "-starts_on")


def _contact(request: StaffRequest, contact_id: UUID) -> HelpContact:
    rows = HelpContact.objects.in_program(request.viewer.program_id).in_use()
    row: HelpContact = visible_or_refused(rows, pk=contact_id)
    return row


def _keep(request: StaffRequest, row: HelpContact | None) -> HttpResponse:
    viewer = request.viewer
    form = ContactForm(sent(request), initial=_initial(row))
    if form.is_bound and form.is_valid():
        try:
            kept = keep_contact(
                values=form.values(), contact=row, base=form.cleaned_data["base"],
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except ChangedMeanwhile as clash:
            form.data = begun_on(form.data, clash.now.version)
            form.add_error(None, clash.sentence)
        else:
            messages.success(request, f"{kept.name} is on the list.")
            return redirect("assessments:settings")
    title = f"Change {row.name}" if row else "Somebody to call"
    return show_settings_form(request, form, title, "Keep this")


def _initial(row: HelpContact | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("kind", "name", "phone", "hours", "levels", "note")
    return {name: getattr(row, name) for name in names} | {"base": row.version}


def show_settings_form(
    request: StaffRequest, form: Any, title: str, submit: str
) -> HttpResponse:
    """One form of the settings, whole again after a refusal."""
    context = {"form": form, "title": title, "submit": submit}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/settings_form.html", context, status=status)
