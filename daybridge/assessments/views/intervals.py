"""How often payers want a review: set and ended by the director."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.forms.acting import IntervalForm
from daybridge.assessments.models import ReviewInterval
from daybridge.assessments.services.intervals import end_interval, set_interval
from daybridge.assessments.views.keeping import show_settings_form
from daybridge.audit.submissions import once
from daybridge.coverage.models import Payer, Plan
from daybridge.ui.sending import sent


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_interval(request: StaffRequest) -> HttpResponse:
    """The interval of a payer or a plan, from a day on."""
    viewer = request.viewer
    form = IntervalForm(
        sent(request), whose=_payers_and_plans(viewer),
        initial={"starts_on": viewer.today},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            set_interval(
                values=form.values(), starts_on=form.cleaned_data["starts_on"],
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except AssessmentRefusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, "The interval is set.")
            return redirect("assessments:settings")
    title = "How often a payer wants a review"
    return show_settings_form(request, form, title, "Set this interval")


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def end(request: StaffRequest, interval_id: UUID) -> HttpResponse:
    """Let an interval hold today for the last time."""
    viewer = request.viewer
    rows = ReviewInterval.objects.in_program(viewer.program_id)
    row = visible_or_refused(
        rows.select_related("payer", "plan__payer"), pk=interval_id
    )
    end_interval(interval=row, at=viewer.at, by=viewer)
    tomorrow = viewer.today + timedelta(days=1)
    messages.success(
        request, f"{row}: from {tomorrow:%B} {tomorrow.day} the program’s rule holds."
    )
    return redirect("assessments:settings")


def _payers_and_plans(viewer: Viewer) -> list[Payer | Plan]:
    payers = Payer.objects.in_program(viewer.program_id).in_use().order_by("name")
    plans = Plan.objects.in_program(viewer.program_id).in_use()
    return [*payers, *plans.select_related("payer").order_by("payer__name", "name")]
