"""Today's register: who is expected, who is here, on one sheet for the desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.attendance.queries.register import register_of_today
from daybridge.audit.reading import record_list_read
from daybridge.ui.sending import key_or_none


@requires(Permission.ROSTER_READ)
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """Every session of today within the viewer's reach, six at a time."""
    viewer = request.viewer
    found = register_of_today(viewer, key_or_none(request.GET.get("after", "")))
    if found.count:
        record_list_read(viewer, "today's register", shown=found.count)
    context = {"register": found, "now": viewer.at, "print_title": "Register"}
    return render(request, "attendance/register.html", context)
