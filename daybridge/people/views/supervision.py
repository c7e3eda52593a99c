"""Who supervises a member of staff: name the next one, or end it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.roles import Role
from daybridge.access.services.notices import staff_with
from daybridge.audit.submissions import once
from daybridge.people.errors import SupervisionRefused
from daybridge.people.services import supervision as services
from daybridge.people.staff_forms import SupervisorForm
from daybridge.people.views.form_page import FormPage
from daybridge.people.views.staff import member_url, staff_or_refused
from daybridge.ui.sending import sent


@requires(Permission.STAFF_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def supervisor(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Name who supervises someone from a day on."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    form = SupervisorForm(
        sent(request),
        staff=row,
        candidates=staff_with([Role.SUPERVISOR], program_id=viewer.program_id),
        initial={"starts_on": viewer.today},
    )
    if form.is_bound and form.is_valid():
        try:
            services.set_supervisor(
                staff=row, **form.cleaned_data, by=viewer, at=viewer.at
            )
        except SupervisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The supervisor is named.")
            return redirect(member_url(row, "supervision"))
    page = FormPage(
        f"Supervisor of {row.display_name}",
        member_url(row, "supervision"),
        row.display_name,
        "Only someone whose own notes need no co-signature can supervise.",
    )
    return page.show(request, form)


@requires(Permission.STAFF_AMEND)
@require_POST
def supervision_end(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """End the supervision of today, where nobody has to follow."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    try:
        services.end_supervision(
            staff=row, ends_on=viewer.today, by=viewer, at=viewer.at
        )
    except SupervisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The supervision has ended.")
    return redirect(member_url(row, "supervision"))
