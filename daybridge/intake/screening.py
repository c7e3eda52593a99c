"""The screening questions as a coordinator asks them: those of the public self-check.

What somebody answered on the website is shown and not asked again. The answers stay
with the inquiry; the outcome is worked out anew each time it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from daybridge.intake.models import Inquiry
from daybridge.intake.times import in_rows
from daybridge.rules.self_check import QUESTIONS, Outcome, check, is_over_at_once

WORDS: Mapping[str, tuple[str, Mapping[str, str]]] = {  # as they are asked on the phone
    "danger": (
        "Are you in danger now: thoughts of ending your life, of harming someone, or "
        "someone who harms you?",
        {"no": "No", "yes": "Yes"},
    ),
    "withdrawal": (
        "When you stop or cut down, what happens to your body?",
        {
            "none": "Nothing, or hardly anything",
            "mild": "Uneasy, poor sleep, sweating",
            "heavy": "Heavy daily use of alcohol, pills or opioids",
            "severe": "Shaking, seizures, seeing things, or detox before",
        },
    ),
    "supervision": (
        "Do you need someone with you day and night to be safe?",
        {"no": "No", "unsure": "Not sure", "yes": "Yes"},
    ),
    "home": (
        "How is it at home?",
        {
            "supportive": "Someone there helps",
            "alone": "Alone, or nobody helps",
            "unsafe": "Not safe, or others use there",
        },
    ),
    "impact": (
        "How much does it get in the way of your life?",
        {"large": "A lot", "some": "Somewhat", "small": "Hardly"},
    ),
    "willing": (
        "Would you come several times a week?",
        {"yes": "Yes", "unsure": "Not sure", "less": "Rather begin with less"},
    ),
    "times": (
        "When could you come?",
        {
            "days": "By day",
            "evenings": "In the evening",
            "either": "Both",
            "few": "Hardly ever",
        },
    ),
}
DAY_ENDS, EVENING_BEGINS = time(16), time(18)  # a time told that begins, ends beyond it
OUTCOMES = {  # what the coordinator does; a professional decides
    Outcome.NOW: (
        "danger",
        "Get help right now",
        "Stay on the line. Call 911 for a danger to life, or connect them to 988. "
        "Everything else can wait.",
    ),
    Outcome.MORE: (
        "needs",
        "Perhaps more than this first",
        "Ask a clinician today before anything is booked: detox or 24-hour care may "
        "have to come first.",
    ),
    Outcome.LESS: (
        "",
        "Perhaps less is enough",
        "Offer the assessment all the same, and say that weekly care may do.",
    ),
    Outcome.TALK: (
        "settled",
        "Book the assessment",
        "Nothing they said is against it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One question, and what they said."""

    name: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What follows from the answers."""

    tone: str
    title: str
    words: str
    reasons: tuple[str, ...]


def answers_of(row: Inquiry) -> dict[str, str]:
    """The answers that are known and legal; nothing else that came along."""
    given = row.self_check if isinstance(row.self_check, dict) else {}
    given = {"times": _times_told(row), **given}
    return {
        question.name: given[question.name]
        for question in QUESTIONS
        if given.get(question.name) in question.answers
    }


def _times_told(row: Inquiry) -> str:
    """What the times they can come say to the question of times; empty if nothing."""
    can = [one for one in in_rows(row.times_wanted) if one["can"] == "1"]
    by_day = any((one["start"] or time.min) < DAY_ENDS for one in can)
    in_the_evening = any((one["end"] or time.max) > EVENING_BEGINS for one in can)
    if by_day and in_the_evening:
        return "either"
    return "days" if by_day else "evenings" if in_the_evening else ""


def answered(row: Inquiry) -> list[Answered]:
    """Question and answer in words, in the order asked."""
    return [
        Answered(name, WORDS[name][0], WORDS[name][1][answer])
        for name, answer in answers_of(row).items()
    ]


def missing(row: Inquiry) -> list[str]:
    """The names of the questions still to ask; none once there is danger."""
    given = answers_of(row)
    if is_over_at_once(given):
        return []
    return [one.name for one in QUESTIONS if one.name not in given]


def advice(row: Inquiry) -> Advice | None:
    """What to do; None while questions are missing."""
    given = answers_of(row)
    if missing(row):
        return None
    result = check(given)
    tone, title, words = OUTCOMES[result.outcome]
    reasons = tuple(WORDS[name][1][answer] for name, answer in result.reasons)
    return Advice(tone, title, words, reasons)
