"""How a form gets its signature: the tablet, a link for the phone, or paper."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import Refused, requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.recording import record
from daybridge.audit.submissions import once
from daybridge.consents import services
from daybridge.consents.copies import form_pdf
from daybridge.consents.errors import ConsentError
from daybridge.consents.forms import PaperForm
from daybridge.consents.models import Consent, ConsentFile, Method, Packet, Way
from daybridge.consents.qr import as_picture
from daybridge.consents.rendering import render as rendered_form
from daybridge.consents.services.links import LASTS, Made
from daybridge.consents.values import Stroke
from daybridge.consents.views.acting import (
    consent_to_act_on,
    consent_to_read,
    of_patient,
    packet_to_act_on,
    show_form,
    told,
)
from daybridge.people.models import Patient
from daybridge.rules.consent import Signer
from daybridge.ui.sending import sent
from daybridge.uploads import PICTURES, FileKind, UploadRefused, as_answer, receive

COOKIE = "signing"
SCANS = frozenset({FileKind.PDF, *PICTURES})


@requires(Permission.CONSENT_CREATE)
@require_POST
def tablet(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Hand this very device over for one form: staff are signed out of it."""
    row = consent_to_act_on(request.viewer, consent_id)
    return _hand_over(request, row.patient, consent=row)


@requires(Permission.CONSENT_CREATE)
@require_POST
def packet_tablet(request: StaffRequest, packet_id: UUID) -> HttpResponse:
    """Hand this very device over for a newcomer's forms."""
    packet = packet_to_act_on(request.viewer, packet_id)
    return _hand_over(request, packet.patient, packet=packet)


@requires(Permission.CONSENT_CREATE)
@require_POST
def link(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """A link for their own phone, for one form. It is shown only now."""
    row = consent_to_act_on(request.viewer, consent_id)
    made = _phone(request, row.patient, consent=row)
    return _show_link(request, row.patient, made,
                      reverse("consents:consent", args=[row.pk]))  # fmt: skip


@requires(Permission.CONSENT_CREATE)
@require_POST
def packet_link(request: StaffRequest, packet_id: UUID) -> HttpResponse:
    """A link for their own phone, for a newcomer's forms."""
    packet = packet_to_act_on(request.viewer, packet_id)
    made = _phone(request, packet.patient, packet=packet)
    return _show_link(request, packet.patient, made,
                      reverse("consents:packet", args=[packet.pk]))  # fmt: skip


@requires(Permission.CONSENT_CREATE)
@require_safe
def paper(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """The form to print and sign by hand."""
    row = consent_to_act_on(request.viewer, consent_id)
    form = rendered_form(row, list(row.recipients.all()))
    content = form_pdf(row, form, (), at=request.viewer.at)
    return as_answer(
        name=f"{row.kind}.pdf", kind=FileKind.PDF, content=content, inline=True
    )


@requires(Permission.CONSENT_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def scan(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Take in what was signed on paper."""
    viewer = request.viewer
    row = consent_to_act_on(viewer, consent_id)
    shown = rendered_form(row, list(row.recipients.all()))
    form = PaperForm(
        sent(request), request.FILES or None,
        initial={"digest": row.shown_digest or shown.digest, "signer": "patient",
                 "name": row.patient.legal_name},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            services.sign(
                consent=row, stroke=_on_paper(form, viewer.staff_id), at=viewer.at,
                by=viewer,
            )  # fmt: skip
        except UploadRefused as refusal:
            form.add_error("scan", str(refusal))
        except ConsentError as refusal:
            told(form, refusal)
        else:
            messages.success(request, "The signed paper is on file.")
            return redirect("consents:consent", row.pk)
    return show_form(request, "consents/scan.html", form, row.patient, consent=row)


@requires(Permission.CONSENT_READ)
@require_safe
def file(request: StaffRequest, consent_id: UUID, purpose: str) -> HttpResponse:
    """The signed copy, the scan, or the letter, as it is kept."""
    viewer = request.viewer
    row = consent_to_read(viewer, consent_id)
    found: ConsentFile | None = row.files.filter(purpose=purpose).first()
    if found is None:
        raise Refused(purpose)
    record("consents.copy_taken", by=viewer.reading(row.patient_id), target=row,
           at=viewer.at, detail={"purpose": purpose})  # fmt: skip
    return as_answer(
        name=found.name, kind=found.kind, content=bytes(found.content), inline=True
    )


def _hand_over(request: StaffRequest, patient: Patient, **what: Any) -> HttpResponse:
    viewer = request.viewer
    made = services.make_link(
        patient=patient, way=Way.TABLET, at=viewer.at, by=viewer, **what
    )
    logout(request)
    address = reverse("consents:sign", args=[made.token])
    response = redirect(address)
    keep_browser(response, made.token, made.browser, Way.TABLET)
    return response


def keep_browser(response: HttpResponse, token: str, browser: str, way: Way) -> None:
    """Let this browser, and no other, go on with a link."""
    response.set_cookie(
        COOKIE,
        browser,
        max_age=LASTS[way],
        path=reverse("consents:sign", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _phone(
    request: StaffRequest, patient: Patient, *, packet: Packet | None = None,
    consent: Consent | None = None,
) -> Made:  # fmt: skip
    viewer = request.viewer
    return services.make_link(
        patient=patient, way=Way.PHONE, at=viewer.at, by=viewer, packet=packet,
        consent=consent,
    )  # fmt: skip


def _show_link(
    request: StaffRequest, patient: Patient, made: Made, back_url: str
) -> HttpResponse:
    address = request.build_absolute_uri(reverse("consents:sign", args=[made.token]))
    context = {
        **of_patient(request.viewer, patient),
        "address": address,
        "picture": as_picture(address),
        "code": made.code,
        "knows_birth_date": patient.born_on is not None,
        "until": made.link.expires_at,
        "back_url": back_url,
    }
    return render(request, "consents/link.html", context)


def _on_paper(form: PaperForm, staff_id: Any) -> Stroke:
    answers = form.cleaned_data
    return Stroke(
        Signer(answers["signer"]),
        answers["name"],
        Method.PAPER,
        Way.PAPER,
        answers["digest"],
        relation=answers["relation"],
        staff_id=staff_id,
        scan=receive(answers["scan"], SCANS),
    )
