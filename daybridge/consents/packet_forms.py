"""Which forms a newcomer signs, in which order, and what each begins with.

The program says so in rows of `PacketForm`; until it does, this table holds.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from daybridge.consents.models import PacketForm
from daybridge.consents.values import Draft
from daybridge.consents.vocabulary import END_OF_TREATMENT
from daybridge.people.models import Contact
from daybridge.rules.consent import Expiry, Item, Kind, Purpose, RecipientClass

DEFAULT = (  # kind, whether it is required
    (Kind.NOTICE_RECEIPT, True),
    (Kind.TPO, True),
    (Kind.TREATMENT_AGREEMENT, True),
    (Kind.GROUP_AGREEMENT, True),
    (Kind.EMERGENCY_CONTACT, False),
    (Kind.TELEHEALTH, False),
)


@dataclass(frozen=True, slots=True)
class PacketLine:
    """One form of a packet."""

    kind: Kind
    position: int
    is_required: bool

    def draft(self, patient: Any, language: str) -> Draft:
        """What the form begins with: what we know already is not asked again."""
        if self.kind is Kind.TPO:
            return Draft(Kind.TPO, language, **tpo_terms(patient.program.name))
        if self.kind is Kind.EMERGENCY_CONTACT:
            return Draft(self.kind, language, **_emergency(patient))
        return Draft(self.kind, language)


def forms_on(program: Any, day: date) -> list[PacketLine]:
    """The forms of a packet that begins on a day, in order."""
    rows = list(
        PacketForm.objects.in_program(program)
        .in_force(day)
        .order_by("position", "created_at")
    )
    if rows:
        return [
            PacketLine(Kind(row.kind), number, row.is_required)
            for number, row in enumerate(rows, start=1)
        ]
    return [
        PacketLine(kind, number, is_required)
        for number, (kind, is_required) in enumerate(DEFAULT, start=1)
    ]


def tpo_terms(program_name: str) -> dict[str, Any]:
    """The sufficient wording of 2.31(a) for the single consent."""
    return {
        "discloser": program_name,
        "items": [Item.WHOLE_RECORD.value, Item.BILLING.value],
        "classes": [one.value for one in RecipientClass],
        "purposes": [
            Purpose.TREATMENT.value, Purpose.PAYMENT.value, Purpose.OPERATIONS.value,
        ],
        "expiry": Expiry.NONE,
    }  # fmt: skip


def _emergency(patient: Any) -> dict[str, Any]:
    contact = (
        Contact.objects.in_program(patient.program_id)
        .filter(patient=patient, is_emergency_contact=True, removed_at=None)
        .exclude(reaching=Contact.Reaching.NEVER)
        .order_by("created_at")
        .first()
    )
    known = [recipient_of(contact)] if contact else []
    return {
        "discloser": patient.program.name,
        "items": [Item.PRESENCE.value],
        "purposes": [Purpose.EMERGENCY.value],
        "recipients": known,
        "expiry": Expiry.EVENT,
        "expiry_event": END_OF_TREATMENT,
    }


def recipient_of(contact: Any) -> dict[str, str]:
    """Someone in the patient's life as a recipient."""
    name = contact.name
    if contact.relationship:
        name = f"{name} ({contact.relationship})"
    return {"name": name[:200], "contact": contact.phone or contact.email}
