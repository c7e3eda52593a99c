"""How alike two note texts are, 0-100, and which words they share.

Source: none published. Payers and auditors refuse "cloned" notes, but no one defines a
        limit, so this is our own measure: the words of each text are taken one, two
        and three at a time (shingles), and the three shares in common are averaged.
Range:  0 = no content word in common; 100 = the same words in the same order.
Decided:
- Case, punctuation, accents and spacing do not matter. Pronouns, the names the caller
  gives, and words capitalized in mid-sentence all read as "someone", so a copied note
  with another name or pronoun stays a copied note.
- Small words (the, and, was) count inside longer shingles, never by themselves, so two
  honest notes are not alike for being English.
- An empty text is like nothing: there is nothing to copy.
- Scores round down: 100 is said only of the same words.
- 60 is where a card is pointed out. It points; it never forbids.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from daybridge.rules.wording import words_of

TOO_CLOSE = 60  # points; from here on a note is pointed out
SHINGLE_SIZES = (1, 2, 3)  # words
SENTENCE_ENDS = frozenset(".!?:;\n•")
SOMEONE = "·"  # stands for any name or pronoun

PRONOUNS = words_of(
    "he him his himself she her hers herself they them their theirs themself "
    "themselves ze zir hir xe xem ey em eir"
)
SMALL_WORDS = words_of(
    "a about after again all also am an and any are as at be because been before but "
    "by can could did do does for from get got had has have how i if in into is it its "
    "just may me might more most much my no not now of off on or our out over own so "
    "some than that the then there these this those to too under up us very was we "
    "were what when where which while who why will with would you your s t re ve ll d "
    "m patient client group session today"
)

# a letter or digit, then more of them, with the marks that may hide between
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*")
MOST_NAMES_SHARE = 3  # one word in three; above it capitals say nothing about names
Id = TypeVar("Id")
Shingle = tuple[tuple[str, ...], int]  # the words, and which occurrence this is


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text made ready for comparing; make it once, compare it many times."""

    text: str
    words: tuple[str, ...]  # normalized, with SOMEONE for names and pronouns
    spans: tuple[tuple[int, int], ...]  # where each word stands in the text
    shingles: tuple[frozenset[Shingle], ...]  # one set for each of SHINGLE_SIZES


@dataclass(frozen=True, slots=True)
class SharedRun:
    """The longest run of words two texts share, to be shown to the writer."""

    text: str  # as written in the first text
    start: int  # offsets in the first text
    end: int
    words: int


@dataclass(frozen=True, slots=True)
class Likeness:
    score: int  # 0-100
    longest_run: SharedRun | None
    shared_words: tuple[str, ...]  # content words of both, in the first text's order
    sentence: str


def likeness(
    first: str, second: str, *, ignore: Collection[str] = frozenset()
) -> Likeness:
    """Compare two texts and explain the score; `ignore` lists names to pass over."""
    one, other = fingerprint(first, ignore=ignore), fingerprint(second, ignore=ignore)
    points, run = score(one, other), longest_run(one, other)
    in_other = set(other.words)
    shared = dict.fromkeys(w for w in one.words if w in in_other and _speaks(w))
    if points == 0 or run is None:
        sentence = "The two texts have nothing in common."
    else:
        sentence = f"{points} of 100 alike; both say “{run.text}”."
    return Likeness(points, run, tuple(shared), sentence)


def too_close(points: int, *, threshold: int = TOO_CLOSE) -> bool:
    """Say whether a score should be pointed out before signing."""
    return points >= threshold


def closest(
    text: Fingerprint, others: Mapping[Id, Fingerprint]
) -> tuple[Id, int] | None:
    """Find which of the others is most like a text, with its score."""
    scores = ((key, score(text, other)) for key, other in others.items())
    return max(scores, key=lambda pair: pair[1], default=None)


def fingerprint(text: str, *, ignore: Collection[str] = frozenset()) -> Fingerprint:
    """Normalize a text into words and shingles; `ignore` lists names to pass over."""
    passed_over = PRONOUNS.union(*(_plain_words(name) for name in ignore))
    found = list(WORD.finditer(text))
    names = _named_in_mid_sentence(found)
    words = []
    for match in found:
        word = _plain(match[0])
        words.append(SOMEONE if word in passed_over or word in names else word)
    return Fingerprint(
        text=text,
        words=tuple(words),
        spans=tuple(match.span() for match in found),
        shingles=tuple(_shingles(words, size) for size in SHINGLE_SIZES),
    )


def score(one: Fingerprint, other: Fingerprint) -> int:
    """Give the likeness of two fingerprints in whole points."""
    if one.words == other.words:
        return 100 if one.words else 0
    shares = [
        2 * len(mine & theirs) / (len(mine) + len(theirs))
        for mine, theirs in zip(one.shingles, other.shingles, strict=True)
        if mine or theirs
    ]
    return int(100 * sum(shares) / len(shares)) if shares else 0


def longest_run(one: Fingerprint, other: Fingerprint) -> SharedRun | None:
    """Find the longest run of words both texts share; None when they share none.

    A run may pass over names and pronouns, and neither begins nor ends with one.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(other.words):
        places[word].append(place)
    longest, last = 0, 0
    before: dict[int, int] = {}  # where a run now ends in the other -> its length
    for at, word in enumerate(one.words):
        now: dict[int, int] = {}
        for place in places.get(word, ()):
            length = before.get(place - 1, 0)
            if length or word != SOMEONE:
                now[place] = length + 1
        if word != SOMEONE and max(now.values(), default=0) > longest:
            longest, last = max(now.values()), at
        before = now
    if not longest:
        return None
    start, end = one.spans[last - longest + 1][0], one.spans[last][1]
    return SharedRun(one.text[start:end], start, end, longest)


def _shingles(words: list[str], size: int) -> frozenset[Shingle]:
    """Take words `size` at a time, numbering repeats so that each counts."""
    seen: Counter[tuple[str, ...]] = Counter()
    shingles = []
    for start in range(len(words) - size + 1):
        shingle = tuple(words[start : start + size])
        if any(map(_speaks, shingle)):
            shingles.append((shingle, seen[shingle]))
            seen[shingle] += 1
    return frozenset(shingles)


def _speaks(word: str) -> bool:
    return word != SOMEONE and word not in SMALL_WORDS


def _plain(word: str) -> str:
    """Take case and accents off a word."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if part.isalnum())


def _plain_words(name: str) -> list[str]:
    return [_plain(word) for word in WORD.findall(name)]


def _named_in_mid_sentence(found: list[re.Match[str]]) -> set[str]:
    """Collect words capitalized after another word, which English does to names."""
    names = []
    for before, match in pairwise(found):
        word = match[0]
        if len(word) > 1 and word[0].isupper() and word[1:].islower():
            between = match.string[before.end() : match.start()]
            if SENTENCE_ENDS.isdisjoint(between):
                names.append(_plain(word))
    return set() if len(names) * MOST_NAMES_SHARE > len(found) else set(names)
