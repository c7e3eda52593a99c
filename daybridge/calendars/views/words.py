"""What the program calls an appointment in everybody's calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.calendars import services
from daybridge.calendars.errors import CalendarError
from daybridge.calendars.forms import WordsForm
from daybridge.calendars.words import own_words
from daybridge.ui.sending import sent


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def words(request: StaffRequest) -> HttpResponse:
    """Choose words that could stand for anything."""
    viewer = request.viewer
    form = WordsForm.of(sent(request), own_words(viewer.program))
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            services.change_words(
                english=answers["english"], spanish=answers["spanish"],
                base_version=answers["version"], at=viewer.at, by=viewer,
            )  # fmt: skip
        except CalendarError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Calendars say this from their next reading on.")
            return redirect("programs:program")
    status = 422 if form.is_bound else 200
    return render(request, "calendars/words.html", {"form": form}, status=status)
