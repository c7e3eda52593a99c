"""Rows of consents as the facts that the rulebook judges."""

from collections.abc import Sequence
from datetime import date, datetime

from daybridge.consents.models import Consent, ConsentRecipient
from daybridge.consents.rendering import marks_in
from daybridge.rules.consent import (
    Expiry,
    Held,
    Item,
    Lack,
    Purpose,
    RecipientClass,
    Signer,
    Standing,
    Terms,
    lacks,
)

EVERY_REDISCLOSURE = frozenset({"redisclosure", "redisclosure_tpo"})


def terms_of(consent: Consent, recipients: Sequence[ConsentRecipient]) -> Terms:
    """What the form of a consent says."""
    says = marks_in(consent.template.body)
    return Terms(
        kinds=consent.kinds,
        patient_name=consent.patient.legal_name,
        discloser=consent.discloser,
        items=frozenset(map(Item, consent.items)),
        recipients=frozenset(str(one.pk) for one in recipients),
        classes=frozenset(map(RecipientClass, consent.classes)),
        members=consent.members,
        purposes=frozenset(map(Purpose, consent.purposes)),
        expiry=Expiry(consent.expiry),
        expires_on=consent.expires_on,
        expiry_event=consent.expiry_event,
        says_how_to_revoke="revocation" in says,
        says_redisclosure=bool(EVERY_REDISCLOSURE & says),
        says_refusal="refusal" in says,
        says_opt_out="opt_out" in says,
    )


def standing_of(consent: Consent, have_signed: frozenset[Signer]) -> Standing:
    """What has happened to a consent."""
    return Standing(
        must_sign=frozenset(map(Signer, consent.must_sign)),
        have_signed=have_signed,
        signed_at=consent.signed_at,
        revoked_at=consent.revoked_at,
        event_on=consent.event_on,
        renew_on=consent.renew_on,
        flawed_at=consent.known_false_at,
    )


def held(consent: Consent) -> Held:
    """One consent whole; its recipients and signatures may be prefetched."""
    recipients = consent.named_now
    signed = frozenset(Signer(one.signer) for one in consent.signatures.all())
    return Held(
        str(consent.pk), terms_of(consent, recipients), standing_of(consent, signed)
    )  # fmt: skip


def lacks_of(consent: Consent, *, at: datetime, day: date) -> list[Lack]:
    """Why a consent does not hold at a moment; nothing means that it holds."""
    whole = held(consent)
    return lacks(whole.terms, whole.standing, at=at, day=day)
