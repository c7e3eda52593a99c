"""What a consented recipient reads: behind a door, and only while the consent holds.

Opening the address shows a door that says nothing; whoever asks to read gets the page
and is entered in the register. A revoked, ended or unknown address is the 404 of
everything else.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from daybridge.access.gate import absent, public
from daybridge.access.identity import address_of
from daybridge.consents import services
from daybridge.consents.models import Disclosure
from daybridge.consents.packages import not_kept_words
from daybridge.consents.services.disclosing import Shared, find_share, may_be_read
from daybridge.rules.consent import NOTICES, Notice
from daybridge.ui.languages import in_readers_language

LABELS = (  # HL7 v3 codes: what the content is, and what may be done with it
    ("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R"),
    ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "ETH"),
    ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "42CFRPart2"),
    ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "NORDSCLCD"),
)


@public
@in_readers_language
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The door; asked to open, the page."""
    at = timezone.now()
    share = find_share(token)
    if share is None or not may_be_read(share, at=at):
        return absent(request)
    if request.method != "POST":
        return _private(render(request, "consents/shared_door.html", {}))
    read = services.read_share(
        share=share, channel=Disclosure.Channel.PAGE, at=at,
        address=address_of(request),
    )  # fmt: skip
    if read is None:
        return absent(request)
    context = {
        "sections": read.sections,
        "disclosure": read.disclosure,
        "patient": read.consent.patient,
        "program": read.consent.program,
        "notice": NOTICES[Notice(read.disclosure.notice)],
        "scope": read.disclosure.scope_words.splitlines(),
        "not_kept": not_kept_words(read.consent),
        "demo_mode": read.consent.program.made_by_demo,
    }
    return _private(render(request, "consents/shared.html", context))


@public
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The same for a program that asks: each answer is one entry in the register."""
    share = find_share(token)
    if share is None:
        return absent(request)
    read = services.read_share(
        share=share, channel=Disclosure.Channel.FEED, at=timezone.now(),
        address=address_of(request),
    )  # fmt: skip
    if read is None:
        return absent(request)
    return _private(JsonResponse(_document(read), json_dumps_params={"indent": 1}))


def _document(read: Shared) -> dict[str, Any]:
    patient = read.consent.patient
    return {
        "notice": NOTICES[Notice(read.disclosure.notice)],
        "notice_version": read.disclosure.notice_version,
        "scope": read.disclosure.scope_words,
        "security": [{"system": system, "code": code} for system, code in LABELS],
        "disclosure": str(read.disclosure.pk),
        "as_of": read.disclosure.at.isoformat(),
        "purpose": read.disclosure.purpose,
        "program": read.consent.program.name,
        "patient": {
            "name": patient.legal_name,
            "born_on": patient.born_on.isoformat() if patient.born_on else None,
        },
        "not_kept": not_kept_words(read.consent),
        "items": {section.key: section.data for section in read.sections},
    }


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
