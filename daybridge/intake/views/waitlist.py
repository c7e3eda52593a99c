"""The waitlist: who waits, seats that open, and the calls of the same day."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.audit.reading import record_list_read
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.errors import IntakeError
from daybridge.intake.lists import waitlist_rules
from daybridge.intake.models import Call, Inquiry, OpenSeat, SeatOffer, Wait
from daybridge.intake.referral_forms import SeatForm, WaitForm
from daybridge.intake.views.acting import open_tracks
from daybridge.intake.views.inquiring import inquiry_or_refused, refuse_on
from daybridge.intake.waitlist import (
    open_seats,
    page_of_waiting,
    waiting_by_reason,
)
from daybridge.rules.waiting_order import PRIORITIES
from daybridge.ui.sending import key_or_none, sent


@requires(Permission.INTAKE)
@require_safe
def waitlist(request: StaffRequest) -> HttpResponse:
    """Open seats with whom to call, and everyone who waits in order."""
    viewer = request.viewer
    track = key_or_none(request.GET.get("track", ""))
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    tracks = list(open_tracks(viewer))
    lines, following = page_of_waiting(viewer, track, start, tracks)
    seats = open_seats(viewer)
    record_list_read(
        viewer, "waitlist", shown=len(lines) + sum(len(one.people) for one in seats)
    )
    context = {
        "seats": seats,
        "lines": lines,
        "first": start + 1,
        "following": following,
        "reasons": waiting_by_reason(viewer),
        "tracks": tracks,
        "track": track,
        "rules": waitlist_rules(),
        "priorities": PRIORITIES,
    }
    return render(request, "intake/waitlist.html", context)


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def wait(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Put somebody on the waitlist, or change what they wait for."""
    viewer = request.viewer
    inquiry = inquiry_or_refused(viewer, inquiry_id)
    row = inquiry.waits.filter(ended_at=None).first()
    initial = _as_typed(row) if row else {"track_choice": inquiry.track_id}
    form = WaitForm(
        sent(request), tracks=open_tracks(viewer), times=inquiry.times_wanted,
        initial={"inquiry_version": inquiry.version, **initial},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            _keep(request, form, row, inquiry)
        except IntakeError as refusal:
            refuse_on(form, refusal)
        else:
            messages.success(request, f"{inquiry.display_name} is on the waitlist.")
            return redirect("intake:waitlist")
    context = {"form": form, "inquiry": inquiry, "wait": row}
    status = 422 if form.is_bound else 200
    return render(request, "intake/wait.html", context, status=status)


@requires(Permission.INTAKE)
@require_POST
@once
def end(request: StaffRequest, wait_id: UUID) -> HttpResponse:
    """Take somebody off the list who no longer wants to wait."""
    viewer = request.viewer
    row = _wait_or_refused(viewer, wait_id)
    try:
        services.end_wait(wait=row, end=Wait.End.WITHDRAWN, at=viewer.at, by=viewer)
    except IntakeError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{row.inquiry.display_name} waits no longer.")
    return redirect("intake:waitlist")


@requires(Permission.INTAKE)
@require_POST
@once
def call(request: StaffRequest, wait_id: UUID) -> HttpResponse:
    """Keep how a call about a seat went: two clicks, one page."""
    viewer = request.viewer
    row = _wait_or_refused(viewer, wait_id)
    outcome = request.POST.get("outcome", "")
    if outcome not in {Call.Outcome.REACHED, Call.Outcome.NO_ANSWER,
                       Call.Outcome.LEFT_MESSAGE}:  # fmt: skip
        messages.error(request, "Choose how the call went.")
        return redirect("intake:waitlist")
    try:
        services.log_call(
            inquiry=row.inquiry, outcome=outcome, at=viewer.at, by=viewer,
            note="About a seat",
        )  # fmt: skip
    except IntakeError as refusal:
        messages.error(request, str(refusal))
    else:
        words = Call.Outcome(outcome).label
        messages.success(request, f"{row.inquiry.display_name}: {words}.")
    return redirect("intake:waitlist")


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def seat_new(request: StaffRequest) -> HttpResponse:
    """Say that there is a seat that nobody left."""
    viewer = request.viewer
    today = viewer.today
    form = SeatForm(
        sent(request), tracks=open_tracks(viewer), today=today,
        initial={"free_from": today},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        services.open_seat(
            track=form.cleaned_data["track_choice"],
            free_from=form.cleaned_data["free_from"],
            source=OpenSeat.Source.BY_HAND, at=viewer.at, by=viewer,
        )  # fmt: skip
        messages.success(request, "The seat is open. Call the first who fits today.")
        return redirect("intake:waitlist")
    status = 422 if form.is_bound else 200
    return render(request, "intake/seat_new.html", {"form": form}, status=status)


@requires(Permission.INTAKE)
@require_POST
@once
def seat_close(request: StaffRequest, seat_id: UUID) -> HttpResponse:
    """Say that there is no such seat any more."""
    viewer = request.viewer
    seat = _seat_or_refused(viewer, seat_id)
    try:
        services.withdraw_seat(seat=seat, at=viewer.at, by=viewer)
    except IntakeError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The seat is withdrawn.")
    return redirect("intake:waitlist")


@requires(Permission.INTAKE)
@require_POST
@once
def offer(request: StaffRequest, seat_id: UUID) -> HttpResponse:
    """Hold a seat for one person until a time."""
    viewer = request.viewer
    seat = _seat_or_refused(viewer, seat_id)
    wait_id = key_or_none(request.POST.get("wait", ""))
    row = _wait_or_refused(viewer, wait_id or seat.pk)
    try:
        held = services.offer_seat(seat=seat, wait=row, at=viewer.at, by=viewer)
    except IntakeError as refusal:
        messages.error(request, str(refusal))
    else:
        until = held.held_until.astimezone(viewer.program.zone)
        messages.success(
            request,
            f"Held for {row.inquiry.display_name} until {until:%A, %-I:%M %p}.",
        )
    return redirect("intake:waitlist")


@requires(Permission.INTAKE)
@require_POST
@once
def answer(request: StaffRequest, offer_id: UUID) -> HttpResponse:
    """Keep whether they take the seat."""
    viewer = request.viewer
    rows = SeatOffer.objects.visible_to(viewer).select_related("seat", "wait__inquiry")
    held: SeatOffer = visible_or_refused(rows, pk=offer_id)
    takes_it = request.POST.get("answer") == SeatOffer.Answer.TAKEN
    try:
        services.answer_offer(offer=held, takes_it=takes_it, at=viewer.at, by=viewer)
    except IntakeError as refusal:
        messages.error(request, str(refusal))
        return redirect("intake:waitlist")
    name = held.wait.inquiry.display_name
    if takes_it:
        messages.success(request, f"{name} takes the seat. Admit them next.")
        return redirect("intake:inquiry", held.wait.inquiry_id)
    messages.success(request, f"{name} said no and keeps their place on the list.")
    return redirect("intake:waitlist")


def _keep(
    request: StaffRequest, form: WaitForm, row: Wait | None, inquiry: Inquiry
) -> None:
    viewer = request.viewer
    if row is None:
        services.join_waitlist(
            inquiry=inquiry, values=form.values(), told=form.times_told(),
            at=viewer.at, by=viewer,
        )  # fmt: skip
        return
    version = request.POST.get("version", "")
    services.amend_wait(
        wait=row, values=form.values(), told=form.times_told(), at=viewer.at,
        by=viewer, version=int(version) if version.isdecimal() else 0,
    )  # fmt: skip


def _as_typed(row: Wait) -> dict[str, object]:
    names = ("times", "reason", "reason_note", "ready_on", "priority")
    return {"track_choice": row.track_id} | {name: getattr(row, name) for name in names}


def _wait_or_refused(viewer: Viewer, wait_id: UUID) -> Wait:
    rows = Wait.objects.visible_to(viewer).select_related("inquiry")
    row: Wait = visible_or_refused(rows, pk=wait_id)
    return row


def _seat_or_refused(viewer: Viewer, seat_id: UUID) -> OpenSeat:
    rows = OpenSeat.objects.in_program(viewer.program_id)
    row: OpenSeat = visible_or_refused(rows, pk=seat_id)
    return row
