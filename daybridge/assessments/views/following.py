"""Move a person as their review decided, with a dose on the new track."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.permissions import Permission
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.levels import track_level
from daybridge.assessments.models import Review
from daybridge.assessments.services.reviewing import move_as_decided
from daybridge.assessments.views.acting import page, review_to_change
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.intake.errors import IntakeError
from daybridge.intake.forms import TransferForm
from daybridge.intake.models import Stay
from daybridge.intake.reach import changeable
from daybridge.intake.views.acting import open_tracks, told
from daybridge.programs.models import Track
from daybridge.programs.queries import dose_rule_of
from daybridge.ui.sending import sent

MINUTES = 60


@requires(Permission.CHART_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def move(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Another track from a day on, as was decided and why."""
    viewer = request.viewer
    row = review_to_change(viewer, review_id, Operation.CREATE)
    visible_or_refused(changeable(viewer, Operation.AMEND), pk=row.patient_id)
    if row.is_open or row.followed_at or row.episode.discharged_on:
        return redirect("assessments:review", row.pk)
    stay = row.episode.stays.filter(ended_on=None).select_related("track").first()
    form = _form(request, row, stay)
    if form.is_bound and form.is_valid():
        try:
            followed = move_as_decided(
                review=row, move=form.move(), at=viewer.at, by=viewer
            )
        except IntakeError as refusal:
            told(form, refusal)
        except AssessmentRefusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            words = [f"They come to {form.track().name} now.", *followed.sentences]
            messages.success(request, " ".join(words))
            return redirect("intake:episodes", row.patient_id)
    context = {"form": form, "review": row, "stay": stay}
    status = 422 if form.is_bound else 200
    return page(request, "assessments/move.html", row.patient, context, status=status)


def _form(request: StaffRequest, row: Review, stay: Stay | None) -> TransferForm:
    viewer = request.viewer
    today = viewer.today
    tracks = open_tracks(viewer, but=stay.track_id if stay else None)
    places = ask("intake.standing_places", patient=row.patient, day=today)
    here = [one for one in places if stay and one.track_id == stay.track_id]
    return TransferForm(
        sent(request), tracks=tracks, patient=row.patient, places=here,
        initial={"starts_on": today, "reason": row.reason[:1000],
                 **_fitting(row, tracks, viewer)},
    )  # fmt: skip


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
