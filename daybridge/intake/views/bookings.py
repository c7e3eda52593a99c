"""Book an assessment, move it, give it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.alike import Likeness, known_of, patients_alike
from daybridge.intake.board import moment_words
from daybridge.intake.errors import IntakeError
from daybridge.intake.inquiry_forms import BookingForm, CancelForm
from daybridge.intake.models import AssessmentBooking, Inquiry
from daybridge.intake.slots import assessors_of, offers, session_then
from daybridge.intake.views.inquiring import inquiry_or_refused, refuse_on
from daybridge.people.models import Patient
from daybridge.ui.sending import key_or_none, sent

SOMEONE_NEW = "new"


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def book(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Book: one of the offered times, or one that is typed."""
    viewer = request.viewer
    inquiry = inquiry_or_refused(viewer, inquiry_id)
    likely = _likely(viewer, inquiry)
    form = _form(request, viewer)
    if form.is_bound and form.is_valid():
        person, said = _person(request, viewer, likely)
        if said:
            form.add_error(None, said)
        else:
            try:
                booking = services.book_assessment(
                    inquiry=inquiry, appointment=form.appointment(), patient=person,
                    at=viewer.at, by=viewer,
                )  # fmt: skip
            except IntakeError as refusal:
                refuse_on(form, refusal)
            else:
                return _booked(request, booking)
    return _show(request, form, inquiry, likely=likely)


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def move(request: StaffRequest, booking_id: UUID) -> HttpResponse:
    """Another time, or another assessor."""
    viewer = request.viewer
    booking = _booking(viewer, booking_id)
    form = _form(request, viewer, booking)
    if form.is_bound and form.is_valid():
        try:
            moved = services.move_booking(
                booking=booking, appointment=form.appointment(), at=viewer.at, by=viewer
            )
        except IntakeError as refusal:
            refuse_on(form, refusal)
        else:
            return _booked(request, moved)
    return _show(request, form, booking.inquiry, booking=booking)


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def cancel(request: StaffRequest, booking_id: UUID) -> HttpResponse:
    """Give the time back, and say why."""
    viewer = request.viewer
    booking = _booking(viewer, booking_id)
    form = CancelForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            services.cancel_booking(
                booking=booking, at=viewer.at, by=viewer, **form.cleaned_data
            )
        except IntakeError as refusal:
            refuse_on(form, refusal)
        else:
            messages.success(request, "The time is free again.")
            return redirect("intake:inquiry", booking.inquiry_id)
    context = {
        "form": form, "booking": booking, "inquiry": booking.inquiry,
        "booked_words": moment_words(booking.starts_at),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "intake/cancel_booking.html", context, status=status)


def _booking(viewer: Viewer, booking_id: UUID) -> AssessmentBooking:
    rows = AssessmentBooking.objects.visible_to(viewer)
    row: AssessmentBooking = visible_or_refused(
        rows.select_related("inquiry", "assessor", "patient"), pk=booking_id
    )
    return row


def _form(
    request: StaffRequest, viewer: Viewer, booking: AssessmentBooking | None = None
) -> BookingForm:
    """The form; an offered time fills assessor, day and time by itself."""
    data = sent(request)
    slot = data.get("slot", "") if data else ""
    if data is not None and slot:
        data = _with_slot(data, slot)
    first: dict[str, Any] = {"minutes": 60}
    if booking is not None:
        first = {
            "assessor": booking.assessor, "mode": booking.mode, "place": booking.place,
            "minutes": (booking.ends_at - booking.starts_at).seconds // 60,
        }  # fmt: skip
    return BookingForm(data, assessors=assessors_of(viewer), initial=first)


def _with_slot(data: QueryDict, slot: str) -> QueryDict:
    who, _, when = slot.partition("|")
    try:
        moment = timezone.localtime(datetime.fromisoformat(when))
    except ValueError:
        return data
    data = data.copy()
    data["assessor"], data["minutes"] = who, "60"
    data["on"], data["start"] = f"{moment:%Y-%m-%d}", f"{moment:%H:%M}"
    return data


def _likely(viewer: Viewer, inquiry: Inquiry) -> list[Likeness]:
    """People on record who may be meant, while nobody has decided."""
    if inquiry.patient_id is not None:
        return []
    return [one for one in patients_alike(viewer, known_of(inquiry)) if one.is_likely]


def _person(
    request: StaffRequest, viewer: Viewer, likely: list[Likeness]
) -> tuple[Patient | None, str]:
    """Whom they chose among the likely ones, and what is missing if they did not."""
    chosen = request.POST.get("person", "")
    if not likely or chosen == SOMEONE_NEW:
        return None, ""
    key = key_or_none(chosen)
    if key is None or key not in {one.patient_id for one in likely}:
        return None, "Say first whether this is someone we know."
    return Patient.objects.visible_to(viewer).filter(pk=key).first(), ""


def _booked(request: StaffRequest, booking: AssessmentBooking) -> HttpResponse:
    who, when = booking.assessor.display_name, moment_words(booking.starts_at)
    words = f"Booked with {who} on {when}."
    led = session_then(
        request.viewer, booking.assessor, booking.starts_at, booking.ends_at
    )
    if led:
        words += f" {who} leads {led} then: tell them, or choose another time."
    messages.success(request, words)
    return redirect("intake:inquiry", booking.inquiry_id)


def _show(
    request: StaffRequest, form: BookingForm, inquiry: Inquiry, **more: Any
) -> HttpResponse:
    viewer = request.viewer
    field: Any = form.fields["assessor"]
    context = {
        "form": form, "inquiry": inquiry,
        "offers": offers(viewer, list(field.rows.values())),
        "chosen": request.POST.get("person", ""), **more,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "intake/book.html", context, status=status)
