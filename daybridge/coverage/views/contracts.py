"""The program's payers, plans, rates, scale, and how payers know us."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.coverage import services
from daybridge.coverage.errors import CoverageError
from daybridge.coverage.forms.contracts import (
    LastDayForm,
    PayerForm,
    PlanForm,
    RateForm,
    ScaleForm,
    SubmitterForm,
)
from daybridge.coverage.models import (
    Payer,
    Plan,
    Rate,
    Service,
    SlidingFeeScale,
    Submitter,
)
from daybridge.coverage.rates import SERVICE_CODES
from daybridge.coverage.views.showing import FormPage, form_page, section, told
from daybridge.rules.sliding_fee import guideline_on
from daybridge.ui.sending import sent


@requires(Permission.RATES_AMEND)
@require_safe
def payers(request: StaffRequest) -> HttpResponse:
    """Every payer with its plans."""
    rows = Payer.objects.in_program(request.viewer.program_id).order_by("name")
    context = {"payers": rows.prefetch_related("plans")}
    return section(request, "coverage/payers.html", context, tab="coverage:payers")


@requires(Permission.RATES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def payer_new(request: StaffRequest) -> HttpResponse:
    form = PayerForm(sent(request))
    return _act(
        request, form, _page("Add a payer", "coverage:payers", "Payers and plans"),
        lambda by: services.open_payer(at=by.at, by=by, **form.values()),
    )  # fmt: skip


@requires(Permission.RATES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def payer(request: StaffRequest, payer_id: UUID) -> HttpResponse:
    row = _own(request, Payer, payer_id)
    form = PayerForm(sent(request), initial=_stored(row, PayerForm))
    return _act(
        request, form, _page(f"Change {row}", "coverage:payers", "Payers and plans"),
        lambda by: services.change_payer(
            payer=row, version=form.cleaned_data["version"] or 0, at=by.at, by=by,
            **form.values(),
        ),
    )  # fmt: skip


@requires(Permission.RATES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def plan_new(request: StaffRequest, payer_id: UUID) -> HttpResponse:
    row = _own(request, Payer, payer_id)
    form = PlanForm(sent(request))
    return _act(
        request, form,
        _page(f"Add a plan of {row}", "coverage:payers", "Payers and plans"),
        lambda by: services.open_plan(payer=row, at=by.at, by=by, **form.values()),
    )  # fmt: skip


@requires(Permission.RATES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def plan(request: StaffRequest, plan_id: UUID) -> HttpResponse:
    row = _own(request, Plan, plan_id, "payer")
    form = PlanForm(sent(request), initial=_stored(row, PlanForm))
    return _act(
        request, form, _page(f"Change {row}", "coverage:payers", "Payers and plans"),
        lambda by: services.change_plan(
            plan=row, version=form.cleaned_data["version"] or 0, at=by.at, by=by,
            **form.values(),
        ),
    )  # fmt: skip


@requires(Permission.RATES_AMEND)
@require_safe
def rates(request: StaffRequest) -> HttpResponse:
    """Every rate: those in force and coming first, then those that are over."""
    today = request.viewer.today
    rows = Rate.objects.in_program(request.viewer.program_id).select_related(
        "payer", "plan__payer"
    )
    ordered = list(rows.order_by("payer__name", "plan__name", "service", "-starts_on"))
    over = [row for row in ordered if row.ends_on and row.ends_on < today]
    context = {
        "rates": [row for row in ordered if row not in over], "over": over,
        "today": today,
    }  # fmt: skip
    return section(request, "coverage/rates.html", context, tab="coverage:rates")


@requires(Permission.RATES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def rate_new(request: StaffRequest) -> HttpResponse:
    viewer = request.viewer
    form = RateForm(
        sent(request),
        payers=Payer.objects.in_program(viewer.program_id).in_use().order_by("name"),
        plans=Plan.objects.in_program(viewer.program_id).in_use()
        .select_related("payer").order_by("payer__name", "name"),
        initial={"starts_on": viewer.today, "code": SERVICE_CODES[Service.IOP_DAY]},
    )  # fmt: skip
    return _act(
        request, form, _page("Set a rate", "coverage:rates", "Rates"),
        lambda by: services.set_rate(values=form.values(), at=by.at, by=by),
    )  # fmt: skip


@requires(Permission.RATES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def rate_end(request: StaffRequest, rate_id: UUID) -> HttpResponse:
    """Let a rate hold until a day, with nothing in its place."""
    row = _own(request, Rate, rate_id)
    form = LastDayForm(sent(request), initial={"last_day": request.viewer.today})
    return _act(
        request, form, _page("End a rate", "coverage:rates", "Rates"),
        lambda by: services.end_rate(
            rate=row, last_day=form.cleaned_data["last_day"], at=by.at, by=by
        ),
    )  # fmt: skip


@requires(Permission.RATES_AMEND)
@require_safe
def scales(request: StaffRequest) -> HttpResponse:
    """The sliding fee scales, the newest first, and the guideline they stand on."""
    viewer = request.viewer
    today = viewer.today
    rows = SlidingFeeScale.objects.in_program(viewer.program_id)
    try:
        guideline = guideline_on(today, state=viewer.program.state)
    except ValueError:
        guideline = None
    sizes = range(1, 9)
    context = {
        "scales": rows.order_by("-starts_on"), "today": today, "guideline": guideline,
        "households": [(n, guideline.cents_for(n)) for n in sizes] if guideline else [],
    }  # fmt: skip
    return section(request, "coverage/scales.html", context, tab="coverage:scales")


@requires(Permission.RATES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def scale_new(request: StaffRequest) -> HttpResponse:
    viewer = request.viewer
    tomorrow = viewer.today + timedelta(days=1)
    form = ScaleForm(sent(request), initial={"starts_on": tomorrow})
    return _act(
        request, form,
        _page("Set a sliding fee scale", "coverage:scales", "Sliding fee"),
        lambda by: services.set_scale(values=form.values(), at=by.at, by=by),
        template="coverage/scale.html",
    )  # fmt: skip


@requires(Permission.RATES_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def submitter(request: StaffRequest) -> HttpResponse:
    """Who the program is to payers."""
    row = Submitter.objects.in_program(request.viewer.program_id).first()
    initial = (
        _stored(row, SubmitterForm) if row else {"name": request.program.name[:60]}
    )
    form = SubmitterForm(sent(request), initial=initial)
    page = _page(
        "How payers know us", "coverage:payers", "Payers and plans",
        lede="Stands in every question to a payer, and on good-faith estimates.",
    )  # fmt: skip
    return _act(
        request, form, page,
        lambda by: services.set_submitter(
            version=form.cleaned_data["version"], at=by.at, by=by, **form.values()
        ),
    )  # fmt: skip


def _act(
    request: StaffRequest, form: Any, page: FormPage, act: Any,
    template: str = "coverage/form.html",
) -> HttpResponse:  # fmt: skip
    """Show a form, or do what it asks and go back to where it came from."""
    if form.is_bound and form.is_valid():
        try:
            act(request.viewer)
        except CoverageError as refusal:
            told(form, refusal)
        else:
            messages.success(request, "It is kept.")
            return redirect(page.back_url)
    return form_page(request, form, page, template)


def _own(request: StaffRequest, model: Any, pk: UUID, *related: str) -> Any:
    rows = model.objects.in_program(request.viewer.program_id)
    return visible_or_refused(rows.select_related(*related), pk=pk)


def _stored(row: Any, form: Any) -> dict[str, object]:
    return {name: getattr(row, name) for name in form.base_fields}


def _page(title: str, back: str, label: str, lede: str = "") -> FormPage:
    return FormPage(title, "Keep this", reverse(back), label, lede)
