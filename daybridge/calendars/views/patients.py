"""A patient's calendar: to which devices it was handed, and handing it over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.openings import opening_for
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.calendars import services
from daybridge.calendars.errors import CalendarError
from daybridge.calendars.forms import DeviceForm
from daybridge.calendars.models import CalendarFeed
from daybridge.calendars.services.feeds import Made
from daybridge.calendars.views.handing import addresses_of, show_once
from daybridge.people.models import Patient
from daybridge.people.queries import as_read_by, reads_identity
from daybridge.people.times import patients_changeable as changeable
from daybridge.people.times import patients_readable as readable


@requires(Permission.ROSTER_READ)
@require_safe
def of(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Which devices read this person's calendar, and when each last did."""
    patient: Patient = visible_or_refused(readable(request.viewer), pk=patient_id)
    record_read(request.viewer, patient, "calendar")
    return _show(request, patient, DeviceForm())


@requires(Permission.ROSTER_AMEND)
@require_POST
def make(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """An address for one more device, shown now and never again."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(changeable(viewer), pk=patient_id)
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return _show(request, patient, form)
    try:
        made = services.make_feed_for_patient(
            patient=patient, device=form.cleaned_data["device"], at=viewer.at, by=viewer
        )
    except CalendarError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, patient, form)
    return _hand_over(request, made, patient)


@requires(Permission.ROSTER_AMEND)
@require_POST
def replace(request: StaffRequest, feed_id: UUID) -> HttpResponse:
    """Another address for the same device; the old one answers no more."""
    feed = _feed(request, feed_id)
    try:
        made = services.replace_feed(feed=feed, at=request.viewer.at, by=request.viewer)
    except CalendarError as refusal:
        messages.error(request, str(refusal))
        return redirect("calendars:of", feed.patient_id)
    return _hand_over(request, made, feed.patient)


@requires(Permission.ROSTER_AMEND)
@require_POST
@once
def end(request: StaffRequest, feed_id: UUID) -> HttpResponse:
    """Let an address answer no more."""
    feed = _feed(request, feed_id)
    services.end_feed(feed=feed, at=request.viewer.at, by=request.viewer)
    messages.success(request, f"{feed.device}: this address answers no more.")
    return redirect("calendars:of", feed.patient_id)


def _feed(request: StaffRequest, feed_id: UUID) -> CalendarFeed:
    """An address of a patient whose calendar is the viewer's to look after."""
    feeds = CalendarFeed.objects.in_program(request.viewer.program_id)
    feed: CalendarFeed = visible_or_refused(
        feeds.filter(patient__in=changeable(request.viewer)).select_related("patient"),
        pk=feed_id,
    )
    return feed


def _hand_over(
    request: StaffRequest, made: Made, patient: Patient | None
) -> HttpResponse:
    assert patient is not None
    return show_once(
        request,
        made,
        back_url=reverse("calendars:of", args=[patient.pk]),
        language=patient.language,
        patient=as_read_by(request.viewer, patient),
    )


def _show(request: StaffRequest, patient: Patient, form: DeviceForm) -> HttpResponse:
    viewer = request.viewer
    feeds = CalendarFeed.objects.in_program(viewer.program_id)
    context = {
        "patient": as_read_by(viewer, patient),
        "identity": reads_identity(viewer),
        "opening": opening_for(viewer, patient.pk),
        "addresses": addresses_of(feeds.filter(patient_id=patient.pk)),
        "may_change": changeable(viewer).filter(pk=patient.pk).exists(),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "calendars/of.html", context, status=status)
