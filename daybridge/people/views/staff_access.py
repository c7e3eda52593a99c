"""What a member of staff may do here: roles, the way in, leaving and coming back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.invitations import LASTS
from daybridge.access.invitations import invite as make_link
from daybridge.access.invitations import withdraw as end_link
from daybridge.access.models import Invitation
from daybridge.access.permissions import Permission
from daybridge.access.services import RoleRefused
from daybridge.audit.submissions import once
from daybridge.happenings import ask
from daybridge.people import staffing
from daybridge.people.models import Staff
from daybridge.people.services import leaving
from daybridge.people.services.staff import change_roles
from daybridge.people.staff_forms import RolesForm
from daybridge.people.views.form_page import FormPage
from daybridge.people.views.staff import member_url, staff_or_refused
from daybridge.ui.sending import sent

Kind = Invitation.Kind


@requires(Permission.STAFF_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def roles(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Give and take roles; a director is proposed, and someone else agrees."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    now = sorted(row.role_set)
    form = RolesForm(sent(request), initial={"roles": now, "seen": ",".join(now)})
    if form.is_bound and form.is_valid():
        try:
            change = change_roles(
                staff=row, added=form.added, taken=form.taken, by=viewer, at=viewer.at
            )
        except RoleRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = "A second person has to agree." if change.proposals else "Kept."
            messages.success(request, told + _alone(change.left_alone))
            return redirect(member_url(row, "roles"))
    page = FormPage(
        f"Roles of {row.display_name}",
        member_url(row, "roles"),
        row.display_name,
        "A change holds from the person's next click.",
    )
    return page.show(request, form)


@requires(Permission.STAFF_AMEND)
@require_POST
@never_cache
def invitation(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Make a link and show it, once: the answer is not kept anywhere."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    kind = _kind(row, request.POST.get("kind", ""))
    try:
        token = make_link(staff=row, by=viewer, at=viewer.at, kind=kind)
    except RoleRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(member_url(row, "sign-in"))
    link = request.build_absolute_uri(reverse("access:invitation", args=[token]))
    context = {"member": row, "link": link, "until": viewer.at + LASTS}
    return render(request, "people/invitation_link.html", context)


@requires(Permission.STAFF_AMEND)
@require_POST
def invitation_withdraw(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """End the open link."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    if end_link(staff=row, by=viewer, at=viewer.at):
        messages.success(request, "The link no longer works.")
    else:
        messages.success(request, "There was no open link.")
    return redirect(member_url(row, "sign-in"))


@requires(Permission.STAFF_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def leave(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Say what leaving means for this person's work, then close every door."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    if request.method == "POST":
        return _left(request, row)
    if row.deactivated_at is not None or row.pk == viewer.staff_id:
        raise Refused(str(row.pk))
    supervises = row.supervisees.filter(deactivated_at=None).order_by("legal_last_name")
    work = ask("people.work_ahead", staff=row, by=viewer, at=viewer.at)
    context = {"member": row, "supervises": supervises, "work": work}
    return render(request, "people/leaving.html", context)


@requires(Permission.STAFF_AMEND)
@require_POST
def come_back(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Open the account of someone who had left."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    try:
        leaving.come_back(staff=row, by=viewer, at=viewer.at)
    except RoleRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"{row.display_name} works here again. Check roles and supervisor.",
        )
    return redirect(member_url(row))


def _left(request: StaffRequest, row: Staff) -> HttpResponse:
    viewer = request.viewer
    try:
        alone = leaving.leave(staff=row, by=viewer, at=viewer.at)
    except RoleRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(member_url(row))
    messages.success(
        request, f"{row.display_name} can no longer sign in.{_alone(alone)}"
    )
    return redirect(member_url(row))


def _alone(staff: list[Staff]) -> str:
    """Who has no supervisor any more, as the end of a message."""
    names = ", ".join(one.display_name for one in staff)
    return f" Without a supervisor now: {names}." if names else ""


def _kind(row: Staff, asked: str) -> Kind:
    """A first sign-in where there is no password yet, else what was asked for."""
    if not staffing.has_password(row):
        return Kind.WELCOME
    return Kind.NEW_FACTORS if asked == Kind.NEW_FACTORS else Kind.RETURN
