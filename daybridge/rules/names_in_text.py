"""Which patients' names stand in a text that is about to enter every chart?

Source: 42 CFR Part 2: even *being* a patient is protected, so one patient's chart never
        names another. No standard says how to look; this is our own rule.
Answer: findings with offsets in the text as written. SURE is a name; MAYBE is for a
        person to decide. Neither changes the text.
Decided:
- Case, accents, width, hyphens, apostrophes and invisible characters hide no name.
- A name that is also a word (Will, Grace, May) is never found in lower case. It is
  MAYBE when capitalized in mid-sentence, with 's, or before a verb.
- One letter wrong, missing, added or swapped is MAYBE, for names of five letters and
  more, unless the result is an ordinary word.
- "Dana M." is SURE when a Dana M… is in the group, and MAYBE when the initial differs.
- Initials alone (D.M., DM) are MAYBE, unless a clinic uses them for something else.
- Where two people share a name, each gets a finding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from daybridge.rules.folding import Folded, Token, fold, tokens_of
from daybridge.rules.name_index import (
    Form,
    NameIndex,
    NearName,
    PersonName,
    index_names,
    is_common,
)
from daybridge.rules.name_words import (
    ABBREVIATIONS,
    BEFORE_A_TIME,
    CALENDAR_WORDS,
    FORMS_OF_ADDRESS,
    NEAR_NAME_WORDS,
    VERBS,
)

JOINING = frozenset(" \t\n\u00a0-‐‑–'.,")  # what may stand between words of one name
SENTENCE_ENDS = frozenset(".!?…•")
OPENING = frozenset(" \t\"'“‘(*#[_-–—\n")
SHORT_NAME_LETTERS = 2  # a name this short must be capitalized


class Certainty(StrEnum):
    SURE = "sure"
    MAYBE = "maybe"


class NameReason(StrEnum):
    NAME = "“{}” is a patient's name."
    PART_OF_NAME = "“{}” is part of a patient's name."
    OTHER_INITIAL = "“{}” is a patient's name with another initial."
    COMMON_WORD = "“{}” may be a patient's name, or the word itself."
    MISSPELLED = "“{}” looks like a patient's name, misspelled."
    INITIALS = "“{}” may be a patient's initials."


@dataclass(frozen=True, slots=True)
class Finding:
    person_id: str
    matched: str  # as written
    start: int  # offsets in the text as written
    end: int
    certainty: Certainty
    reason: NameReason

    @property
    def sentence(self) -> str:
        return self.reason.value.format(self.matched)


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words `first` to `last` name someone."""

    person_id: str
    first: int
    last: int
    reason: NameReason

    @property
    def certainty(self) -> Certainty:
        sure = self.reason is NameReason.NAME
        return Certainty.SURE if sure else Certainty.MAYBE


def find_names(text: str, people: NameIndex | Iterable[PersonName]) -> list[Finding]:
    """Find the names of these people in a text, in the order they stand there.

    Pass a `NameIndex` (from `index_names`) when many texts meet the same people.
    """
    index = people if isinstance(people, NameIndex) else index_names(people)
    reader = _Reader(text, index)
    findings = [reader.finding(hit) for hit in reader.hits()]
    findings.extend(_uncased_findings(text, reader.folded, index))
    return sorted(findings, key=lambda finding: (finding.start, finding.person_id))


