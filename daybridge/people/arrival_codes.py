"""Arrival codes: the six digits by which a patient checks in at the door.

Their last four are the PIN, which goes with the name they like to be called by. Only
keyed digests are stored. A code's is bound to the program and a PIN's to the person, so
neither means anything elsewhere and a copy of the table cannot be searched.
"""

import hashlib
import hmac
import re
import secrets
from uuid import UUID

from django.conf import settings

DIGITS = 6
PIN_DIGITS = 4


def new_code() -> str:
    """Six digits that nobody could guess from the last ones given out."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digest(code: str, program_id: UUID) -> str:
    """What is stored and compared instead of a code; spaces in it do not count."""
    return _keyed(f"arrival-code:{program_id}", code)


def pin_of(code: str) -> str:
    """The part of a code that goes with a name."""
    return re.sub(r"\s", "", code)[-PIN_DIGITS:]


def pin_digest(pin: str, patient_id: UUID) -> str:
    """What is stored and compared instead of a PIN."""
    return _keyed(f"arrival-pin:{patient_id}", pin)


def is_pin(pin: str, *, patient_id: UUID, stored: str) -> bool:
    """Whether a typed PIN is this person's; without a stored one nothing is."""
    return hmac.compare_digest(pin_digest(pin, patient_id), stored)


def _keyed(about: str, secret: str) -> str:
    typed = re.sub(r"\s", "", secret)
    message = f"{about}:{typed}".encode(errors="surrogatepass")
    return hmac.new(settings.LOOKUP_KEY, message, hashlib.sha256).hexdigest()
