"""The sections of the interview: shown with what is known, saved each by itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.matrix import Operation
from daybridge.access.permissions import Permission
from daybridge.assessments.errors import AssessmentRefusal, ChangedMeanwhile
from daybridge.assessments.forms.section import SectionForm
from daybridge.assessments.interview_questions import Section, section_of, sections
from daybridge.assessments.models import Assessment
from daybridge.assessments.prefill import Sources
from daybridge.assessments.services.sections import SavedSection, save_section
from daybridge.assessments.views.acting import assessment_to_change, page
from daybridge.audit.reading import record_read
from daybridge.audit.submissions import once
from daybridge.ui.sending import sent


@requires(Permission.ASSESSMENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def section(request: StaffRequest, assessment_id: UUID, key: str) -> HttpResponse:
    """One section; saving goes on to the next."""
    viewer = request.viewer
    row = assessment_to_change(viewer, assessment_id, Operation.CREATE)
    part = section_of(key)
    if part is None:
        raise Refused(key)
    if not row.is_open:
        return redirect("assessments:assessment", row.pk)
    form = _form(request, row, part)
    if form.is_bound and "more" not in form.data and form.is_valid():
        try:
            saved = _save(request, row, part, form)
        except ChangedMeanwhile as clash:
            form.clash(clash.now.answers, clash.now.version)
            form.add_error(None, clash.sentence)
        except AssessmentRefusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _go_on(request, row, part, saved)
    elif not form.is_bound:
        record_read(viewer, row.patient, f"assessment: {part.title.lower()}")
    return _show(request, row, part, form)


@requires(Permission.ASSESSMENT_CREATE)
@require_POST
def keep(request: StaffRequest, assessment_id: UUID, key: str) -> HttpResponse:
    """Save a section while it is written; answers where the words are now."""
    row = assessment_to_change(request.viewer, assessment_id, Operation.CREATE)
    part = section_of(key)
    if part is None:
        raise Refused(key)
    form = _form(request, row, part)
    if not form.is_valid():
        return _state(request, 422, "Something here cannot be saved yet.")
    try:
        saved = _save(request, row, part, form)
    except AssessmentRefusal as refusal:
        return _state(request, 409, refusal.sentence)
    return _state(request, 200, "", saved)


def _form(request: StaffRequest, row: Assessment, part: Section) -> SectionForm:
    stored = row.sections.filter(section=part.key).first()
    return SectionForm(
        sent(request),
        section=part,
        stored=stored.answers if stored else {},
        told=Sources(row).told(part),
        version=stored.version if stored else 0,
    )


def _save(
    request: StaffRequest, row: Assessment, part: Section, form: SectionForm
) -> SavedSection:
    viewer = request.viewer
    return save_section(
        assessment=row, section=part.key, answers=form.answers(),
        base=form.cleaned_data["base"], at=viewer.at, by=viewer,
    )  # fmt: skip


def _go_on(
    request: StaffRequest, row: Assessment, part: Section, saved: SavedSection
) -> HttpResponse:
    """To a danger first; else to the next section, or back to the whole."""
    if saved.stop is not None:
        return redirect("assessments:stop", saved.stop.pk)
    messages.success(request, f"{part.title} is saved.")
    after = _after(part)
    if after is None or "stay" in request.POST:
        return redirect("assessments:assessment", row.pk)
    return redirect("assessments:section", row.pk, after.key)


def _after(part: Section) -> Section | None:
    keys = list(sections())
    place = keys.index(part) + 1
    return keys[place] if place < len(keys) else None


def _show(
    request: StaffRequest, row: Assessment, part: Section, form: SectionForm
) -> HttpResponse:
    stored = dict(row.sections.values_list("section", "version"))
    context: dict[str, Any] = {
        "assessment": row,
        "section": part,
        "form": form,
        "steps": [
            (one.title, reverse("assessments:section", args=[row.pk, one.key]),
             _step(one, part, stored))
            for one in sections()
        ],
        "after": _after(part),
        "stop": row.stops.filter(closed_at=None).first(),
    }  # fmt: skip
    is_mended = form.is_bound and "more" not in form.data
    status = 422 if is_mended else 200
    return page(
        request, "assessments/section.html", row.patient, context, status=status
    )


def _step(one: Section, part: Section, stored: dict[str, int]) -> str:
    return "current" if one is part else "done" if one.key in stored else "todo"


def _state(
    request: StaffRequest, status: int, problem: str, saved: SavedSection | None = None
) -> HttpResponse:
    context = {
        "problem": problem,
        "version": saved.row.version if saved else None,
        "time": request.viewer.at,
        "stop": saved.stop if saved else None,
    }
    return render(request, "assessments/_saved.html", context, status=status)
