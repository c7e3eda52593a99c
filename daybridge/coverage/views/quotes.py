"""Read a payer's reply into a quote, or keep what was told on the phone."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.coverage import services
from daybridge.coverage.errors import CoverageError
from daybridge.coverage.forms.quotes import ReplyForm, ToldForm
from daybridge.coverage.matching import Match, match_reply
from daybridge.coverage.models import BenefitQuote, Policy
from daybridge.coverage.reach import row_to_change
from daybridge.coverage.views.showing import back_to, form_page, page_of, told
from daybridge.coverage.x12.eligibility import read_replies
from daybridge.coverage.x12.segments import X12Error
from daybridge.ui.sending import sent


@requires(Permission.COVERAGE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: StaffRequest, policy_id: UUID) -> HttpResponse:
    """What somebody was told on the phone, with the reference number of the call."""
    viewer = request.viewer
    policy = _policy(viewer, policy_id)
    form = ToldForm(sent(request))
    if form.is_bound and form.is_valid():
        services.keep_told(policy=policy, told=form.told(), at=viewer.at, by=viewer)
        return back_to(request, policy.patient_id, "The quote is kept.")
    page = page_of(
        viewer, policy.patient, "What the payer said", "Keep this quote",
        lede=f"{policy}. A newer quote stands before the older ones; none is changed.",
    )  # fmt: skip
    return form_page(request, form, page, "coverage/told.html", policy=policy)


@requires(Permission.COVERAGE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def from_file(request: StaffRequest, policy_id: UUID) -> HttpResponse:
    """A 271: what it says is shown first, and kept only when somebody agrees."""
    viewer = request.viewer
    policy = _policy(viewer, policy_id)
    form = ReplyForm(sent(request), request.FILES or None)
    match = None
    if form.is_bound and form.is_valid():
        match = _read(form, policy, viewer.today)
        if match is not None and request.POST.get("keep"):
            services.keep_reply(
                policy=policy, match=match, network=form.cleaned_data["network"],
                raw=form.cleaned_data["raw"], at=viewer.at, by=viewer,
            )  # fmt: skip
            return back_to(request, policy.patient_id, "The quote is kept.")
    page = page_of(
        viewer, policy.patient, "Read a payer’s reply", "Show what it says",
        lede=str(policy), takes_files=True,
    )  # fmt: skip
    if match is None:
        return form_page(request, form, page, "coverage/reply.html", policy=policy)
    return _preview(request, form, page, policy, match)


def _preview(
    request: StaffRequest, form: ReplyForm, page: Any, policy: Policy, match: Match
) -> HttpResponse:
    """What was read, before anything is kept."""
    again = ReplyForm(
        initial={
            "network": form.cleaned_data["network"], "text": form.cleaned_data["raw"],
        }
    )  # fmt: skip
    facts = match.facts
    shown = {
        name: getattr(facts, name)
        for name in facts.__dataclass_fields__
        if name not in ("said", "remarks")
    }
    quote = BenefitQuote(
        source="271", network=form.cleaned_data["network"], said=facts.said,
        remarks=[*facts.remarks, *match.doubts], **shown,
    )  # fmt: skip
    return form_page(
        request, again, page, "coverage/reply.html", policy=policy, quote=quote,
        match=match,
    )  # fmt: skip


def _read(form: ReplyForm, policy: Policy, on: date) -> Match | None:
    """The reply of this policy, or a sentence on the form that says why not."""
    try:
        replies = read_replies(form.cleaned_data["raw"])
        return match_reply(replies, policy, network=form.cleaned_data["network"], on=on)
    except X12Error as broken:
        form.add_error("text", str(broken))
    except CoverageError as refusal:
        told(form, refusal)
    return None


def _policy(viewer: Any, policy_id: UUID) -> Policy:
    rows = Policy.objects.select_related("patient", "plan__payer")
    policy: Policy = row_to_change(viewer, rows, "patient", policy_id)
    return policy
