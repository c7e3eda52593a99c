"""Read the whole text, sign it, co-sign it, add to it, begin care from it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.permissions import Permission
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.assessments import teds
from daybridge.assessments.composing import compose, placement_of
from daybridge.assessments.dangers import stored_answers
from daybridge.assessments.errors import AssessmentRefusal
from daybridge.assessments.forms.acting import AcceptanceForm, AddendumForm
from daybridge.assessments.levels import track_level
from daybridge.assessments.models import Assessment, Placement
from daybridge.assessments.queries.diagnoses import in_force_of
from daybridge.assessments.services.admitting import admit_after, offer
from daybridge.assessments.services.signing import sign
from daybridge.assessments.views.acting import (
    assessment_to_change,
    page,
    refuse_unless_supervisor,
)
from daybridge.assessments.views.adding import sign_beside, was_added
from daybridge.assessments.views.overview import finished
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.intake.errors import IntakeError
from daybridge.intake.models import Inquiry
from daybridge.intake.views.acting import open_tracks, told
from daybridge.intake.views.admission import admitted_words
from daybridge.people.models import Staff
from daybridge.people.signers import signer_of
from daybridge.programs.queries import dose_rule_of
from daybridge.ui.sending import sent

MINUTES = 60


@requires(Permission.ASSESSMENT_SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def finalize(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """The whole text as it will be signed, and the signature of who may write too."""
    viewer = request.viewer
    row = assessment_to_change(viewer, assessment_id, Operation.CREATE)
    if not row.is_open:
        return redirect("assessments:assessment", row.pk)
    problem = ""
    if request.method == "POST":
        try:
            digest = request.POST.get("digest", "")
            row = sign(assessment=row, digest=digest, at=viewer.at, by=viewer)
        except AssessmentRefusal as refusal:
            problem = refusal.sentence
        else:
            offer(assessment=row, at=viewer.at, by=viewer)
            messages.success(request, "The assessment is signed.")
            return redirect("assessments:assessment", row.pk)
    else:
        record_read(viewer, row.patient, "assessment")
    composed = compose(row)
    context = {
        "assessment": row,
        "composed": composed,
        "problem": problem,
        "signer": signer_of(viewer, on=viewer.today),
        "stop": row.stops.filter(closed_at=None).first(),
    }
    status = 422 if problem else 200
    return page(
        request, "assessments/finalize.html", row.patient, context, status=status
    )


@requires(Permission.ASSESSMENT_SIGN)
@require_POST
@once
def co_signature(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """A supervisor's signature under what was signed."""
    viewer = request.viewer
    refuse_unless_supervisor(viewer)
    row = assessment_to_change(viewer, assessment_id, Operation.SIGN)
    sign_beside(request, row)
    return redirect("assessments:assessment", row.pk)


@requires(Permission.ASSESSMENT_AMEND)
@require_POST
@once
def addendum(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Add to a signed assessment."""
    viewer = request.viewer
    row = assessment_to_change(viewer, assessment_id, Operation.AMEND)
    form = AddendumForm(sent(request))
    if was_added(request, row, form):
        return redirect("assessments:assessment", row.pk)
    context = finished(row, viewer, form)
    return page(request, "assessments/finished.html", row.patient, context, status=422)


@requires(Permission.CHART_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def admission(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Begin care from a signed assessment, on the level that was offered."""
    viewer = request.viewer
    row = assessment_to_change(viewer, assessment_id, Operation.CREATE)
    placement = placement_of(row)
    if placement is None or row.signed_at is None or placement.actual:
        return redirect("assessments:assessment", row.pk)
    stored, inquiry = stored_answers(row), _inquiry(row)
    form = AcceptanceForm(
        sent(request), tracks=open_tracks(viewer), patient=row.patient,
        counselors=counselors(viewer),
        initial=_initial(row, placement, stored, inquiry, viewer),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        acceptance = form.acceptance(
            _facts(row, placement, stored, inquiry, form, viewer)
        )
        try:
            episode = admit_after(
                assessment=row, acceptance=acceptance, at=viewer.at, by=viewer
            )
        except IntakeError as refusal:
            told(form, refusal)
        except AssessmentRefusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(
                request, " ".join(admitted_words(episode, acceptance.admission))
            )
            return redirect("intake:episodes", row.patient_id)
    context = {"form": form, "assessment": row, "placement": placement}
    status = 422 if form.is_bound else 200
    return page(
        request, "assessments/admission.html", row.patient, context, status=status
    )


def counselors(viewer: Viewer) -> list[Staff]:
    """Who may be somebody's primary counselor, by name."""
    active = Staff.objects.in_program(viewer.program_id).active()
    return sorted(
        (one for one in active if Role.COUNSELOR in one.role_set),
        key=lambda one: one.sort_name,
    )


def _inquiry(row: Assessment) -> Inquiry | None:
    rows = Inquiry.objects.in_program(row.program_id).filter(patient_id=row.patient_id)
    found: Inquiry | None = rows.order_by("-first_contact_at").first()
    return found


def _initial(
    row: Assessment, placement: Placement, stored: Any, inquiry: Inquiry | None,
    viewer: Viewer,
) -> dict[str, Any]:  # fmt: skip
    """Track by level, dose by its rule, and all that was told before."""
    today = viewer.today
    level = track_level(placement.offered)
    fitting = [one for one in open_tracks(viewer) if one.level_of_care == level]
    wanted = [one for one in fitting if inquiry and one.pk == inquiry.track_id]
    track = next(iter([*wanted, *fitting]), None)
    begins: dict[str, Any] = {
        "admitted_on": today,
        "track_choice": track,
        "primary": row.author_id,
        "referral_source": inquiry.referral_source if inquiry else "",
        "primary_substance": teds.primary_substance(stored),
        "places": True,
    }
    rule = dose_rule_of(track, today) if track else None
    if rule is not None:
        hours = rule.min_minutes_per_week / MINUTES
        begins["hours_per_week"] = f"{hours:g}"
        begins["days_per_week"] = rule.min_days_per_week
    return begins


def _facts(
    row: Assessment, placement: Placement, stored: Any, inquiry: Inquiry | None,
    form: AcceptanceForm, viewer: Viewer,
) -> dict[str, str]:  # fmt: skip
    first = inquiry.first_contact_at if inquiry else None
    contact_on = viewer.program.day_of(first) if first else None
    primary = next(
        (one.code for one in in_force_of(row.patient_id, row.program_id)
         if one.is_primary), "",
    )  # fmt: skip
    collected = teds.facts_of(
        stored,
        primary_code=primary,
        level=form.track().level_of_care,
        waited_days=teds.waited(contact_on, form.day()),
    )
    return collected | teds.facts_on_record(row.patient, form.day())
