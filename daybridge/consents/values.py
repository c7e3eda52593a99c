"""What people hand to the services of this room: a draft, a signature, a writing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from daybridge.consents.models import Method, Way
from daybridge.rules.consent import Expiry, Kind, Signer
from daybridge.uploads import Received


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody fills in."""

    kind: Kind
    language: str = "en"
    combined_with: str = ""
    discloser: str = ""
    items: Sequence[str] = ()
    items_words: str = ""
    recipients: Sequence[Mapping[str, str]] = ()
    classes: Sequence[str] = ()
    members: str = ""
    purposes: Sequence[str] = ()
    expiry: Expiry = Expiry.NONE
    expires_on: date | None = None
    expiry_event: str = ""
    may_be_revoked: bool = True
    lacks_capacity: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """One signature as it arrives: who, how, over which text."""

    signer: Signer
    name: str
    method: Method
    way: Way
    shown_digest: str  # of the text that the signer had before them
    relation: str = ""
    picture: bytes | None = None
    device: str = ""
    staff_id: Any = None  # who handed the tablet over, or took the paper
    scan: Received | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """The written revocation: whose, where, in which words."""

    signer: Signer
    name: str
    way: Way
    words: str = ""
    staff_id: Any = None  # who received it
    letter: Received | None = None
