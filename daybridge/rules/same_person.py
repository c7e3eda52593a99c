"""Are two people on file perhaps the same person? With the reasons, best first.

Source: our own reading of how names and dates are misheard on the phone and mistyped.
Units:  none; a match is certain enough to show, likely, or possible.
Decided: nothing here joins two people. It shows somebody who knows them what is alike.
        A telephone is shared in families, so the same number alone is only possible.
        Different birth dates, both known and not a slip apart, are two people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from daybridge.rules.folding import folded_words


class Strength(IntEnum):
    """How much speaks for it."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person; empty where it is not."""

    first_name: str = ""
    last_name: str = ""
    preferred_name: str = ""
    born_on: date | None = None
    phones: frozenset[str] = frozenset()  # in E.164


@dataclass(frozen=True, slots=True)
class Match:
    """How strong, and what is alike, in words."""

    strength: Strength
    reasons: tuple[str, ...]


SLIPS = {4: 1, 8: 2}  # letters of the longer name, at least -> letters that may differ


def compare(one: Known, other: Known) -> Match | None:
    """Say whether two may be one; None when nothing speaks for it."""
    if _two_births(one.born_on, other.born_on):
        return None
    birth = _birth(one.born_on, other.born_on)
    name = _name(one, other)
    if not name and birth == SAME_BIRTH and _same_last(one, other):
        name = SAME_LAST
    phone = "the same phone" if one.phones & other.phones else ""
    reasons = tuple(filter(None, (name, birth, phone)))
    strength = _strength(name, birth, phone)
    return Match(strength, reasons) if strength else None


def _strength(name: str, birth: str, phone: str) -> Strength | None:
    exact = name == SAME_NAME and birth == SAME_BIRTH
    whole = name in (SAME_NAME, ALIKE_NAME)
    if exact or (whole and birth and phone):
        return Strength.SURE
    if whole and (birth or phone):
        return Strength.LIKELY
    if phone or name in (SAME_NAME, SAME_LAST):
        return Strength.POSSIBLE
    return None


SAME_NAME, ALIKE_NAME = "the same name", "a name spelled almost alike"
SAME_LAST = "the same last name"  # speaks for something with the same birth date only
SAME_BIRTH, ALIKE_BIRTH = "the same birth date", "a birth date one slip apart"


def _birth(one: date | None, other: date | None) -> str:
    """The likeness; an empty string when one is unknown, or both differ."""
    if one is None or other is None:
        return ""
    if one == other:
        return SAME_BIRTH
    return ALIKE_BIRTH if _one_slip(one, other) else ""


def _two_births(one: date | None, other: date | None) -> bool:
    """Whether both are known, and not a slip apart."""
    return one is not None and other is not None and not _birth(one, other)


def _one_slip(one: date, other: date) -> bool:
    """One digit wrong, two neighbors exchanged, or the month and the day exchanged."""
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return True
    return letters_apart(f"{one:%Y%m%d}", f"{other:%Y%m%d}", most=1) <= 1


def _name(one: Known, other: Known) -> str:
    """The likeness of two names; a preferred first name counts as a first name."""
    lasts = folded_words(one.last_name), folded_words(other.last_name)
    firsts = _firsts(one), _firsts(other)
    if not all(lasts) or not all(firsts):
        return ""
    if lasts[0] == lasts[1] and firsts[0] & firsts[1]:
        return SAME_NAME
    straight = _alike(lasts[0], lasts[1]) and _any_alike(firsts[0], firsts[1])
    crossed = lasts[0] in firsts[1] and lasts[1] in firsts[0]
    return ALIKE_NAME if straight or crossed else ""


def _same_last(one: Known, other: Known) -> bool:
    return folded_words(one.last_name) == folded_words(other.last_name) != ()


def _firsts(person: Known) -> set[tuple[str, ...]]:
    names = (person.first_name, person.preferred_name)
    return {words for words in map(folded_words, names) if words}


def _any_alike(
    these: Iterable[tuple[str, ...]], those: Iterable[tuple[str, ...]]
) -> bool:
    return any(_alike(one, other) for one in these for other in those)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same words but for slips, or all words of the shorter within the longer."""
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    a, b = " ".join(one), " ".join(other)
    longer = max(len(a), len(b))
    allowed = max((n for least, n in SLIPS.items() if longer >= least), default=0)
    return letters_apart(a, b, most=allowed) <= allowed


def letters_apart(one: str, other: str, *, most: int) -> int:
    """Letters to change, add, leave out or exchange; above `most` it is `most + 1`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, target in enumerate(other, 1):
            steps = min(
                above[column] + 1, here[-1] + 1, above[column - 1] + (letter != target)
            )
            if row > 1 and column > 1 and _exchanged(one, other, row, column):
                steps = min(steps, before[column - 2] + 1)
            here.append(steps)
        if min(here) > most:
            return most + 1
        before, above = above, here
    return min(above[-1], most + 1)


def _exchanged(one: str, other: str, row: int, column: int) -> bool:
    return one[row - 1] == other[column - 2] and one[row - 2] == other[column - 1]
