"""Initials and grounds of people's avatars."""

import hashlib
from functools import lru_cache

PERSON_GROUNDS = 8  # --person-1 to --person-8 in tokens.css


def initials(name: object) -> str:
    """One or two letters for a name: "Dana Kowalski" is DK, "Cher" is C."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    if not words:
        return "?"
    picked = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in picked).upper()


@lru_cache(maxsize=1024)
def person_ground(name: str) -> int:
    """A color for a name, 1 to 8: the same name has the same color everywhere."""
    digest = hashlib.sha256(str(name).encode()).digest()
    return digest[0] % PERSON_GROUNDS + 1
