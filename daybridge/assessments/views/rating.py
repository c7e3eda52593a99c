"""Ratings, what the rule pack says to them, and the level that is chosen."""

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
from daybridge.assessments.composing import placement_of
from daybridge.assessments.errors import AssessmentRefusal, ChangedMeanwhile
from daybridge.assessments.forms.rating import PlacementForm
from daybridge.assessments.levels import suggest
from daybridge.assessments.models import Assessment, Placement
from daybridge.assessments.services.rating import rate
from daybridge.assessments.views.acting import assessment_to_change, page
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.ui.sending import sent


@requires(Permission.ASSESSMENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def ratings(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Rate the dimensions and choose the level."""
    viewer = request.viewer
    row = assessment_to_change(viewer, assessment_id, Operation.CREATE)
    if not row.is_open:
        return redirect("assessments:assessment", row.pk)
    form = PlacementForm(
        sent(request), edition=row.edition, initial=_initial(row, placement_of(row))
    )
    if form.is_bound and form.is_valid():
        try:
            saved = rate(
                assessment=row, rating=form.rating(), base=form.cleaned_data["base"],
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
            messages.success(request, "The ratings are saved.")
            stays = "stay" in request.POST
            name = "assessments:ratings" if stays else "assessments:assessment"
            return redirect(name, row.pk)
    elif not form.is_bound:
        record_read(viewer, row.patient, "assessment: ratings")
    return _show(request, row, form)


@requires(Permission.ASSESSMENT_CREATE)
@require_POST
def suggestion(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """What the rule pack says to the ratings as they stand on the page."""
    row = assessment_to_change(request.viewer, assessment_id, Operation.CREATE)
    form = PlacementForm(sent(request), edition=row.edition, initial={})
    form.is_valid()
    return render(request, "assessments/_suggestion.html", _suggested(row, form))


def _show(request: StaffRequest, row: Assessment, form: PlacementForm) -> HttpResponse:
    context = {
        "assessment": row,
        "form": form,
        "stop": row.stops.filter(closed_at=None).first(),
        **_suggested(row, form),
    }
    status = 422 if form.is_bound else 200
    return page(
        request, "assessments/ratings.html", row.patient, context, status=status
    )


def _suggested(row: Assessment, form: PlacementForm) -> dict[str, Any]:
    ratings = form.ratings() if form.is_bound else row.ratings
    said = suggest(row.edition, ratings, uses_rule_pack=row.uses_rule_pack)
    return {"suggestion": said, "assessment": row}


def _initial(row: Assessment, placement: Placement | None) -> dict[str, Any]:
    begins: dict[str, Any] = {"base": row.version}
    begins |= {f"rate-{key}": code for key, code in row.ratings.items()}
    begins |= {f"words-{key}": text for key, text in row.rating_words.items()}
    if placement is not None:
        for name in ("selected", "offered", "difference_reason"):
            begins[name] = getattr(placement, name)
    return begins
