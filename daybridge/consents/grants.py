"""What a consent opens inside the program: payment lets billing see coverage."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from daybridge.access.matrix import ActorKind, Matter
from daybridge.access.models import Grant
from daybridge.access.services.grants import end_grants, open_grant
from daybridge.access.viewer import Viewer
from daybridge.consents.models import Consent
from daybridge.rules.consent import Expiry, Item, Kind, Purpose
from daybridge.rules.consent.terms import covers

READER = ActorKind.BILLER
SUMMARY = (Item.LEVEL, Item.ASSESSMENTS, Item.DIAGNOSES)  # of the level of care


def open_for(consent: Consent, *, at: datetime, by: Viewer) -> None:
    """Open what a signed consent for payment opens to billers, until its own end."""
    for matter in opened_by(consent):
        open_grant(
            patient=consent.patient,
            reader=READER,
            opens=matter,
            basis_id=consent.pk,
            expires_at=ends_at(consent),
            at=at,
            by=by,
        )


def opened_by(consent: Consent) -> list[Matter]:
    """What of a record a consent opens to billers: coverage, and the summary."""
    if Kind.TPO not in consent.kinds or Purpose.PAYMENT not in consent.purposes:
        return []
    summary = [Matter.ASSESSMENTS] if named_in(consent.items) else []
    return [Matter.CLAIMS, *summary]


def named_in(items: Iterable[str]) -> frozenset[Item]:
    """The parts of the level-of-care summary that a consent's items reach."""
    known = frozenset(map(Item, items))
    return frozenset(item for item in SUMMARY if covers(known, item))


def summary_items(patient: Any, viewer: Viewer) -> frozenset[Item]:
    """The parts of the summary that are open to a biller now.

    A grant that has ended counts no more, whatever the moment at which the request
    began: after a revocation nothing is read.
    """
    grants = (
        Grant.objects.in_program(viewer.program_id)
        .in_force(viewer.at)
        .filter(patient=patient, reader=READER.value, ended_at=None,
                opens=Matter.ASSESSMENTS.value)
    )  # fmt: skip
    consents = Consent.objects.in_program(viewer.program_id).standing()
    named = consents.filter(pk__in=grants.values("basis_id"))
    parts = map(named_in, named.values_list("items", flat=True))
    return frozenset[Item]().union(*parts)


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
