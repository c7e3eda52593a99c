"""The credentials of one member of staff: add, renew, correct."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.people.errors import CredentialRefused
from daybridge.people.models import Credential, Staff
from daybridge.people.services import credentials as services
from daybridge.people.services.patients import StaleError
from daybridge.people.staff_forms import (
    CorrectCredentialForm,
    CredentialForm,
    TermForm,
)
from daybridge.people.views.form_page import FormPage, stale
from daybridge.people.views.staff import member_url, staff_or_refused
from daybridge.ui.sending import sent

FORMS = ["GET", "HEAD", "POST"]


@requires(Permission.STAFF_AMEND)
@require_http_methods(FORMS)
@once
def credential_new(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Put a license on file."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    form = CredentialForm(sent(request), on=viewer.today)
    if form.is_bound and form.is_valid():
        try:
            services.add_credential(
                staff=row, values=form.cleaned_data, by=viewer, at=viewer.at
            )
        except CredentialRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _kept(request, row)
    return _page("Add a license", row).show(request, form)


@requires(Permission.STAFF_AMEND)
@require_http_methods(FORMS)
@once
def credential_renew(
    request: StaffRequest, staff_id: UUID, credential_id: UUID
) -> HttpResponse:
    """Put the next term of a license on file; the former one stays."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    credential = _credential(row, credential_id)
    form = TermForm(
        sent(request),
        on=viewer.today,
        initial={"number": credential.number},
    )
    if form.is_bound and form.is_valid():
        try:
            services.renew_credential(
                credential=credential, **form.cleaned_data, by=viewer, at=viewer.at
            )
        except CredentialRefused as refusal:
            form.add_error("expires_on", str(refusal))
        else:
            return _kept(request, row)
    page = _page(f"Renew {credential.kind}", row, "The former term stays on file.")
    return page.show(request, form)


@requires(Permission.STAFF_AMEND)
@require_http_methods(FORMS)
@once
def credential_edit(
    request: StaffRequest, staff_id: UUID, credential_id: UUID
) -> HttpResponse:
    """Mend what was typed wrongly."""
    viewer = request.viewer
    row = staff_or_refused(viewer, staff_id)
    credential = _credential(row, credential_id)
    names = CorrectCredentialForm.base_fields
    initial = {name: getattr(credential, name) for name in names}
    form = CorrectCredentialForm(sent(request), on=viewer.today, initial=initial)
    page = _page(
        f"Correct {credential.kind}",
        row,
        "For a typing mistake. When a new term begins, renew it instead.",
    )
    if not (form.is_bound and form.is_valid()):
        return page.show(request, form)
    values: dict[str, Any] = dict(form.cleaned_data)
    version = values.pop("version")
    try:
        services.correct_credential(
            credential=credential,
            values=values,
            version=version,
            by=viewer,
            at=viewer.at,
        )
    except StaleError:
        differences = stale(form, credential, values)
        return page.show(request, form, differences=differences)
    return _kept(request, row)


def _credential(row: Staff, credential_id: UUID) -> Credential:
    rows = row.credentials.select_related("staff")
    credential: Credential = visible_or_refused(rows, pk=credential_id)
    return credential


def _page(title: str, row: Staff, lede: str = "") -> FormPage:
    return FormPage(title, member_url(row, "credentials"), row.display_name, lede)


def _kept(request: StaffRequest, row: Staff) -> HttpResponse:
    messages.success(request, "The license is on file.")
    return redirect(member_url(row, "credentials"))
