"""Who an inquiry is about: likely people while typing, and the decision."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.reading import record_list_read
from daybridge.audit.submissions import once
from daybridge.intake import services
from daybridge.intake.alike import alike, known_of, patients_alike
from daybridge.intake.errors import IntakeError
from daybridge.intake.inquiry_page import told
from daybridge.intake.models import Inquiry
from daybridge.intake.views.inquiring import inquiry_or_refused
from daybridge.people.models import Patient
from daybridge.people.queries import search
from daybridge.phones import e164
from daybridge.rules.same_person import Known
from daybridge.ui.sending import key_or_none

SOMEONE_NEW = "new"
LONGEST_NAME = 100
ASKED = ("first_name", "last_name", "born_on", "phone")


@requires(Permission.INTAKE)
@require_safe
def matches(request: StaffRequest) -> HttpResponse:
    """Who may be meant by what was typed so far; asked while a call is taken down."""
    viewer = request.viewer
    found = alike(viewer, _typed(request))
    record_list_read(viewer, "people alike", shown=len(found))
    return render(request, "intake/_alike.html", {"alike": found})


@requires(Permission.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def person(request: StaffRequest, inquiry_id: UUID) -> HttpResponse:
    """Decide who this is: someone on record, or someone new."""
    viewer = request.viewer
    inquiry = inquiry_or_refused(viewer, inquiry_id)
    refusal = ""
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        try:
            row = services.take_up(
                inquiry=inquiry, patient=_chosen(request, chosen), at=viewer.at,
                by=viewer,
            )  # fmt: skip
        except IntakeError as error:
            refusal = str(error)
        else:
            messages.success(request, f"This is {row.display_name}.")
            return redirect("intake:inquiry", inquiry.pk)
    return _show(request, inquiry, refusal)


def _chosen(request: StaffRequest, chosen: str) -> Patient | None:
    if chosen == SOMEONE_NEW:
        return None
    key = key_or_none(chosen)
    rows = Patient.objects.visible_to(request.viewer)
    row: Patient | None = rows.filter(pk=key).first() if key else None
    if row is None:
        raise IntakeError("Choose one of them, or someone new.")
    return row


def _show(request: StaffRequest, inquiry: Inquiry, refusal: str) -> HttpResponse:
    viewer = request.viewer
    question = request.GET.get("q", "").strip()
    found = patients_alike(viewer, known_of(inquiry))
    known = {one.patient_id for one in found}
    also = [row for row in search(viewer, question) if row.pk not in known]
    context: dict[str, Any] = {
        "inquiry": inquiry, "found": found, "also": also, "q": question,
        "told": told(inquiry), "refusal": refusal,
    }  # fmt: skip
    status = 422 if refusal else 200
    return render(request, "intake/person.html", context, status=status)


def _typed(request: StaffRequest) -> Known:
    asked = {name: str(request.GET.get(name, "")) for name in ASKED}
    first, last, born_on, phone = (
        asked[name][:LONGEST_NAME].replace("\0", "") for name in ASKED
    )
    return Known(
        first_name=first,
        last_name=last,
        born_on=_date(born_on),
        phones=frozenset(filter(None, [e164(phone)])),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
