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


def make_consents(program: Any, patient: Any, desk: Any) -> OfConsents:
    from daybridge.consents import services
    from daybridge.consents.models import Way
    from daybridge.consents.values import Writing
    from daybridge.people.middleware import viewer_of
    from daybridge.rules.consent import Item, Purpose, Signer

    assert desk.program_id == program.pk
    by = viewer_of(desk, at=timezone.now() - timedelta(minutes=5))
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


def make_rows(clinic: Clinic, patient: Any) -> None:
    """One bare row of each kind, without documents: for the gate, not for pages."""
    from daybridge.consents import models

    now, shared = timezone.now(), {"program": clinic.program, "patient": patient}
    template = models.ConsentTemplate.objects.create(
        program=clinic.program, kind="specific", language="en", origin="shipped",
        number=1, title="Consent", body="[elements]",
    )  # fmt: skip
    packet = models.Packet.objects.create(**shared)
    models.PacketReminder.objects.create(packet=packet, at=now, how="Phone", **shared)
    consent = models.Consent.objects.create(
        kind="specific", template=template, expiry="event", expiry_event="x",
        shown_digest="a" * 64, signed_at=now, revoked_at=now, **shared,
    )  # fmt: skip
    of = {"consent": consent, **shared}
    recipient = models.ConsentRecipient.objects.create(name="Adler", **of)
    models.Signature.objects.create(
        signer="patient", name="Dana", method="typed", text_digest="a" * 64,
        way="tablet", at=now, **of,
    )  # fmt: skip
    models.ConsentFile.objects.create(
        purpose="copy", name="x.pdf", kind="application/pdf", size_bytes=1,
        digest="a" * 64, content=b"x", **of,
    )  # fmt: skip
    models.SigningLink.objects.create(
        way="phone", token_digest="b" * 64, expires_at=now + timedelta(hours=72), **of
    )
    models.RecipientRevocation.objects.create(
        recipient=recipient, at=now, signer="patient", name="Dana", way="paper",
        **shared,
    )  # fmt: skip
    models.KnownFlaw.objects.create(at=now, flaw="false", words="Not hers.", **of)
    models.PassedOn.objects.create(
        passed_on=now.date(), recipient="Dr. Imani", content="x", told_by="x", **of
    )
    revocation = models.Revocation.objects.create(
        at=now, signer="patient", name="Dana", way="paper", **of
    )
    models.RevocationTold.objects.create(
        revocation=revocation, who="Adler", how="Phone", at=now, **shared
    )
    models.ShareLink.objects.create(
        recipient=recipient, token_digest="c" * 64, purpose="supervision", **of
    )
    models.Disclosure.objects.create(
        at=now, basis="consent", recipient="Adler", content="x", purpose="x",
        notice="1", notice_version="2024", scope_words="x", channel="phone",
        made_by_name="Faye", **of,
    )  # fmt: skip
