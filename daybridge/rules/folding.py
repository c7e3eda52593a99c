"""A text folded for comparing, with the way back to the text as it was written.

Decided: accents, case, width and invisible characters do not tell names apart, so they
are folded away; every folded character remembers its place in the original text.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

APOSTROPHES = "'’‘ʼ′`´＇"
PLAIN_LETTERS = str.maketrans(  # letters that do not decompose into a plain one
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
    | dict.fromkeys(APOSTROPHES, "'")
)
LETTERS = re.compile(r"[^\W\d_]+")
PLAIN_OR_NOT = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Folded:
    text: str
    offsets: range | list[int]  # where each folded character began, then the end


class Token(NamedTuple):
    """One run of letters. Its folded form is compared, its written form is shown."""

    folded: str
    start: int  # in the folded text
    end: int
    first_is_upper: bool
    all_upper: bool  # and more than one letter


def fold(text: str) -> Folded:
    """Fold a text, keeping for each character its offset in the original."""
    if text.isascii():
        return Folded(text.lower(), range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    for run in PLAIN_OR_NOT.finditer(text):
        if run[0].isascii():
            pieces.append(run[0].lower())
            offsets.extend(range(*run.span()))
            continue
        for offset, character in enumerate(run[0], run.start()):
            piece = _fold_character(character)
            pieces.append(piece)
            offsets.extend([offset] * len(piece))
    offsets.append(len(text))
    return Folded("".join(pieces), offsets)


def tokens_of(text: str, folded: Folded) -> list[Token]:
    """Split a folded text into runs of letters, knowing how each was capitalized."""
    offsets = folded.offsets
    tokens = []
    for match in LETTERS.finditer(folded.text):
        start, end = match.span()
        # A word may lie inside one character ("㏂" folds to "a.m."): show all of it.
        written = text[offsets[start] : max(offsets[end], offsets[start] + 1)]
        first_is_upper = written[0].isupper()
        all_upper = first_is_upper and end - start > 1 and written.isupper()
        tokens.append(Token(match[0], start, end, first_is_upper, all_upper))
    return tokens


def folded_words(name: str) -> tuple[str, ...]:
    """Fold a name into its words: "José O’Brien-Díaz" is jose, o, brien, diaz."""
    return tuple(LETTERS.findall(fold(name).text))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    """Fold one character to none, one or several plain ones."""
    plain = character.translate(PLAIN_LETTERS)
    parts = unicodedata.normalize("NFKD", plain).casefold().translate(PLAIN_LETTERS)
    return "".join(part for part in parts if not _is_invisible(part))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")
