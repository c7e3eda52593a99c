"""Ask a payer: write the 270, download it, or put it into the folder."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.coverage import services
from daybridge.coverage.errors import CoverageError
from daybridge.coverage.models import EligibilityInquiry, Policy
from daybridge.coverage.reach import row_to_change
from daybridge.coverage.services.inquiries import file_name


@requires(Permission.COVERAGE_CREATE)
@require_POST
@once
def write(request: StaffRequest, policy_id: UUID) -> HttpResponse:
    """Write the question; nothing leaves yet."""
    viewer = request.viewer
    rows = Policy.objects.select_related("patient", "plan__payer")
    policy: Policy = row_to_change(viewer, rows, "patient", policy_id)
    try:
        services.write_inquiry(
            policy=policy, about_on=viewer.today, at=viewer.at, by=viewer
        )
    except CoverageError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The question is written. Hand it over below.")
    return redirect("coverage:of", policy.patient_id)


@requires(Permission.COVERAGE_CREATE)
@require_POST
def download(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """The file; each download is kept as a disclosure of its own."""
    inquiry, answer = _hand_over(request, inquiry_id, None)
    if answer is not None:
        return answer
    response = HttpResponse(inquiry.content, content_type="application/edi-x12")
    name = file_name(inquiry)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(Permission.COVERAGE_CREATE)
@require_POST
@once
def into_folder(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Put the file where the clearinghouse's program takes it from."""
    folder: Path | None = settings.CLEARINGHOUSE_FOLDER
    if folder is None:
        inquiry = _inquiry(request, inquiry_id)
        messages.error(request, "No clearinghouse folder is set. Download it instead.")
        return redirect("coverage:of", inquiry.policy.patient_id)
    inquiry, answer = _hand_over(request, inquiry_id, folder)
    if answer is None:
        messages.success(request, "The question is in the clearinghouse folder.")
    return answer or redirect("coverage:of", inquiry.policy.patient_id)


def _inquiry(request: StaffRequest, inquiry_id: UUID) -> EligibilityInquiry:
    rows = EligibilityInquiry.objects.select_related(
        "policy__patient", "policy__plan__payer"
    )
    inquiry: EligibilityInquiry = row_to_change(
        request.viewer, rows, "policy__patient", inquiry_id
    )
    return inquiry


def _hand_over(
    request: StaffRequest, inquiry_id: UUID, folder: Path | None
) -> tuple[EligibilityInquiry, HttpResponse | None]:
    viewer, inquiry = request.viewer, _inquiry(request, inquiry_id)
    try:
        services.hand_over(inquiry=inquiry, folder=folder, at=viewer.at, by=viewer)
    except CoverageError as refusal:
        messages.error(request, str(refusal))
        return inquiry, redirect("coverage:of", inquiry.policy.patient_id)
    return inquiry, None
