"""Invented notes, each put together from many parts so that no two read alike."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
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
    return tomllib.loads(FILE.read_text())


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
    parts = _parts()
    text: str = draw.one(parts[part])
    if "{" not in text:
        return text
    words = {slot: draw.one(parts["slots"][slot]) for slot in parts["slots"]}
    points = draw.between(4, 9)
    filled = text.format(
        **{"topic": "", "name": "", "substance": "", **about},
        **words,
        points=points,
        lower=draw.between(1, points - 2),
        days=draw.between(2, 75),
        hours=draw.between(3, 8),
        minutes=draw.between(8, 35),
        short=draw.between(3, 12),
    )
    return filled[0].upper() + filled[1:]
