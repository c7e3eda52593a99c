"""Someone is proposed as director: a second person agrees, or does not."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.models import RoleProposal
from daybridge.access.permissions import Permission
from daybridge.access.roles import Role
from daybridge.access.services import RoleRefused, decide_role
from daybridge.audit.submissions import once

SHOWN = 50


@requires(Permission.ROLE_DECIDE)
@require_safe
@never_cache
def proposals(request: StaffRequest) -> HttpResponse:
    """What waits for a second person, and what was decided lately."""
    viewer = request.viewer
    rows = RoleProposal.objects.in_program(viewer.program_id).select_related(
        "staff", "proposed_by", "decided_by"
    )
    waiting = rows.filter(decided_at=None).order_by("proposed_at")
    context = {
        "waiting": [_row(one, viewer.staff_id) for one in waiting[:SHOWN]],
        "decided": [
            _row(one, viewer.staff_id)
            for one in rows.exclude(decided_at=None).order_by("-decided_at")[:SHOWN]
        ],
    }
    return render(request, "access/proposals.html", context)


@requires(Permission.ROLE_DECIDE)
@require_POST
@once
def decide(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Agree or not; the first decision stands, and the other person is told."""
    viewer = request.viewer
    rows = RoleProposal.objects.in_program(viewer.program_id).select_related("staff")
    proposal = visible_or_refused(rows, pk=proposal_id)
    agree = request.POST.get("answer") == "agree"
    try:
        is_first = decide_role(proposal=proposal, agree=agree, by=viewer, at=viewer.at)
    except RoleRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _told(is_first, agree))
    return HttpResponseRedirect(reverse("access:proposals"))


def _told(is_first: bool, agree: bool) -> str:
    if not is_first:
        return "Someone else has decided this meanwhile. Their answer stands."
    return "Agreed. The role holds from now on." if agree else "Declined."


def _row(proposal: RoleProposal, staff_id: UUID | None) -> dict[str, object]:
    return {
        "proposal": proposal,
        "role": Role(proposal.role).label,
        "is_own": staff_id in (proposal.proposed_by_id, proposal.staff_id),
    }
