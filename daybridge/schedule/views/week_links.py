"""A week painted on one's own phone: handing the link over, and its page.

A link that is unknown, answered or ended is the 404 of everything else.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import absent, public, requires
from daybridge.access.http import StaffRequest
from daybridge.access.identity import address_of
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.consents.qr import as_picture
from daybridge.rules.week_painted import EMPTY
from daybridge.schedule import services
from daybridge.schedule.errors import LinkEnded
from daybridge.schedule.forms.week import ToldWeekForm
from daybridge.schedule.models.windows import OF_A_LIFE
from daybridge.schedule.services.week_links import find_week_link, week_link_viewer
from daybridge.schedule.views.told import about, family_part, to_change
from daybridge.schedule.week_picture import rows_of_table
from daybridge.ui.languages import in_readers_language
from daybridge.ui.sending import sent


@requires(Permission.ROSTER_AMEND)
@require_POST
def make(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """A link for somebody's own phone, shown now and never again."""
    viewer, whose = request.viewer, to_change(request, patient_id)
    made = services.make_week_link(patient=whose.owner, at=viewer.at, by=viewer)
    address = request.build_absolute_uri(reverse("schedule:my_week", args=[made.token]))
    context = about(request, whose) | {
        "address": address,
        "picture": as_picture(address),
        "until": made.link.expires_at,
    }
    return render(request, "schedule/week_link.html", context)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def end(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Let the links that were handed over answer no more."""
    viewer, whose = request.viewer, to_change(request, patient_id)
    services.end_week_links(patient=whose.owner, at=viewer.at, by=viewer)
    messages.success(request, "No link answers any more.")
    return redirect("schedule:told", patient_id)


@public
@in_readers_language
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Paint a week and send it, once. Nothing that is known is shown."""
    at = timezone.now()
    link = find_week_link(token, at=at)
    if link is None:
        return absent(request)
    form = ToldWeekForm(
        sent(request), marks=OF_A_LIFE, week=EMPTY, family=EMPTY,
        initial={"version": 0, "travel_minutes": 0},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        by = week_link_viewer(link, at=at, address=address_of(request))
        try:
            services.answer_week_link(
                link=link,
                week=form.week(),
                here=form.here(),
                at=at,
                by=by,
                family=form.family_week(),
            )
        except LinkEnded:
            return absent(request)
        return redirect("schedule:my_week_kept")
    is_whole = form.is_bound and all(row.is_valid() for row in form.rows)
    context = {
        "form": form,
        "table": rows_of_table(form.week() if is_whole else EMPTY),
        "marks": OF_A_LIFE,
        **family_part(form, EMPTY),
    }
    status = 422 if form.is_bound else 200
    return render(request, "schedule/my_week.html", context, status=status)


@public
@in_readers_language
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Thank you: the same for everybody."""
    return render(request, "schedule/my_week_kept.html")
