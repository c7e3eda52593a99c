"""Whose coverage waits for somebody, and which estimates are owed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_list_read
from daybridge.coverage import waiting
from daybridge.coverage.reach import WHOLE
from daybridge.coverage.views.showing import section
from daybridge.people.queries import as_read_by
from daybridge.ui.sending import key_or_none


@requires(Permission.COVERAGE_READ)
@require_safe
def to_check(request: StaffRequest) -> HttpResponse:
    """One question at a time: no policy, not checked, an old quote, authorization."""
    viewer = request.viewer
    _refuse_all_but_readers(request)
    wanted = request.GET.get("show", waiting.UNCHECKED)
    question = wanted if wanted in waiting.QUESTIONS else waiting.UNCHECKED
    after = key_or_none(request.GET.get("after", ""))
    page = waiting.page_of(viewer, question, after=after)
    for line in page.lines:
        line.patient = as_read_by(viewer, line.patient)
    record_list_read(viewer, f"coverage, {question}", shown=len(page.lines))
    context = {
        "page": page, "question": question, "questions": waiting.asked_by(viewer),
        "words": waiting.QUESTIONS[question],
    }  # fmt: skip
    return section(request, "coverage/list.html", context, tab="coverage:list")


@requires(Permission.COVERAGE_READ)
@require_safe
def good_faith(request: StaffRequest) -> HttpResponse:
    """Who is owed a good-faith estimate, the most urgent first."""
    viewer = request.viewer
    _refuse_all_but_readers(request)
    after = key_or_none(request.GET.get("after", ""))
    page = waiting.owed_estimates(viewer, after=after)
    for line in page.lines:
        line.patient = as_read_by(viewer, line.patient)
    record_list_read(viewer, "good-faith estimates", shown=len(page.lines))
    context = {"page": page}
    return section(
        request, "coverage/good_faith.html", context, tab="coverage:good_faith"
    )


def _refuse_all_but_readers(request: StaffRequest) -> None:
    if not request.viewer.roles & WHOLE:
        raise Refused(request.path)
