"""Consents given and revoked, what was signed, and what left under them."""

from daybridge.consents.models.consents import (
    Consent,
    ConsentFile,
    ConsentRecipient,
    FilePurpose,
)
from daybridge.consents.models.disclosures import Basis, Disclosure, ShareLink
from daybridge.consents.models.ending import (
    Flaw,
    KnownFlaw,
    PassedOn,
    RecipientRevocation,
)
from daybridge.consents.models.forms import ConsentTemplate, PacketForm, SigningRule
from daybridge.consents.models.packets import Packet, PacketReminder
from daybridge.consents.models.signing import (
    Method,
    Revocation,
    RevocationTold,
    Signature,
    SigningLink,
    Way,
)

__all__ = [
    "Basis",
    "Consent",
    "ConsentFile",
    "ConsentRecipient",
    "ConsentTemplate",
    "Disclosure",
    "FilePurpose",
    "Flaw",
    "KnownFlaw",
    "Method",
    "Packet",
    "PacketForm",
    "PacketReminder",
    "PassedOn",
    "RecipientRevocation",
    "Revocation",
    "RevocationTold",
    "ShareLink",
    "Signature",
    "SigningLink",
    "SigningRule",
    "Way",
]
