"""The names of a group's people, arranged so that a text is read only once.

Every way a chart may write one person is a `Form`: full name, last name first, each
name alone, and parts of double names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from daybridge.rules.folding import folded_words
from daybridge.rules.name_words import COMMON_WORD_NAMES, PARTICLES

NEAR_NAME_LETTERS = 5  # names this long and longer are looked for misspelled
NOBODY: frozenset["NearName"] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonName:
    person_id: str
    first: str  # legal
    last: str
    preferred: str = ""
    previous: tuple[str, ...] = ()  # full or single names they went by before


@dataclass(frozen=True, slots=True)
class Form:
    words: tuple[str, ...]
    person_id: str
    is_part: bool = False  # one word of a double name, or of a previous full name


@dataclass(frozen=True, slots=True, order=True)
class NearName:
    """A name long enough to be looked for misspelled."""

    name: str
    person_id: str


@dataclass(frozen=True, slots=True)
class NameIndex:
    by_first_word: Mapping[str, tuple[Form, ...]]  # the longest form first
    by_initials: Mapping[str, frozenset[str]]  # "dm" -> people
    last_initials: Mapping[str, frozenset[str]]  # person -> first letters of last names
    by_end: Mapping[tuple[str, str], frozenset[NearName]]  # see `_by_end`
    uncased: tuple[tuple[str, str], ...]  # (name, person) in scripts without capitals

    def nearly_named_by(self, word: str) -> frozenset[NearName]:
        """Find the names that are one slip away from a word."""
        if len(word) < NEAR_NAME_LETTERS - 1:
            return frozenset()
        likely = self.by_end.get(("first", word[0]), NOBODY) | self.by_end.get(
            ("last", word[-1]), NOBODY
        )
        return frozenset(near for near in likely if is_one_slip(near.name, word))


def index_names(people: Iterable[PersonName]) -> NameIndex:
    """Arrange people's names for `find_names`; make it once per group."""
    everyone = list(people)
    forms = {form for person in everyone for form in _forms_of(person)}
    by_first_word: dict[str, list[Form]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (-len(form.words), form.person_id)):
        by_first_word[form.words[0]].append(form)
    by_initials: dict[str, set[str]] = defaultdict(set)
    for person in everyone:
        for pair in _initials_of(person):
            by_initials[pair].add(person.person_id)
    return NameIndex(
        by_first_word={word: tuple(found) for word, found in by_first_word.items()},
        by_initials={pair: frozenset(ids) for pair, ids in by_initials.items()},
        last_initials={p.person_id: _last_initials(p) for p in everyone},
        by_end=_by_end(forms),
        uncased=tuple(sorted(_uncased(forms))),
    )


def is_common(word: str) -> bool:
    """Say whether a name is also an ordinary word, a month or a place."""
    return word in COMMON_WORD_NAMES


def is_one_slip(name: str, word: str) -> bool:
    """Say whether one letter changed, missing, added or swapped makes the other."""
    if name == word or abs(len(name) - len(word)) > 1:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(name, word, strict=False)) if a != b),
        min(len(name), len(word)),
    )
    if len(name) > len(word):
        return name[at + 1 :] == word[at:]
    if len(name) < len(word):
        return name[at:] == word[at + 1 :]
    swapped = name[at : at + 2] == word[at : at + 2][::-1]
    return name[at + 1 :] == word[at + 1 :] or (
        swapped and name[at + 2 :] == word[at + 2 :]
    )


def _forms_of(person: PersonName) -> Iterator[Form]:
    last = folded_words(person.last)
    given = [folded_words(person.first), folded_words(person.preferred)]
    previous = [folded_words(name) for name in person.previous]
    for first in filter(None, given):
        if last:
            yield Form(first + last, person.person_id)
            yield Form(first[:1] + last, person.person_id)
            yield Form(last + first, person.person_id)
    for name in filter(None, [*given, last, *previous]):
        yield Form(name, person.person_id)
        if len(name) > 1:
            yield Form(("".join(name),), person.person_id)
            for word in name:
                if len(word) > 1 and word not in PARTICLES:
                    yield Form((word,), person.person_id, is_part=True)


def _initials_of(person: PersonName) -> Iterator[str]:
    for first in (person.first, person.preferred):
        for one in folded_words(first)[:1]:
            for other in _last_initials(person):
                yield one[0] + other


def _last_initials(person: PersonName) -> frozenset[str]:
    words = folded_words(person.last)
    return frozenset(
        word[0] for n, word in enumerate(words) if n == 0 or word not in PARTICLES
    )


def _by_end(forms: Iterable[Form]) -> dict[tuple[str, str], frozenset[NearName]]:
    """Arrange long names by first and by last letter: one slip spares one of them."""
    by_end: dict[tuple[str, str], set[NearName]] = defaultdict(set)
    for form in forms:
        name = form.words[0]
        if len(form.words) == 1 and len(name) >= NEAR_NAME_LETTERS:
            by_end["first", name[0]].add(NearName(name, form.person_id))
            by_end["last", name[-1]].add(NearName(name, form.person_id))
    return {end: frozenset(names) for end, names in by_end.items()}


def _uncased(forms: Iterable[Form]) -> set[tuple[str, str]]:
    return {
        (word, form.person_id)
        for form in forms
        for word in ("".join(form.words),)
        if len(word) > 1 and word.upper() == word.lower()
    }
