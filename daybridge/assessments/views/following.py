"""Carry out what a review decided: the page of the act opens filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.following import Came, following_of, way_of
from daybridge.assessments.levels import track_level
from daybridge.assessments.models import Carried, Review
from daybridge.assessments.services import following as services
from daybridge.assessments.views.acting import page, review_to_follow
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.intake.errors import IntakeError
from daybridge.intake.forms import MIX, ChangeDoseForm, DischargeForm, TransferForm
from daybridge.intake.models import DischargeReason, DoseOrder, Stay
from daybridge.intake.views.acting import open_tracks, told
from daybridge.intake.wording import day_words, dose_words
from daybridge.programs.models import Track
from daybridge.programs.queries import dose_rule_of
from daybridge.ui.sending import sent

MINUTES = 60
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """One way to carry a decision out: its words, its form, what it does and says."""

    title: str
    submit: str
    form: Callable[[StaffRequest, Review, Stay | None], Any]
    carry_out: Callable[[Review, Any, Viewer], list[str]]


@requires(Permission.CHART_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def follow(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """One act for one decision, with everything the review said filled in."""
    viewer = request.viewer
    row = review_to_follow(viewer, review_id)
    following = following_of(row)
    if following.came is not Came.WAITS:
        return redirect("assessments:review", row.pk)
    stay = row.episode.stays.filter(ended_on=None).select_related("track").first()
    how = way_of(row, stay, open_tracks(viewer))
    act = ACTS[how]
    form = act.form(request, row, stay)
    is_complete = form.is_bound and form.is_valid()
    if is_complete and (answer := _carried_out(request, row, act, form)):
        return answer
    context = {
        "form": form, "review": row, "stay": stay, "act": act, "how": how,
        "following": following,
        "places": ask("intake.standing_places", patient=row.patient, day=viewer.today)
        if how is Carried.DISCHARGE else [],
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(request, "assessments/follow.html", row.patient, context, status=status)


def _carried_out(
    request: StaffRequest, row: Review, act: Act, form: forms.Form
) -> HttpResponse | None:
    """The page of their care, or nothing when the act was refused."""
    try:
        sentences = act.carry_out(row, form, request.viewer)
    except IntakeError as refusal:
        told(form, refusal)
        return None
    except AssessmentRefusal as refusal:
        form.add_error(None, refusal.sentence)
        return None
    messages.success(request, " ".join([f"As the {_named(row)} decided.", *sentences]))
    return redirect("intake:episodes", row.patient_id)


def _dose_form(request: StaffRequest, row: Review, stay: Stay | None) -> ChangeDoseForm:
    held = _dose_of(stay) if stay else {}
    return ChangeDoseForm(
        sent(request), episode=row.episode, initial=held | _decided(row)
    )


def _order(row: Review, form: ChangeDoseForm, viewer: Viewer) -> list[str]:
    order = services.order_as_decided(
        review=row, dose=form.dose(), starts_on=form.day(), at=viewer.at, by=viewer
    )
    words = dose_words(order.minutes_per_week, order.days_per_week)
    return [f"From {day_words(order.starts_on)}: {words}."]


def _move_form(request: StaffRequest, row: Review, stay: Stay | None) -> TransferForm:
    viewer = request.viewer
    tracks = open_tracks(viewer, but=stay.track_id if stay else None)
    places = ask("intake.standing_places", patient=row.patient, day=viewer.today)
    return TransferForm(
        sent(request), tracks=tracks, patient=row.patient,
        places=[one for one in places if stay and one.track_id == stay.track_id],
        initial=_fitting(row, tracks, viewer) | _decided(row),
    )  # fmt: skip


def _move(row: Review, form: TransferForm, viewer: Viewer) -> list[str]:
    followed = services.move_as_decided(
        review=row, move=form.move(), at=viewer.at, by=viewer
    )
    since = day_words(form.day())
    return [f"On {form.track().name} from {since}.", *followed.sentences]


def _discharge_form(
    request: StaffRequest, row: Review, stay: Stay | None
) -> DischargeForm:
    seen = ask("intake.last_seen", patient=row.patient, viewer=request.viewer)
    is_of_now = seen is not None and seen >= row.episode.admitted_on
    return DischargeForm(
        sent(request),
        initial={
            "discharged_on": row.takes_effect_on,
            "reason": row.discharge_reason or DischargeReason.TRANSFERRED,
            "last_contact_on": seen if is_of_now else None,
        },
    )


def _discharge(row: Review, form: DischargeForm, viewer: Viewer) -> list[str]:
    leaving = form.leaving()
    followed = services.discharge_as_decided(
        review=row, leaving=leaving, at=viewer.at, by=viewer
    )
    return [f"Out of care from {day_words(leaving.discharged_on)}.",
            *followed.sentences]  # fmt: skip


ACTS = {
    Carried.DOSE: Act("Change the dose as decided", "Order this dose",
                      _dose_form, _order),
    Carried.MOVE: Act("Move them as decided", "Move them", _move_form, _move),
    Carried.DISCHARGE: Act("Discharge as decided", "Discharge",
                           _discharge_form, _discharge),
}  # fmt: skip


def _named(row: Review) -> str:
    assert row.signed_at is not None
    return f"review of {day_words(row.program.day_of(row.signed_at))}"


def _decided(row: Review) -> dict[str, Any]:
    """What the review said of day, dose and why; nothing is typed twice."""
    begins: dict[str, Any] = {
        "starts_on": row.takes_effect_on,
        "reason": f"By the {_named(row)}: {row.reason}"[:LONGEST_REASON],
    }
    if row.minutes_per_week:
        begins["hours_per_week"] = f"{row.minutes_per_week / MINUTES:g}"
        begins["days_per_week"] = row.days_per_week
    return begins


def _dose_of(stay: Stay) -> dict[str, Any]:
    """The dose they have on their track now."""
    orders = DoseOrder.objects.in_program(stay.program_id).filter(stay=stay)
    held = orders.order_by("-starts_on").first()
    if held is None:
        return {}
    mix = {MIX + kind: number for kind, number in held.modality_mix.items()}
    hours = f"{held.minutes_per_week / MINUTES:g}"
    return {"hours_per_week": hours, "days_per_week": held.days_per_week, **mix}


def _fitting(row: Review, tracks: list[Track], viewer: Viewer) -> dict[str, Any]:
    """The track of the level decided for, with the least its rule asks."""
    level = track_level(row.level)
    track = next((one for one in tracks if one.level_of_care == level), None)
    if track is None:
        return {}
    rule = dose_rule_of(track, viewer.today)
    if rule is None:
        return {"track_choice": track}
    return {
        "track_choice": track,
        "hours_per_week": f"{rule.min_minutes_per_week / MINUTES:g}",
        "days_per_week": rule.min_days_per_week,
    }
