"""Admit someone, for the first time or again; fill in what was not known then."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.intake import services
from daybridge.intake.errors import IntakeError
from daybridge.intake.forms import AdmissionForm, FactsForm
from daybridge.intake.models import Episode
from daybridge.intake.reach import changeable
from daybridge.intake.values import Admission
from daybridge.intake.views.acting import (
    back_to_care,
    episode_to_change,
    open_tracks,
    show_form,
    told,
)
from daybridge.intake.wording import day_words
from daybridge.people.models import Patient
from daybridge.ui.sending import sent


@requires(Permission.CHART_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def admit(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Begin someone's care."""
    viewer = request.viewer
    patient: Patient = visible_or_refused(
        changeable(viewer, Operation.CREATE), pk=patient_id
    )
    before = patient.episodes.order_by("-admitted_on").first()
    form = AdmissionForm(
        sent(request), tracks=open_tracks(viewer), patient=patient,
        initial=_initial(request, before),
    )  # fmt: skip
    act = services.readmit if before else services.admit
    if form.is_bound and form.is_valid():
        try:
            episode = act(
                patient=patient, admission=form.admission(), at=viewer.at, by=viewer
            )
        except IntakeError as refusal:
            told(form, refusal)
        else:
            return back_to_care(
                request, patient.pk, *admitted_words(episode, form.admission())
            )
    return show_form(
        request, "intake/admit.html", form, patient, again=before is not None
    )


@requires(Permission.CHART_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def facts(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """Fill in, or correct, what is known about the admission."""
    viewer = request.viewer
    episode = episode_to_change(viewer, episode_id)
    form = FactsForm(
        sent(request),
        initial={
            "referral_source": episode.referral_source,
            "primary_substance": episode.primary_substance,
        },
    )
    if form.is_bound and form.is_valid():
        services.amend_admission(
            episode=episode, at=viewer.at, by=viewer, **form.cleaned_data
        )
        return back_to_care(request, episode.patient_id, "Kept.")
    return show_form(request, "intake/facts.html", form, episode.patient)


def admitted_words(episode: Episode, admission: Admission) -> list[str]:
    """What an admission did, and the first week that followed from it."""
    who, since = episode.patient.display_name, day_words(episode.admitted_on)
    sentences = [f"{who} is in care from {since}."]
    if admission.places:
        sentences.append(
            ask("intake.first_week_words", episode=episode, admission=admission)
        )
    return sentences


def _initial(request: StaffRequest, before: Episode | None) -> dict[str, object]:
    """Today, and what was known the last time."""
    known = before or Episode()
    return {
        "admitted_on": request.viewer.today,
        "primary_substance": known.primary_substance,
    }
