"""What of consents is Dana's: signed, waiting and revoked ones, and what left."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Clinic, today

TO = {"name": "Officer Adler", "organization": "County Probation"}


@dataclass
class OfConsents:
    signed: Any  # in force, with an address for its recipient
    waiting: Any  # unsigned
    revoked: Any
    recipient: Any  # of the signed one
    share: Any
    disclosure: Any  # a document that was made
    packet: Any  # half-finished


def make_consents(clinic: Clinic, patient: Any) -> OfConsents:
    from daybridge.consents import services
    from daybridge.consents.models import Way
    from daybridge.consents.values import Writing
    from daybridge.people.middleware import viewer_of
    from daybridge.rules.consent import Item, Purpose, Signer

    by = viewer_of(clinic.staff["faye"], at=timezone.now() - timedelta(minutes=5))
    signed, revoked = _signed(patient, by), _signed(patient, by)
    services.revoke(
        consent=revoked, writing=Writing(Signer.PATIENT, "Dana", Way.PAPER), at=by.at,
        by=by,
    )  # fmt: skip
    recipient = signed.recipients.get()
    share, _ = services.make_share(
        recipient=recipient, purpose=Purpose.SUPERVISION, at=by.at, by=by
    )
    disclosure = services.hand_over(
        recipient=recipient, items=[Item.STATUS], purpose=Purpose.SUPERVISION,
        at=by.at, by=by,
    )  # fmt: skip
    packet = services.begin_packet(patient=patient, language="en", at=by.at, by=by)
    return OfConsents(
        signed, _drafted(patient, by), revoked, recipient, share, disclosure, packet
    )


def _drafted(patient: Any, by: Any) -> Any:
    from daybridge.consents import services
    from daybridge.consents.values import Draft
    from daybridge.rules.consent import Expiry, Kind

    draft = Draft(
        Kind.SPECIFIC, discloser="Schuylkill Street IOP", items=["status"],
        recipients=[TO], purposes=["supervision"], expiry=Expiry.DATE,
        expires_on=today() + timedelta(days=10),
    )  # fmt: skip
    return services.draft_consent(patient=patient, draft=draft, at=by.at, by=by)


def _signed(patient: Any, by: Any) -> Any:
    from daybridge.consents import services
    from daybridge.consents.models import Method, Way
    from daybridge.consents.rendering import render
    from daybridge.consents.values import Stroke
    from daybridge.rules.consent import Signer

    consent = _drafted(patient, by)
    stroke = Stroke(
        Signer.PATIENT, "Dana Whitfield", Method.TYPED, Way.TABLET,
        render(consent).digest,
    )  # fmt: skip
    return services.sign(consent=consent, stroke=stroke, at=by.at, by=by)
