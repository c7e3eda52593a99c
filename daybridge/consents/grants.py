"""What a consent opens inside the program: payment lets billing see coverage."""

from datetime import datetime, time, timedelta

from daybridge.access.matrix import ActorKind, Matter
from daybridge.access.services.grants import end_grants, open_grant
from daybridge.access.viewer import Viewer
from daybridge.consents.models import Consent
from daybridge.rules.consent import Expiry, Kind, Purpose

OPENS = (  # the biller's two columns of the matrix that a consent opens
    (ActorKind.BILLER, Matter.CLAIMS),
    (ActorKind.BILLER, Matter.ASSESSMENTS),  # the level-of-care summary
)


def open_for(consent: Consent, *, at: datetime, by: Viewer) -> None:
    """Open what a signed consent for payment opens, until its own end."""
    if Kind.TPO not in consent.kinds or Purpose.PAYMENT not in consent.purposes:
        return
    for reader, matter in OPENS:
        open_grant(
            patient=consent.patient,
            reader=reader,
            opens=matter,
            basis_id=consent.pk,
            expires_at=ends_at(consent),
            at=at,
            by=by,
        )


def close_for(consent: Consent, *, at: datetime, by: Viewer) -> None:
    """Close everything that a consent opened, from this moment on."""
    end_grants(basis_id=consent.pk, at=at, by=by)


def ends_at(consent: Consent) -> datetime | None:
    """The first moment at which a consent has ended by itself, if it is known."""
    days = []
    if consent.expiry == Expiry.DATE and consent.expires_on is not None:
        days.append(consent.expires_on + timedelta(days=1))
    if consent.renew_on is not None:
        days.append(consent.renew_on)
    if not days:
        return None
    return datetime.combine(min(days), time(), consent.program.zone)
