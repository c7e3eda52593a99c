"""The clear explanation of a consent's scope that goes with what is disclosed."""

from collections.abc import Iterable

from daybridge.consents.models import Consent
from daybridge.consents.rendering import expiry_words
from daybridge.consents.shipped import words_of
from daybridge.rules.consent import Item
from daybridge.rules.consent.terms import ITEM_WORDS


def scope_words(consent: Consent) -> str:
    """What the consent allows, for whom, what for and how long; always in English."""
    words = words_of("en")
    items = [words["items"][item] for item in consent.items]
    items += [consent.items_words] if consent.items_words else []
    named = [one.spoken for one in consent.named_now]
    named += [words["classes"][one] for one in consent.classes]
    purposes = [words["purposes"][one] for one in consent.purposes]
    signed = f"{consent.signed_at:%Y-%m-%d}" if consent.signed_at else ""
    lines = [
        f"Consent of {consent.patient.legal_name}, signed {signed}, given to "
        f"{consent.discloser}.",
        f"Information: {'; '.join(items)}.",
        f"Recipients: {'; '.join(named)}.",
        f"Purposes: {'; '.join(purposes)}.",
        f"Ends: {_ends(consent)}",
    ]
    return "\n".join(lines)


def content_words(items: Iterable[Item]) -> str:
    """What was disclosed, in words for the register."""
    return "; ".join(ITEM_WORDS[item] for item in items)


def _ends(consent: Consent) -> str:
    return expiry_words(consent, words_of("en"), language="en")
