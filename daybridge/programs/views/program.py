"""The settings of the program, and changing them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.programs import services
from daybridge.programs.errors import AddressTaken, ProgramError
from daybridge.programs.forms.program import HERE, ProgramForm
from daybridge.programs.states import STATES
from daybridge.programs.values import ProgramValues
from daybridge.programs.views.showing import FormPage, form_page, refuse, section
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.ui.sending import sent


@requires(Permission.PROGRAM_READ)
@require_safe
def program(request: StaffRequest) -> HttpResponse:
    """How the program is set up, for everyone on staff."""
    row = request.viewer.program
    context = {
        "program": row,
        "zone": dict(HERE).get(row.time_zone, row.time_zone),
        "state": dict(STATES).get(row.state, row.state),
        "week_starts_on": DAY_NAMES[row.week_starts_on],
    }
    return section(request, "programs/program.html", context, tab="programs:program")


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: StaffRequest) -> HttpResponse:
    """Change the settings; a colleague's change meanwhile is shown first."""
    viewer = request.viewer
    form = ProgramForm(sent(request), now=ProgramValues.of(viewer.program))
    if form.is_bound and form.is_valid():
        try:
            services.change_program(
                program=viewer.program, values=form.values(), base=form.base,
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except ProgramError as refusal:
            field = "public_slug" if isinstance(refusal, AddressTaken) else None
            refuse(form, refusal, field, viewer.program)
        else:
            messages.success(request, "The settings are saved.")
            return redirect("programs:program")
    page = FormPage(
        title="Change the settings",
        submit="Save the settings",
        back_url=reverse("programs:program"),
        back_label="Program",
    )
    return form_page(request, form, page)
