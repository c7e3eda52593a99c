"""The questions with their answers, and the table from answers to an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    NOW = "now"  # get help right now
    MORE = "more"  # you may need more than this first
    LESS = "less"  # less may be enough
    TALK = "talk"  # talk to us about intensive outpatient treatment


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    answers: tuple[str, ...]


QUESTIONS = (  # in the order in which they are asked
    Question("danger", ("no", "yes")),
    Question("withdrawal", ("none", "mild", "heavy", "severe")),
    Question("supervision", ("no", "unsure", "yes")),
    Question("home", ("supportive", "alone", "unsafe")),
    Question("impact", ("large", "some", "small")),
    Question("willing", ("yes", "unsure", "less")),
    Question("times", ("days", "evenings", "either", "few")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """An outcome, and the answers that lead to it; a question not named may be any."""

    outcome: Outcome
    when: Mapping[str, tuple[str, ...]]


STEPS = (  # the first that fits
    Step(Outcome.NOW, {"danger": ("yes",)}),
    Step(Outcome.MORE, {"withdrawal": ("heavy", "severe")}),
    Step(Outcome.MORE, {"supervision": ("yes",)}),
    Step(Outcome.MORE, {"home": ("unsafe",)}),
    Step(
        Outcome.LESS,
        {
            "withdrawal": ("none",),
            "supervision": ("no",),
            "home": ("supportive",),
            "impact": ("small",),
        },
    ),
    Step(
        Outcome.LESS,
        {
            "withdrawal": ("none",),
            "supervision": ("no",),
            "impact": ("some", "small"),
            "willing": ("less",),
        },
    ),
    Step(Outcome.TALK, {}),
)

REASONS: Mapping[Outcome, Mapping[str, tuple[str, ...]]] = {  # what is told as a reason
    Outcome.NOW: {"danger": ("yes",)},
    Outcome.MORE: {
        "withdrawal": ("severe", "heavy"),
        "supervision": ("yes", "unsure"),
        "home": ("unsafe",),
    },
    Outcome.LESS: {
        "withdrawal": ("none",),
        "home": ("supportive",),
        "impact": ("some", "small"),
        "willing": ("less",),
    },
    Outcome.TALK: {
        "withdrawal": ("mild", "none"),
        "supervision": ("unsure",),
        "home": ("supportive", "alone"),
        "impact": ("large", "some"),
        "willing": ("yes", "unsure", "less"),
        "times": ("days", "evenings", "either", "few"),
    },
}


def as_data() -> dict[str, Any]:
    """The whole table in plain lists and dictionaries, for a page to follow."""
    return {
        "questions": {q.name: list(q.answers) for q in QUESTIONS},
        "steps": [
            {
                "outcome": step.outcome.value,
                "when": {name: list(answers) for name, answers in step.when.items()},
            }
            for step in STEPS
        ],
        "reasons": {
            outcome.value: {name: list(answers) for name, answers in told.items()}
            for outcome, told in REASONS.items()
        },
    }
