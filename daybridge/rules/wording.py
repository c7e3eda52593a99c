"""Minutes, counts and lists, written the way a person says them.

Rules answer in sentences, so the words they share are made in one place.
"""

from collections.abc import Sequence

MINUTES_PER_HOUR = 60


def hours_and_minutes(minutes: int) -> str:
    """Write minutes as "6 h 10 min", leaving out a part that is zero."""
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def count_of(number: int, noun: str, plural: str | None = None) -> str:
    """Write "1 day" or "3 days"; `plural` is for nouns that do not just take an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """Join words as "A", "A and B" or "A, B and C"."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def words_of(text: str) -> frozenset[str]:
    """Read a table of single words, which is easier to check written as a paragraph."""
    return frozenset(text.split())
