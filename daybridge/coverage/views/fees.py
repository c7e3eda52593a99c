"""People who pay themselves: noting it, their income, their good-faith estimates."""

from datetime import timedelta
from typing import Any
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

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.coverage import services
from daybridge.coverage.errors import CoverageError
from daybridge.coverage.forms.fees import (
    ExpectedForm,
    IncomeForm,
    OweForm,
    SelfPayForm,
    WithdrawForm,
)
from daybridge.coverage.models import GoodFaithEstimate
from daybridge.coverage.reach import patient_to_change, row_to_change, row_to_read
from daybridge.coverage.views.showing import back_to, form_page, page_of, told
from daybridge.intake.queries import dose_orders_in_force
from daybridge.people.models import Patient
from daybridge.ui.sending import sent
from daybridge.uploads import as_answer

WEEKS, DAYS, TESTS = 12, 3, 12


@requires(Permission.COVERAGE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def self_pay(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Someone has no insurance, or chose not to use it."""
    viewer = request.viewer
    patient = patient_to_change(viewer, patient_id)
    form = SelfPayForm(sent(request), initial={"starts_on": viewer.today})
    if form.is_bound and form.is_valid():
        try:
            services.begin_self_pay(
                patient=patient, at=viewer.at, by=viewer, **form.cleaned_data
            )
        except CoverageError as refusal:
            told(form, refusal)
        else:
            return back_to(request, patient.pk, "Noted: they pay themselves.")
    page = page_of(
        viewer, patient, "They pay themselves", "Note this",
        lede="People who pay themselves have a right to a good-faith estimate. "
        "When an assessment is booked, its clock begins by itself.",
    )  # fmt: skip
    return form_page(request, form, page)


@requires(Permission.COVERAGE_CREATE)
@require_POST
@once
def end_self_pay(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """They use insurance again."""
    viewer = request.viewer
    patient = patient_to_change(viewer, patient_id)
    services.end_self_pay(patient=patient, at=viewer.at, by=viewer)
    return back_to(request, patient.pk, "Noted: they use insurance from today on.")


@requires(Permission.COVERAGE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def income(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """What somebody signed about their household's income."""
    viewer = request.viewer
    patient = patient_to_change(viewer, patient_id)
    initial = {"signed_on": viewer.today, "signed_as": patient.legal_name}
    form = IncomeForm(sent(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            services.attest_income(
                patient=patient, income=form.income(), at=viewer.at, by=viewer
            )
        except CoverageError as refusal:
            told(form, refusal)
        else:
            return back_to(request, patient.pk, "Their income is kept for a year.")
    page = page_of(
        viewer, patient, "Income of the household", "Keep this",
        lede="Compared with the federal poverty guideline and the program’s scale. "
        "It holds for twelve months.",
    )  # fmt: skip
    return form_page(request, form, page)


@requires(Permission.COVERAGE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def owe(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Note that someone is owed a good-faith estimate, and by when."""
    viewer = request.viewer
    patient = patient_to_change(viewer, patient_id)
    form = OweForm(sent(request), initial={"asked_on": viewer.today})
    if form.is_bound and form.is_valid():
        try:
            owed = services.owe_estimate(
                patient=patient, at=viewer.at, by=viewer, **form.cleaned_data
            )
        except CoverageError as refusal:
            told(form, refusal)
        else:
            return redirect("coverage:good_faith_give", owed.pk)
    page = page_of(
        viewer, patient, "Good-faith estimate", "Note this",
        lede="Due within 3 business days of asking; for care that was scheduled 3 to 9 "
        "business days ahead within 1, for 10 or more within 3.",
    )  # fmt: skip
    return form_page(request, form, page)


@requires(Permission.COVERAGE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def give(request: StaffRequest, estimate_id: UUID) -> HttpResponse:
    """Make the document; from then on it stands as it is."""
    viewer = request.viewer
    owed = _owed(viewer, estimate_id)
    form = ExpectedForm(sent(request), initial=_usual(viewer, owed))
    if form.is_bound and form.is_valid():
        try:
            services.issue_estimate(
                owed=owed, expected=form.expected(), at=viewer.at, by=viewer
            )
        except CoverageError as refusal:
            told(form, refusal)
        else:
            return back_to(
                request, owed.patient_id,
                "The estimate is made. Print it or read it to them now.",
            )  # fmt: skip
    page = page_of(
        viewer, owed.patient, "Good-faith estimate", "Make the document",
        lede=f"Due on {owed.due_on:%B} {owed.due_on.day}. Once it is made it is kept "
        "as it is.",
    )  # fmt: skip
    withdraw_url = reverse("coverage:good_faith_withdraw", args=[owed.pk])
    return form_page(request, form, page, withdraw_url=withdraw_url)


@requires(Permission.COVERAGE_CREATE)
@require_POST
@once
def withdraw(request: StaffRequest, estimate_id: UUID) -> HttpResponse:
    """Nobody is owed this any more."""
    viewer = request.viewer
    owed = _owed(viewer, estimate_id)
    form = WithdrawForm(sent(request))
    if not form.is_valid():
        messages.error(request, "Say why it is no longer owed.")
        return redirect("coverage:good_faith_give", owed.pk)
    services.withdraw_estimate(
        owed=owed, reason=form.cleaned_data["reason"], at=viewer.at, by=viewer
    )
    return back_to(request, owed.patient_id, "Noted: it is no longer owed.")


@requires(Permission.COVERAGE_READ)
@require_safe
def document(request: StaffRequest, estimate_id: UUID) -> HttpResponse:
    """The document as it was given."""
    viewer = request.viewer
    rows = GoodFaithEstimate.objects.select_related("patient")
    row: GoodFaithEstimate = row_to_read(viewer, rows, estimate_id)
    if row.document is None:
        raise Refused(str(estimate_id))
    record_read(viewer, row.patient, "a good-faith estimate")
    name = f"good-faith-estimate-{row.asked_on.isoformat()}.pdf"
    return as_answer(
        name=name, kind="application/pdf", content=bytes(row.document), inline=True
    )


def _owed(viewer: Any, estimate_id: UUID) -> GoodFaithEstimate:
    """An estimate that is still owed, of somebody in whose coverage one writes."""
    rows = GoodFaithEstimate.objects.owed().select_related("patient")
    owed: GoodFaithEstimate = row_to_change(viewer, rows, "patient", estimate_id)
    return owed


def _usual(viewer: Any, owed: GoodFaithEstimate) -> dict[str, object]:
    """The dose that was ordered, else a usual one."""
    patient: Patient = owed.patient
    today = viewer.today
    orders = dose_orders_in_force(viewer.program, day=today, patient_ids=[patient.pk])
    order = orders.get(patient.pk)
    monday = today + timedelta(days=7 - today.weekday())
    return {
        "starts_on": owed.service_on or monday,
        "weeks": WEEKS,
        "days_per_week": order.days_per_week if order else DAYS,
        "drug_tests": TESTS,
        "with_assessment": order is None,
        "language": patient.language if patient.language in ("en", "es") else "en",
    }
