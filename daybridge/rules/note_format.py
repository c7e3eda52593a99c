"""The text of one progress note, composed from a card in the program's own format.

Source: DAP, BIRP, GIRP and SOAP are common clinical formats without an official text;
        which card field goes where is our decision, in the `PLACES` table.
Answer: sections of plain text, the same for the same card, and a hash that a signature
        covers: SHA-256 of the canonical text, NFC-normalized, in UTF-8.
Decided:
- Every field appears exactly once in every format; an empty field leaves no line, and a
  section without lines says that nothing was recorded.
- A note is complete with a goal, three ratings, a sentence of the writer's own and a
  next step. The patient's words are welcome, never required. A raised risk needs words.
- The writer's own sentence has at least three words: "Did well." says nothing.
- The group summary is shared, so it never makes a card complete by itself.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class NoteFormat(StrEnum):
    DAP = "DAP"
    BIRP = "BIRP"
    GIRP = "GIRP"
    SOAP = "SOAP"


class Participation(StrEnum):
    LED = "Led and helped others"
    ACTIVE = "Took part actively"
    PROMPTED = "Took part when asked"
    QUIET = "Listened quietly"
    WITHDRAWN = "Withdrawn"
    DISRUPTIVE = "Disrupted the group"


class Affect(StrEnum):
    BRIGHT = "Bright"
    CALM = "Calm"
    ANXIOUS = "Anxious"
    SAD = "Sad"
    ANGRY = "Angry or irritable"
    FLAT = "Flat"
    CHANGEABLE = "Changeable"


class Response(StrEnum):
    APPLIED = "Applied it to own life"
    RECEPTIVE = "Receptive"
    CONSIDERING = "Considering it"
    MIXED = "Mixed"
    RESISTANT = "Resistant"
    NONE_SEEN = "No response seen"


class Risk(StrEnum):
    NONE_RAISED = "No risk raised"
    USE = "Risk of use"
    SELF_HARM = "Thoughts of self-harm"
    HARM_TO_OTHERS = "Thoughts of harming others"
    SAFETY_AT_HOME = "Safety at home"
    MEDICAL = "Medical or withdrawal concern"


class Part(StrEnum):
    """The fields of a card, in the order a writer meets them."""

    GROUP_SUMMARY = "Group"
    GOAL = "Goal worked on"
    PARTICIPATION = "Participation"
    AFFECT = "Affect"
    RESPONSE = "Response"
    OWN_SENTENCE = "Counselor's observation"
    PATIENT_WORDS = "In the patient's words"
    RISK = "Risk"
    NEXT_STEP = "Next step"


@dataclass(frozen=True, slots=True)
class Card:
    """What was entered for one patient. Ratings may be a program's own words."""

    goal: str = ""
    participation: str = ""
    affect: str = ""
    response: str = ""
    own_sentence: str = ""
    patient_words: str = ""
    next_step: str = ""
    risk: str = Risk.NONE_RAISED
    risk_note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    part: Part
    sentence: str


Places = tuple[tuple[str, tuple[Part, ...]], ...]

PLACES: Mapping[NoteFormat, Places] = {
    NoteFormat.DAP: (
        (
            "Data",
            (
                Part.GROUP_SUMMARY,
                Part.GOAL,
                Part.PARTICIPATION,
                Part.AFFECT,
                Part.PATIENT_WORDS,
            ),
        ),
        ("Assessment", (Part.RESPONSE, Part.OWN_SENTENCE, Part.RISK)),
        ("Plan", (Part.NEXT_STEP,)),
    ),
    NoteFormat.BIRP: (
        (
            "Behavior",
            (Part.GOAL, Part.PARTICIPATION, Part.AFFECT, Part.PATIENT_WORDS),
        ),
        ("Intervention", (Part.GROUP_SUMMARY,)),
        ("Response", (Part.RESPONSE, Part.OWN_SENTENCE, Part.RISK)),
        ("Plan", (Part.NEXT_STEP,)),
    ),
    NoteFormat.GIRP: (
        ("Goal", (Part.GOAL,)),
        ("Intervention", (Part.GROUP_SUMMARY,)),
        (
            "Response",
            (
                Part.PARTICIPATION,
                Part.AFFECT,
                Part.RESPONSE,
                Part.OWN_SENTENCE,
                Part.PATIENT_WORDS,
                Part.RISK,
            ),
        ),
        ("Plan", (Part.NEXT_STEP,)),
    ),
    NoteFormat.SOAP: (
        ("Subjective", (Part.PATIENT_WORDS,)),
        ("Objective", (Part.GROUP_SUMMARY, Part.PARTICIPATION, Part.AFFECT)),
        ("Assessment", (Part.GOAL, Part.RESPONSE, Part.OWN_SENTENCE, Part.RISK)),
        ("Plan", (Part.NEXT_STEP,)),
    ),
}

