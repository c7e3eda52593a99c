"""One of each page of consents: forms, links, addresses, documents."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybridge.consents import services
from daybridge.consents.models import Consent, Method, Way
from daybridge.consents.rendering import render
from daybridge.consents.values import Stroke
from daybridge.people.middleware import viewer_of
from daybridge.people.models import Patient
from daybridge.rules.consent import Purpose, Signer
from tests.access.chart_consents import make_consents

BORN = date(1990, 2, 3)


def rows_of_consents(
    program: Any, patient: Any, staff: dict[str, Any]
) -> dict[str, Any]:
    """What stands for the arguments of these pages."""
    by = viewer_of(staff["front_desk"], at=timezone.now(), writes=True)
    newcomer = Patient.objects.create(
        program=program, record_number="N99991", legal_first_name="Nadia",
        legal_last_name="Petrosyan", born_on=BORN,
    )  # fmt: skip
    made = make_consents(program, patient, staff["front_desk"])
    unopened = services.make_link(patient=patient, way=Way.PHONE, at=by.at, by=by)
    token = _half_signed(newcomer, by)
    share = services.make_share(
        recipient=made.recipient, purpose=Purpose.SUPERVISION, at=by.at, by=by
    )[1]
    public = ("sign_form", "sign_copy", "sign_revoke", "sign_decline", "sign_end")
    return {
        "consent_id": made.signed.pk, "packet_id": made.packet.pk,
        "recipient_id": made.recipient.pk, "share_id": made.share.pk,
        "disclosure_id": made.disclosure.pk,
        "purpose": "copy", "language": "en",
        "consents:new kind": "specific", "consents:template kind": "tpo",
        "consents:edit consent_id": made.waiting.pk,
        "consents:scan consent_id": made.waiting.pk,
        "consents:paper consent_id": made.waiting.pk,
        "consents:tell consent_id": made.revoked.pk,
        "consents:sign token": unopened.token,
        **{f"consents:{name} token": token for name in public},
        "consents:sign_form number": 3, "consents:sign_copy number": 2,
        "consents:sign_revoke number": 2, "consents:sign_decline number": 6,
        "consents:shared token": share, "consents:feed token": share,
    }  # fmt: skip


def signing_phone(rows: dict[str, Any]) -> Client:
    """The newcomer's phone, in which their link is open."""
    client = Client()
    address = reverse("consents:sign", args=[rows["consents:sign_form token"]])
    client.post(address, {"born_on": BORN.isoformat()})
    client.cookies["signing"]["path"] = "/"
    return client


def _half_signed(newcomer: Any, by: Any) -> str:
    """A packet of which the first two forms are signed; the token of its link."""
    packet = services.begin_packet(patient=newcomer, language="en", at=by.at, by=by)
    for form in Consent.objects.in_program(by.program_id).filter(
        packet=packet, position__lte=2
    ):
        stroke = Stroke(
            Signer.PATIENT, newcomer.legal_name, Method.TYPED, Way.PHONE,
            render(form).digest,
        )  # fmt: skip
        services.sign(consent=form, stroke=stroke, at=by.at, by=by)
    made = services.make_link(
        patient=newcomer, way=Way.PHONE, packet=packet, at=by.at, by=by
    )
    return made.token
