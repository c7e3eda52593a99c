"""Continued-service reviews: begin, write, sign, add to what is signed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.permissions import Permission
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.assessments.composing import parts_of
from daybridge.assessments.errors import (
    AlreadyUnderWay,
    AssessmentRefusal,
    ChangedMeanwhile,
)
from daybridge.assessments.following import Came, following_of
from daybridge.assessments.forms.acting import AddendumForm
from daybridge.assessments.forms.rating import MINUTES, ReviewForm
from daybridge.assessments.levels import Suggestion, suggest
from daybridge.assessments.models import Review, SafetyStop
from daybridge.assessments.reach import may
from daybridge.assessments.review_text import compose_review, last_rated
from daybridge.assessments.services.reviewing import (
    begin_review,
    sign_review,
    write_review,
)
from daybridge.assessments.settings import assessing_on
from daybridge.assessments.views.acting import (
    may_follow,
    page,
    patient_to_change,
    refuse_unless_supervisor,
    review_to_change,
    review_to_read,
)
from daybridge.assessments.views.adding import sign_beside, was_added
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.people.signers import signer_of
from daybridge.ui.sending import sent

WORDS = (
    "progress", "amendments", "decision", "level", "reason", "takes_effect_on",
    "days_per_week", "discharge_reason",
)  # fmt: skip


@requires(Permission.ASSESSMENT_CREATE)
@require_POST
@once
def new(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """Begin a review of someone in care, or go on with the one under way."""
    viewer = request.viewer
    patient = patient_to_change(viewer, patient_id, Operation.CREATE)
    episode = patient.episodes.filter(discharged_on=None).first()
    if episode is None:
        messages.error(request, "They are not in care: there is nothing to review.")
        return redirect("assessments:of", patient.pk)
    try:
        row = begin_review(episode=episode, at=viewer.at, by=viewer)
    except AlreadyUnderWay as refusal:
        messages.info(request, refusal.sentence)
        row = (
            Review.objects.in_program(viewer.program_id)
            .under_way()
            .get(episode=episode)
        )
    return redirect("assessments:review", row.pk)


@requires(Permission.ASSESSMENT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def review(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """One review: written while it is open, read once it is signed."""
    viewer = request.viewer
    if request.method == "POST":
        row = review_to_change(viewer, review_id, Operation.CREATE)
    else:
        row = review_to_read(viewer, review_id)
        record_read(viewer, row.patient, "continued-service review")
    if not row.is_open or not may(viewer, row.patient_id, Operation.CREATE):
        return _read(request, row)
    last = last_rated(row.patient_id, viewer.program_id)
    form = ReviewForm(
        sent(request), edition=row.edition, initial=_initial(row),
        last=last.ratings if last and last.edition == row.edition else {},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            saved = write_review(
                review=row, written=form.written(), base=form.cleaned_data["base"],
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except ChangedMeanwhile as clash:
            form.see(clash.now.version)
            form.add_error(None, clash.sentence)
        except AssessmentRefusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.sentence)
        else:
            if saved.stop is not None:
                return redirect("assessments:stop", saved.stop.pk)
            return redirect("assessments:review_sign", row.pk)
    return _write(request, row, form, last)


@requires(Permission.ASSESSMENT_CREATE)
@require_POST
def suggestion(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """What the rule pack says to the ratings as they stand on the page."""
    row = review_to_change(request.viewer, review_id, Operation.CREATE)
    form = ReviewForm(sent(request), edition=row.edition, initial={})
    form.is_valid()
    context = {"suggestion": _suggested(request.viewer, row, form.ratings())}
    return render(
        request, "assessments/_suggestion.html", context | {"assessment": row}
    )


@requires(Permission.ASSESSMENT_SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def sign(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """The review as it will be signed, and the signature of who may write too."""
    viewer = request.viewer
    row = review_to_change(viewer, review_id, Operation.CREATE)
    if not row.is_open:
        return redirect("assessments:review", row.pk)
    problem = ""
    if request.method == "POST":
        digest = request.POST.get("digest", "")
        try:
            sign_review(review=row, digest=digest, at=viewer.at, by=viewer)
        except AssessmentRefusal as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, "The review is signed.")
            return redirect("assessments:review", row.pk)
    else:
        record_read(viewer, row.patient, "continued-service review")
    context = {
        "review": row,
        "composed": compose_review(row),
        "problem": problem,
        "stop": _open_stop(row),
        "signer": signer_of(viewer, on=viewer.today),
    }
    status = 422 if problem else 200
    return page(
        request, "assessments/review_sign.html", row.patient, context, status=status
    )


@requires(Permission.ASSESSMENT_SIGN)
@require_POST
@once
def co_signature(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """A supervisor's signature under a signed review."""
    viewer = request.viewer
    refuse_unless_supervisor(viewer)
    row = review_to_change(viewer, review_id, Operation.SIGN)
    sign_beside(request, row)
    return redirect("assessments:review", row.pk)


@requires(Permission.ASSESSMENT_AMEND)
@require_POST
@once
def addendum(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Add to a signed review, saying why."""
    viewer = request.viewer
    row = review_to_change(viewer, review_id, Operation.AMEND)
    form = AddendumForm(sent(request))
    if was_added(request, row, form):
        return redirect("assessments:review", row.pk)
    return _read(request, row, form)


def _initial(row: Review) -> dict[str, Any]:
    begins: dict[str, Any] = {"base": row.version}
    begins |= {f"rate-{key}": code for key, code in row.ratings.items()}
    begins |= {f"words-{key}": text for key, text in row.rating_words.items()}
    if row.minutes_per_week:
        begins["hours_per_week"] = f"{row.minutes_per_week / MINUTES:g}"
    return begins | {name: getattr(row, name) for name in WORDS}


def _write(
    request: StaffRequest, row: Review, form: ReviewForm, last: Any
) -> HttpResponse:
    ratings = form.ratings() if form.is_bound else row.ratings
    context = {
        "review": row,
        "form": form,
        "last": last,
        "suggestion": _suggested(request.viewer, row, ratings),
        "stop": _open_stop(row),
    }
    status = 422 if form.is_bound else 200
    return page(request, "assessments/review.html", row.patient, context, status=status)


def _suggested(viewer: Viewer, row: Review, ratings: Mapping[str, str]) -> Suggestion:
    rule = assessing_on(row.program_id, viewer.today)
    return suggest(row.edition, ratings, uses_rule_pack=rule.uses_rule_pack)


def _open_stop(row: Review) -> SafetyStop | None:
    stop: SafetyStop | None = row.stops.filter(closed_at=None).first()
    return stop


def _read(
    request: StaffRequest, row: Review, form: AddendumForm | None = None
) -> HttpResponse:
    viewer = request.viewer
    text = compose_review(row).text if row.is_open else row.signed_text
    following = following_of(row)
    context = {
        "review": row,
        "parts": parts_of(text),
        "stop": _open_stop(row),
        "following": following,
        "leads_on": following.came is Came.WAITS and may_follow(viewer, row),
        "addenda": row.addenda.order_by("signed_at", "pk"),
        "may_add": not row.is_open and may(viewer, row.patient_id, Operation.AMEND),
        "form": form or AddendumForm(),
        "may_co_sign": row.awaits_co_signature
        and Role.SUPERVISOR in viewer.roles
        and row.signed_by_id != viewer.staff_id
        and may(viewer, row.patient_id, Operation.SIGN),
    }
    status = 422 if form else 200
    return page(
        request, "assessments/review_read.html", row.patient, context, status=status
    )
