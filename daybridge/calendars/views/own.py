"""One's own calendar: what one leads, in the calendar on one's own phone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.calendars import services
from daybridge.calendars.errors import CalendarError
from daybridge.calendars.forms import DeviceForm
from daybridge.calendars.models import CalendarFeed
from daybridge.calendars.services.feeds import Made
from daybridge.calendars.views.handing import addresses_of, show_once
from daybridge.ui.languages import ENGLISH


@requires(Permission.OWN_ACCOUNT)
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """Which devices read the reader's own calendar."""
    return _show(request, DeviceForm())


@requires(Permission.OWN_ACCOUNT)
@require_POST
def own_make(request: StaffRequest) -> HttpResponse:
    """An address for one more device, shown now and never again."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    try:
        made = services.make_own_feed(
            device=form.cleaned_data["device"], at=request.viewer.at, by=request.viewer
        )
    except CalendarError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form)
    return _hand_over(request, made)


@requires(Permission.OWN_ACCOUNT)
@require_POST
def own_replace(request: StaffRequest, feed_id: UUID) -> HttpResponse:
    """Another address for the same device; the old one answers no more."""
    try:
        made = services.replace_feed(
            feed=_feed(request, feed_id), at=request.viewer.at, by=request.viewer
        )
    except CalendarError as refusal:
        messages.error(request, str(refusal))
        return redirect("calendars:own")
    return _hand_over(request, made)


@requires(Permission.OWN_ACCOUNT)
@require_POST
@once
def own_end(request: StaffRequest, feed_id: UUID) -> HttpResponse:
    """Let an address answer no more."""
    feed = _feed(request, feed_id)
    services.end_feed(feed=feed, at=request.viewer.at, by=request.viewer)
    messages.success(request, f"{feed.device}: this address answers no more.")
    return redirect("calendars:own")


def _own(request: StaffRequest) -> object:
    viewer = request.viewer
    feeds = CalendarFeed.objects.in_program(viewer.program_id)
    return feeds.filter(staff_id=viewer.person_id)


def _feed(request: StaffRequest, feed_id: UUID) -> CalendarFeed:
    feed: CalendarFeed = visible_or_refused(_own(request), pk=feed_id)
    return feed


def _hand_over(request: StaffRequest, made: Made) -> HttpResponse:
    back_url = reverse("calendars:own")
    return show_once(request, made, back_url=back_url, language=ENGLISH)


def _show(request: StaffRequest, form: DeviceForm) -> HttpResponse:
    context = {"addresses": addresses_of(_own(request)), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "calendars/own.html", context, status=status)
