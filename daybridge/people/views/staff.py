"""Staff: the list, one member of staff, adding and changing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.models import Barrier, RoleProposal
from daybridge.access.permissions import Permission, permits
from daybridge.access.roles import Role
from daybridge.access.services import RoleRefused
from daybridge.access.viewer import Viewer
from daybridge.audit.submissions import once
from daybridge.people import staffing
from daybridge.people.credentials import held_credentials, needs_supervisor
from daybridge.people.models import Staff, Supervision
from daybridge.people.services import staff as services
from daybridge.people.services.patients import StaleError
from daybridge.people.staff_forms import EditStaffForm, FindStaffForm, NewStaffForm
from daybridge.people.views.form_page import FormPage, stale
from daybridge.ui.sending import key_or_none, sent


@requires(Permission.STAFF_READ)
@require_safe
def staff(request: StaffRequest) -> HttpResponse:
    """Who works here, with what may soon be missing."""
    viewer = request.viewer
    form = FindStaffForm(request.GET)
    asked = form.asked()
    page = staffing.page_of_staff(
        viewer, asked, key_or_none(request.GET.get("after", ""))
    )
    context = {
        "rows": page.rows,
        "after": page.after,
        "form": form,
        "asked": asked,
        "roles": Role.choices,
        "shows": staffing.SHOWS,
        "narrows": asked != staffing.Asked(),
        "may_amend": permits(Permission.STAFF_AMEND, viewer),
        "open_proposals": _open_proposals(viewer).count(),
    }
    return render(request, "people/staff.html", context)


@requires(Permission.STAFF_MEMBER_READ)
@require_safe
def staff_member(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """One member of staff; everyone may open their own page."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    on = viewer.today
    credentials = list(row.credentials.all())
    link = staffing.open_links([row], viewer).get(row.pk)
    may_amend = permits(Permission.STAFF_AMEND, viewer)
    is_me = row.pk == viewer.staff_id
    context = {
        "member": row,
        "is_me": is_me,
        "may_amend": may_amend,
        "may_decide": may_amend and not is_me,
        "lists_staff": permits(Permission.STAFF_READ, viewer),
        "held": held_credentials(credentials, on=on),
        "lacks_supervisor": row.supervisor_id is None
        and row.deactivated_at is None
        and needs_supervisor(row, credentials, on=on),
        "sign_in": staffing.sign_in_of(row, link, at=viewer.at),
        "has_password": staffing.has_password(row),
        "proposals": _open_proposals(viewer).filter(staff=row),
        **_supervision(row, viewer),
        "closed_charts": _closed_charts(row, viewer),
    }
    return render(request, "people/staff_member.html", context)


@requires(Permission.STAFF_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def staff_new(request: StaffRequest) -> HttpResponse:
    """Put someone on the staff."""
    viewer = request.viewer
    form = NewStaffForm(sent(request), viewer=viewer)
    if form.is_bound and form.is_valid():
        roles = [Role(role) for role in form.cleaned_data["roles"]]
        try:
            row = services.add_staff(
                values=form.values(), roles=roles, by=viewer, at=viewer.at
            )
        except RoleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{row.display_name} is on the staff. Make the sign-in next."
            )
            return redirect("people:staff_member", row.pk)
    page = FormPage("Add to the staff", reverse("people:staff"), "Staff")
    return page.show(request, form)


@requires(Permission.STAFF_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def staff_edit(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Change what is on file; what someone else saved meanwhile is shown."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    names = EditStaffForm.base_fields
    form = EditStaffForm(
        sent(request),
        viewer=viewer,
        initial={name: getattr(row, name) for name in names},
    )
    page = FormPage(f"Change {row.display_name}", member_url(row), row.display_name)
    if not (form.is_bound and form.is_valid()):
        return page.show(request, form)
    values, version = form.values(), form.cleaned_data["version"]
    try:
        services.amend_staff(
            staff=row, values=values, version=version, by=viewer, at=viewer.at
        )
    except StaleError:
        return page.show(request, form, differences=stale(form, row, values))
    messages.success(request, "Kept.")
    return redirect(member_url(row))


def staff_or_refused(viewer: Viewer, staff_id: UUID) -> Staff:
    """The member of staff, if this viewer may open their page."""
    rows = staffing.readable_staff(viewer).select_related("supervisor", "site", "user")
    row: Staff = visible_or_refused(rows, pk=staff_id)
    return row


def member_url(row: Staff, part: str = "") -> str:
    """The page of a member of staff, at one of its parts."""
    url = reverse("people:staff_member", args=[row.pk])
    return f"{url}#{part}" if part else url


def _open_proposals(viewer: Viewer) -> Any:
    return (
        RoleProposal.objects.in_program(viewer.program_id)
        .filter(decided_at=None)
        .select_related("proposed_by")
    )


def _supervision(row: Staff, viewer: Viewer) -> dict[str, Any]:
    rows = (
        Supervision.objects.in_program(viewer.program_id)
        .filter(Q(staff=row) | Q(supervisor=row))
        .select_related("staff", "supervisor")
        .order_by("-starts_on", "-created_at")
    )
    shown = list(rows[:200])
    return {
        "supervisions": [one for one in shown if one.staff_id == row.pk],
        "supervises": [
            one for one in shown if one.supervisor_id == row.pk and one.ends_on is None
        ],
    }


def _closed_charts(row: Staff, viewer: Viewer) -> int:
    """How many charts are closed to this person, for those who close them."""
    if row.pk == viewer.staff_id or not permits(Permission.BARRIER_AMEND, viewer):
        return 0
    barriers = Barrier.objects.visible_to(viewer).filter(staff=row, lifted_at=None)
    return int(barriers.count())
