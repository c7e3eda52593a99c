"""Whom a consent in force lets us tell that somebody is in care here (`wiring.py`)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.consents.errors import MayNotLeave
from daybridge.consents.facts import lacks_of
from daybridge.consents.models import Consent, ConsentRecipient, Disclosure
from daybridge.consents.services.disclosing import enter_disclosure, named
from daybridge.rules.consent import Item
from daybridge.rules.consent.terms import covers

TOLD = "That this person came to us, as the one who referred them asked to know."


def who_may_be_told(*, patient_id: UUID, at: datetime, by: Viewer) -> list[str]:
    """Recipients by name, each once."""
    return sorted({one.spoken for one in _recipients(patient_id, at=at, by=by)})


@service
def enter_telling(*, patient_id: UUID, told: str, at: datetime, by: Viewer) -> None:
    """Enter in the register that a recipient was told; raises MayNotLeave for others.

    The consent is held and asked once more: it may have been revoked meanwhile.
    """
    reached = _recipients(patient_id, at=at, by=by)
    recipient = next((one for one in reached if one.spoken == told), None)
    if recipient is None:
        raise MayNotLeave("No consent in force names them.")
    values = {
        "items": [Item.PRESENCE.value],
        "purpose": sorted(recipient.consent.purposes)[0],
        "channel": Disclosure.Channel.PHONE,
        "content": TOLD,
        "at": at,
    }
    enter_disclosure(
        patient=recipient.consent.patient, values=values, consent=recipient.consent,
        to=named(recipient), at=at, by=by,
    )  # fmt: skip


def _recipients(
    patient_id: UUID, *, at: datetime, by: Viewer
) -> Iterator[ConsentRecipient]:
    """Everyone named by a consent in force that reaches the fact of being here."""
    rows = Consent.objects.in_program(by.program_id).standing()
    rows = rows.filter(patient_id=patient_id).select_related("template", "patient")
    day = by.program.day_of(at)
    for consent in rows.prefetch_related("recipients", "signatures"):
        reaches = covers(frozenset(map(Item, consent.items)), Item.PRESENCE)
        if reaches and not lacks_of(consent, at=at, day=day):
            yield from consent.named_now
