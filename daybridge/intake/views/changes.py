"""Order another dose; move someone to another track."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.intake import services
from daybridge.intake.care import DoseLine, EpisodeLine, episodes_of
from daybridge.intake.errors import IntakeError
from daybridge.intake.forms import MIX, ChangeDoseForm, TransferForm
from daybridge.intake.models import Episode
from daybridge.intake.views.acting import (
    back_to_care,
    episode_to_change,
    open_tracks,
    show_form,
    told,
)
from daybridge.intake.wording import day_words, dose_words
from daybridge.ui.sending import sent


@requires(Permission.CHART_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def dose(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """Order another dose; the former ones stay as they are."""
    viewer = request.viewer
    episode = episode_to_change(viewer, episode_id)
    today = viewer.today
    line = _line(episode)
    held = line.dose_on(today)
    form = ChangeDoseForm(
        sent(request), episode=episode, initial={"starts_on": today} | _dose(held)
    )
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            order = services.change_dose(
                episode=episode, dose=form.dose(), starts_on=answers["starts_on"],
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except IntakeError as refusal:
            told(form, refusal)
        else:
            words = dose_words(order.minutes_per_week, order.days_per_week)
            return back_to_care(
                request, episode.patient_id,
                f"From {day_words(order.starts_on)}: {words}.",
            )  # fmt: skip
    return show_form(request, "intake/dose.html", form, episode.patient, held=held)


@requires(Permission.CHART_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def transfer(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """Move someone to another track, with a dose for it."""
    viewer = request.viewer
    episode = episode_to_change(viewer, episode_id)
    today = viewer.today
    line = _line(episode)
    stay = line.stays[-1] if line.stays else None
    track_id = stay.track_id if stay else None
    places = ask("intake.standing_places", patient=episode.patient, day=today)
    form = TransferForm(
        sent(request), tracks=open_tracks(viewer, but=track_id),
        patient=episode.patient,
        places=[place for place in places if place.track_id == track_id],
        initial={"starts_on": today} | _dose(line.dose_on(today)),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            followed = services.transfer(
                episode=episode, move=form.move(), at=viewer.at, by=viewer
            )
        except IntakeError as refusal:
            told(form, refusal)
        else:
            to, since = form.track().name, day_words(form.day())
            return back_to_care(
                request, episode.patient_id, f"On {to} from {since}.",
                *followed.sentences,
            )  # fmt: skip
    return show_form(request, "intake/transfer.html", form, episode.patient, stay=stay)


def _line(episode: Episode) -> EpisodeLine:
    lines = episodes_of(episode.patient, reads_words=True)
    return next(line for line in lines if line.id == episode.pk)


def _dose(held: DoseLine | None) -> dict[str, object]:
    if held is None:
        return {}
    hours = f"{held.minutes_per_week / 60:g}"
    mix = {MIX + kind: number for kind, number in held.mix.items()}
    return {"hours_per_week": hours, "days_per_week": held.days_per_week, **mix}
