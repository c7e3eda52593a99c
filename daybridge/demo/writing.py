"""Invented notes, each put together from many parts so that no two read alike."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from daybridge.demo.draw import Draw

FILE = Path(__file__).parent / "text" / "notes.toml"
PARTICIPATION = ("led", "active", "active", "active", "prompted", "quiet", "withdrawn")
AFFECT = (
    "bright",
    "calm",
    "calm",
    "anxious",
    "anxious",
    "sad",
    "angry",
    "flat",
    "changeable",
)
RESPONSE = (
    "applied",
    "applied",
    "receptive",
    "receptive",
    "considering",
    "mixed",
    "resistant",
)


NUMBERS = {
    "points": (4, 9), "lower": (1, 7), "days": (2, 75), "hours": (3, 8),
    "minutes": (8, 35), "short": (3, 12),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What a counselor wrote on one card."""

    goal: str
    participation: str
    affect: str
    response: str
    sentence: str
    quote: str
    next_step: str
    risk: str
    risk_note: str  # empty when no risk was raised


@cache
def _parts() -> dict[str, Any]:
    return tomllib.loads(unicodedata.normalize("NFC", FILE.read_text()))


def goal_of(draw: Draw, substance: str) -> str:
    """What one patient works on, in their own words."""
    return _fill(draw, "goals", substance=substance)


def card(draw: Draw, *, name: str, goal: str, topic: str, substance: str) -> Words:
    """Write one patient's card of one session."""
    about = {"name": name, "topic": topic, "substance": substance}
    risk, risk_note = "none_raised", ""
    if draw.percent(0.8):
        risk = draw.one(tuple(_parts()["risks"]))
        risk_note = _parts()["risks"][risk]
    sentence = " ".join(
        _fill(draw, part, **about) for part in ("openings", "middles", "endings")
    )
    return Words(
        goal=goal,
        participation=draw.one(PARTICIPATION),
        affect=draw.one(AFFECT),
        response=draw.one(RESPONSE),
        sentence=sentence,
        quote=_fill(draw, "quotes", **about) if draw.percent(45) else "",
        next_step=_fill(draw, "next_steps", **about),
        risk=risk,
        risk_note=risk_note,
    )


def summary(draw: Draw, topic: str) -> str:
    """What the whole group did, without anybody's name."""
    return _fill(draw, "summaries", topic=topic)


def substance_word(code: str) -> str:
    """How people in group say a TEDS substance code."""
    word: str = _parts()["substances"].get(code, "using")
    return word


def _fill(draw: Draw, part: str, **about: str) -> str:
    """One of a part's templates, with words drawn for its braces."""
    points = 0
    words = []
    for literal, slot in draw.one(_templates(part)):
        words.append(literal)
        if not slot:
            continue
        if slot in about:
            words.append(about[slot])
        elif slot in NUMBERS:
            lowest, highest = NUMBERS[slot]
            if slot == "lower" and points:
                highest = points - 1  # a rating that came down
            number = draw.between(lowest, highest)
            points = number if slot == "points" else points
            words.append(str(number))
        else:
            words.append(draw.one(_parts()["slots"][slot]))
    filled = "".join(words)
    return filled[0].upper() + filled[1:]


@cache
def _templates(part: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """A part's templates, taken apart once: (words, slot after them)."""
    return tuple(
        tuple((literal, slot or "") for literal, slot, *_ in Formatter().parse(text))
        for text in _parts()[part]
    )
