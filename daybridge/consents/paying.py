"""What goes to payers under the consent for payment, in the register (`wiring.py`)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.consents.models import Consent, Disclosure
from daybridge.consents.services.disclosing import To, enter_disclosure
from daybridge.rules.consent import Item, Purpose, Recipient, RecipientClass

PAYERS = frozenset({RecipientClass.HEALTH_PLAN, RecipientClass.THIRD_PARTY_PAYER})
ASKED = "Name, birth date and member number, and that care for addiction is asked for."


@service
def enter_inquiry(
    *,
    inquiry: Any,
    payer: Any,
    patient: Any,
    basis_id: UUID,
    at: datetime,
    by: Viewer,
) -> None:
    """Enter a question about benefits; raises MayNotLeave if its consent has ended.

    The basis is the consent whose grant let the question be written.
    """
    consent: Consent = Consent.objects.in_program(by.program_id).get(pk=basis_id)
    values = {
        "items": [Item.BILLING.value],
        "purpose": Purpose.PAYMENT.value,
        "channel": Disclosure.Channel.ELECTRONIC,
        "content": ASKED,
        "at": at,
    }
    to = To(payer.name, "", Recipient(f"payer:{payer.pk}", PAYERS))
    enter_disclosure(
        patient=patient, values=values, consent=consent, to=to, at=at, by=by
    )