class _Reader:
    """Walks once over the words of a text."""

    __slots__ = ("folded", "index", "near", "text", "tokens")

    def __init__(self, text: str, index: NameIndex) -> None:
        self.text, self.index = text, index
        self.folded: Folded = fold(text)
        self.tokens: list[Token] = tokens_of(text, self.folded)
        self.near: dict[str, frozenset[NearName]] = {}  # by the word seen

    def hits(self) -> Iterable[_Hit]:
        place = 0
        while place < len(self.tokens):
            hits = self._hits_at(place)
            yield from hits
            place = max((hit.last for hit in hits), default=place) + 1

    def _hits_at(self, place: int) -> Sequence[_Hit]:
        """Take the longest name that begins here, else initials, else a near miss."""
        token = self.tokens[place]
        hits: list[_Hit] = []
        for form in self.index.by_first_word.get(token.folded, ()):
            last = place + len(form.words) - 1
            if hits and last < hits[0].last:
                break  # forms come longest first
            if self._stands_at(form, place) and (reason := self._reason(form, place)):
                hits.append(_Hit(form.person_id, place, last, reason))
        if hits:
            return self._with_initials(_best_of_each(hits))
        if len(token.folded) <= SHORT_NAME_LETTERS:
            return self._initials_at(place) or self._joined_at(place)
        return self._joined_at(place) or self._near_at(place)

    def finding(self, hit: _Hit) -> Finding:
        offsets = self.folded.offsets
        start = offsets[self.tokens[hit.first].start]
        end = offsets[self.tokens[hit.last].end]
        matched = self.text[start:end]
        return Finding(hit.person_id, matched, start, end, hit.certainty, hit.reason)

    # -- whole names ------------------------------------------------------------

    def _stands_at(self, form: Form, place: int) -> bool:
        words = form.words
        if len(words) == 1:
            return True
        tokens = self.tokens[place : place + len(words)]
        return tuple(token.folded for token in tokens) == words and all(
            self._joins(place + n) for n in range(len(words) - 1)
        )

    def _joins(self, place: int) -> bool:
        gap = self.folded.text[self.tokens[place].end : self.tokens[place + 1].start]
        return len(gap) <= 2 and JOINING.issuperset(gap)

    def _reason(self, form: Form, place: int) -> NameReason | None:
        if len(form.words) > 1:
            tokens = self.tokens[place : place + len(form.words)]
            ordinary = all(
                is_common(token.folded) and not token.first_is_upper for token in tokens
            )
            return None if ordinary else NameReason.NAME
        token = self.tokens[place]
        if self._is_addressed(place):
            return NameReason.NAME
        if is_common(token.folded):
            return NameReason.COMMON_WORD if self._acts_as_name(place) else None
        if len(token.folded) <= SHORT_NAME_LETTERS and not self._is_titled(place):
            return None
        if form.is_part:
            return NameReason.PART_OF_NAME
        return NameReason.NAME

    def _with_initials(self, hits: list[_Hit]) -> list[_Hit]:
        """Let "Dana M." choose among the Danas, and take the initial in."""
        place = hits[0].last + 1
        if hits[0].first != hits[0].last or not self._is_initial(place):
            return hits
        initial = self.tokens[place].folded
        chosen = [
            replace(hit, last=place, reason=NameReason.NAME)
            for hit in hits
            if initial in self.index.last_initials[hit.person_id]
        ]
        return chosen or [
            hit
            if hit.reason is not NameReason.NAME
            else replace(hit, reason=NameReason.OTHER_INITIAL)
            for hit in hits
        ]

    def _is_initial(self, place: int) -> bool:
        if place >= len(self.tokens):
            return False
        token = self.tokens[place]
        gap = self.folded.text[self.tokens[place - 1].end : token.start]
        if len(token.folded) != 1 or not token.first_is_upper or gap not in (" ", ""):
            return False
        after = self.folded.text[token.end : token.end + 1]
        return after == "." or (token.folded not in "ia" and after != "'")

    # -- initials, joined and misspelled names ----------------------------------

    def _initials_at(self, place: int) -> list[_Hit]:
        token = self.tokens[place]
        if len(token.folded) == 2 and token.all_upper and not self._is_shouted(place):
            return self._initials(token.folded, place, place)
        if self._is_dotted(place) and not (place and self._is_dotted(place - 1)):
            after = place + 2 < len(self.tokens) and self._is_dotted(place + 1)
            pair = token.folded + self.tokens[place + 1].folded
            return [] if after else self._initials(pair, place, place + 1)
        return []

    def _is_dotted(self, place: int) -> bool:
        """Say whether this letter and the next stand as "D.M" or "D. M"."""
        if place + 1 >= len(self.tokens):
            return False
        one, other = self.tokens[place], self.tokens[place + 1]
        gap = self.folded.text[one.end : other.start]
        both_single = len(one.folded) == len(other.folded) == 1
        upper = one.first_is_upper and other.first_is_upper
        return both_single and upper and gap in (".", ". ")

    def _initials(self, pair: str, first: int, last: int) -> list[_Hit]:
        if pair in ABBREVIATIONS:
            return []
        people = sorted(self.index.by_initials.get(pair, ()))
        return [_Hit(person, first, last, NameReason.INITIALS) for person in people]

    def _joined_at(self, place: int) -> list[_Hit]:
        """Find "Mary Ann" where the chart says Maryann."""
        one = self.tokens[place]
        if not one.first_is_upper or place + 1 >= len(self.tokens):
            return []
        other = self.tokens[place + 1]
        if not (other.first_is_upper and self._joins(place)):
            return []
        forms = self.index.by_first_word.get(one.folded + other.folded, ())
        people = sorted({form.person_id for form in forms if len(form.words) == 1})
        reason = NameReason.MISSPELLED
        return [_Hit(person, place, place + 1, reason) for person in people]

    def _near_at(self, place: int) -> list[_Hit]:
        word = self.tokens[place].folded
        if word not in self.near:
            self.near[word] = self.index.nearly_named_by(word)
        if not self.near[word]:
            return []
        titled = self._is_titled(place) and self._is_mid_sentence(place)
        if word in NEAR_NAME_WORDS or is_common(word):
            near = self.near[word] if titled else frozenset()
        else:
            near = frozenset(
                n for n in self.near[word] if titled or not is_common(n.name)
            )
        people = sorted({n.person_id for n in near})
        return [_Hit(p, place, place, NameReason.MISSPELLED) for p in people]

    # -- how a word stands in its sentence --------------------------------------

    def _acts_as_name(self, place: int) -> bool:
        """Say whether a word that may be a name is used like one here."""
        token = self.tokens[place]
        if not token.first_is_upper or self._is_a_time(place):
            return False
        if self._is_titled(place) and self._is_mid_sentence(place):
            return True
        return self._is_possessive(place) or self._does_something(place)

    def _is_titled(self, place: int) -> bool:
        """Say whether the capital means something: not amid words all in capitals."""
        token = self.tokens[place]
        return token.first_is_upper and not (
            token.all_upper and self._is_shouted(place)
        )

    def _is_shouted(self, place: int) -> bool:
        around = self.tokens[max(0, place - 1) : place + 2]
        return sum(token.all_upper for token in around) > self.tokens[place].all_upper

    def _is_mid_sentence(self, place: int) -> bool:
        text, at = self.folded.text, self.tokens[place].start - 1
        while at >= 0 and text[at] in OPENING:
            at -= 1
        return at >= 0 and text[at] not in SENTENCE_ENDS

    def _is_possessive(self, place: int) -> bool:
        token = self.tokens[place]
        after = self.folded.text[token.end : token.end + 2]
        return after == "'s" or (after[:1] == "'" and token.folded.endswith("s"))

    def _does_something(self, place: int) -> bool:
        following = self.tokens[place + 1 : place + 3]
        if not following or not self._joins(place):
            return False
        word = following[0].folded
        if word in VERBS or (len(word) > 3 and word.endswith("ed")):
            return True
        return word == "and" and following[-1].first_is_upper

    def _is_a_time(self, place: int) -> bool:
        before = self.tokens[place - 1].folded if place else ""
        return self.tokens[place].folded in CALENDAR_WORDS and before in BEFORE_A_TIME

    def _is_addressed(self, place: int) -> bool:
        """Say whether Mr., Ms. or Dr. stands before the word."""
        return (
            place > 0
            and self.tokens[place].first_is_upper
            and self.tokens[place - 1].folded in FORMS_OF_ADDRESS
            and self._joins(place - 1)
        )


def _best_of_each(hits: Iterable[_Hit]) -> list[_Hit]:
    """Keep each person's surest hit."""
    best: dict[str, _Hit] = {}
    for hit in hits:
        known = best.get(hit.person_id)
        if known is None or hit.certainty is Certainty.SURE:
            best[hit.person_id] = hit
    return list(best.values())


def _uncased_findings(text: str, folded: Folded, index: NameIndex) -> list[Finding]:
    """Find names in scripts without capitals, which may stand inside longer runs."""
    findings = []
    for name, person_id in index.uncased:
        at = folded.text.find(name)
        while at >= 0:
            start, end = folded.offsets[at], folded.offsets[at + len(name)]
            findings.append(
                Finding(
                    person_id,
                    text[start:end],
                    start,
                    end,
                    Certainty.SURE,
                    NameReason.NAME,
                )
            )
            at = folded.text.find(name, at + 1)
    return findings
