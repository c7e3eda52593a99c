"""Curricula the program has, and those that come with Daybridge to be installed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.programs import services
from daybridge.programs.errors import AlreadyInstalled
from daybridge.programs.models import Curriculum
from daybridge.programs.shelf import on_offer, packaged_named
from daybridge.programs.views.showing import section


@requires(Permission.PROGRAM_READ)
@require_safe
def shelf(request: StaffRequest) -> HttpResponse:
    """What is installed, and what can be."""
    rows = Curriculum.objects.in_program(request.viewer.program_id)
    installed = list(rows.order_by("title", "version", "pk"))
    offered = [each for each in on_offer(installed) if not each.is_installed]
    context = {"installed": installed, "offered": offered}
    return section(request, "programs/shelf.html", context, tab="programs:shelf")


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def install(request: StaffRequest, slug: str) -> HttpResponse:
    viewer, course = request.viewer, packaged_named(slug)
    if course is None:
        raise Refused(slug)
    try:
        services.install_curriculum(course=course, at=viewer.at, by=viewer)
    except AlreadyInstalled as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(
            request, f"{course.title} is installed: {len(course.topics)} topics."
        )
    return redirect("programs:shelf")
