"""Whom a consent in force lets us tell that somebody is in care here (`wiring.py`)."""

from datetime import datetime
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.consents.facts import lacks_of
from daybridge.consents.models import Consent
from daybridge.rules.consent import Item
from daybridge.rules.consent.terms import covers


def who_may_be_told(*, patient_id: UUID, at: datetime, by: Viewer) -> list[str]:
    """Recipients by name, each once. What they are told still goes in the register."""
    rows = Consent.objects.in_program(by.program_id).standing()
    rows = rows.filter(patient_id=patient_id).select_related("template", "patient")
    day = at.astimezone(by.program.zone).date()
    names: dict[str, None] = {}
    for consent in rows.prefetch_related("recipients", "signatures"):
        reaches = covers(frozenset(map(Item, consent.items)), Item.PRESENCE)
        if not reaches or lacks_of(consent, at=at, day=day):
            continue
        for one in consent.recipients.all():
            names.setdefault(", ".join(filter(None, (one.name, one.organization))))
    return sorted(filter(None, names))