NOTHING_RECORDED = "Nothing recorded."
SHORTEST_SENTENCE_WORDS = 3
QUOTES = frozenset('"“”')


def compose_note(
    card: Card, *, group_summary: str, note_format: NoteFormat
) -> tuple[Section, ...]:
    """Compose a note's sections, in the order its format gives them."""
    lines = _lines(card, group_summary)
    return tuple(
        Section(
            title, "\n".join(lines[p] for p in parts if lines[p]) or NOTHING_RECORDED
        )
        for title, parts in PLACES[note_format]
    )


def missing_parts(card: Card) -> list[Missing]:
    """List what a card still needs before it can be signed; empty means complete."""
    missing = [
        Missing(part, sentence)
        for part, value, sentence in (
            (Part.GOAL, card.goal, "Name the goal worked on."),
            (Part.PARTICIPATION, card.participation, "Rate participation."),
            (Part.AFFECT, card.affect, "Rate affect."),
            (Part.RESPONSE, card.response, "Rate the response."),
            (Part.NEXT_STEP, card.next_step, "Say the next step."),
        )
        if not tidy(value)
    ]
    if len(tidy(card.own_sentence).split()) < SHORTEST_SENTENCE_WORDS:
        sentence = "Write a sentence of your own about this patient."
        missing.append(Missing(Part.OWN_SENTENCE, sentence))
    if _risk_is_raised(card) and not tidy(card.risk_note):
        sentence = "Say what was heard and what was done about the risk."
        missing.append(Missing(Part.RISK, sentence))
    return sorted(missing, key=lambda gap: list(Part).index(gap.part))


def canonical_text(sections: tuple[Section, ...]) -> str:
    """Write sections as the one text that is shown, printed, hashed and signed."""
    return tidy("\n\n".join(f"{each.title}\n{each.text}" for each in sections))


def text_hash(text: str) -> str:
    """Hash a canonical text, however its characters were composed."""
    normal = unicodedata.normalize("NFC", text)
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()


def tidy(text: str) -> str:
    """Normalize a text to NFC, one kind of line end, and no space at a line's end."""
    normal = unicodedata.normalize("NFC", text)
    lines = normal.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _lines(card: Card, group_summary: str) -> dict[Part, str]:
    values = {
        Part.GROUP_SUMMARY: group_summary,
        Part.GOAL: card.goal,
        Part.PARTICIPATION: card.participation,
        Part.AFFECT: card.affect,
        Part.RESPONSE: card.response,
        Part.OWN_SENTENCE: card.own_sentence,
        Part.PATIENT_WORDS: _quoted(card.patient_words),
        Part.RISK: _risk(card),
        Part.NEXT_STEP: card.next_step,
    }
    return {
        part: f"{part}: {tidy(value)}" if tidy(value) else ""
        for part, value in values.items()
    }


def _quoted(words: str) -> str:
    """Put words in quotation marks, unless they came whole in a pair of them."""
    words = tidy(words)
    inside = words[1:-1]
    in_a_pair = inside and words[0] in QUOTES and words[-1] in QUOTES
    if in_a_pair and QUOTES.isdisjoint(inside):
        words = inside.strip()
    return f"“{words}”" if words else ""


def _risk(card: Card) -> str:
    risk, note = tidy(card.risk) or Risk.NONE_RAISED.value, tidy(card.risk_note)
    return f"{risk}. {note}" if note else f"{risk}."


def _risk_is_raised(card: Card) -> bool:
    return tidy(card.risk) not in ("", Risk.NONE_RAISED)
