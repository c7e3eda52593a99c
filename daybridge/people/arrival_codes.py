"""Arrival codes: the six digits by which a patient checks in at the door.

Only a keyed digest is stored. It is bound to the program, so the same code means
nothing to another program and a copy of the table cannot be searched.
"""

import hashlib
import hmac
import re
import secrets
from uuid import UUID

from django.conf import settings

DIGITS = 6


def new_code() -> str:
    """Six digits that nobody could guess from the last ones given out."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digest(code: str, program_id: UUID) -> str:
    """What is stored and compared instead of a code; spaces in it do not count."""
    typed = re.sub(r"\s", "", code)
    message = f"arrival-code:{program_id}:{typed}".encode(errors="surrogatepass")
    return hmac.new(settings.LOOKUP_KEY, message, hashlib.sha256).hexdigest()
