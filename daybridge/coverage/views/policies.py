"""Add a policy, change it."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.coverage import services
from daybridge.coverage.errors import CoverageError
from daybridge.coverage.forms.policies import PolicyForm
from daybridge.coverage.models import Plan, Policy, Rank, Relationship
from daybridge.coverage.reach import patient_to_change, row_to_change
from daybridge.coverage.views.showing import back_to, form_page, page_of, told
from daybridge.intake.models import Inquiry
from daybridge.people.models import Patient
from daybridge.ui.sending import sent

INSURED = {  # what an inquiry says, as a policy says it
    "self": Relationship.SELF, "spouse": Relationship.SPOUSE,
    "parent": Relationship.CHILD, "other": Relationship.OTHER,
}  # fmt: skip


@requires(Permission.COVERAGE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: StaffRequest, patient_id: UUID) -> HttpResponse:
    """A policy, filled in with what was told when they first asked."""
    viewer = request.viewer
    patient = patient_to_change(viewer, patient_id)
    plans = _plans(viewer)
    form = PolicyForm(
        sent(request), request.FILES or None, plans=plans,
        initial=_first_answers(viewer, patient, plans),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            services.add_policy(
                patient=patient, values=form.values(), photos=form.photos(),
                at=viewer.at, by=viewer,
            )  # fmt: skip
        except CoverageError as refusal:
            told(form, refusal)
        else:
            return back_to(request, patient.pk, "The policy is kept.")
    page = page_of(viewer, patient, "Add a policy", "Keep this", takes_files=True)
    return form_page(request, form, page, no_plans=not plans)


@requires(Permission.COVERAGE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change(request: StaffRequest, policy_id: UUID) -> HttpResponse:
    """Correct a policy, give it a last day, add photos of its card."""
    viewer = request.viewer
    rows = Policy.objects.select_related("patient", "plan__payer")
    policy: Policy = row_to_change(viewer, rows, "patient", policy_id)
    plans = _plans(viewer, but=policy.plan_id)
    names = [name for name in PolicyForm.base_fields if hasattr(policy, name)]
    form = PolicyForm(
        sent(request), request.FILES or None, plans=plans,
        initial={name: getattr(policy, name) for name in names},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            services.change_policy(
                policy=policy, values=form.values(), photos=form.photos(),
                version=form.cleaned_data["version"] or 0, at=viewer.at, by=viewer,
            )  # fmt: skip
        except CoverageError as refusal:
            told(form, refusal)
        else:
            return back_to(request, policy.patient_id, "The policy is kept.")
    page = page_of(
        viewer, policy.patient, "Change a policy", "Keep this", takes_files=True
    )
    return form_page(request, form, page)


def _plans(viewer: Any, but: UUID | None = None) -> list[Plan]:
    """Plans that take people, and the one somebody has."""
    today = viewer.today
    is_open = (Q(closed_on=None) | Q(closed_on__gt=today)) & (
        Q(payer__closed_on=None) | Q(payer__closed_on__gt=today)
    )
    rows = Plan.objects.in_program(viewer.program_id).select_related("payer")
    return list(rows.filter(is_open | Q(pk=but)).order_by("payer__name", "name"))


def _first_answers(
    viewer: Any, patient: Patient, plans: list[Plan]
) -> dict[str, object]:
    """What the patient already told, so that nobody asks again."""
    ranks = Policy.objects.in_program(viewer.program_id).filter(
        patient=patient, ends_on=None
    )
    has_primary = ranks.filter(rank=Rank.PRIMARY).exists()
    first: dict[str, object] = {
        "rank": Rank.SECONDARY if has_primary else Rank.PRIMARY,
        "starts_on": viewer.today.replace(month=1, day=1),
    }
    inquiries = Inquiry.objects.in_program(viewer.program_id).filter(patient=patient)
    inquiry = inquiries.order_by("-first_contact_at").first()
    if inquiry is None or has_primary:
        return first
    first["member_number"] = inquiry.member_number
    first["relationship"] = INSURED.get(inquiry.insured, Relationship.SELF)
    named = _squeezed(inquiry.payer_name)
    fitting = [p for p in plans if named and _squeezed(p.payer.name) in named] or [
        p for p in plans if named and named in _squeezed(str(p))
    ]
    if len(fitting) == 1:
        first["plan"] = fitting[0]
    return first


def _squeezed(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
