"""Tokens and codes: who holds one gets in; only keyed digests are stored."""

import hashlib
import hmac
import secrets

from django.conf import settings

CODE_DIGITS = 6


def new_token() -> str:
    """For an address: nothing in it names anybody."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """Six digits to say on the phone."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def digest(kind: str, secret: str) -> str:
    """What is stored and compared instead of a secret of a kind."""
    message = f"consents-{kind}:{secret}".encode(errors="surrogatepass")
    return hmac.new(settings.LOOKUP_KEY, message, hashlib.sha256).hexdigest()


def is_same(kind: str, secret: str, stored: str) -> bool:
    """Whether a secret is the stored one; without a stored one nothing is."""
    return bool(stored) and hmac.compare_digest(digest(kind, secret), stored)
