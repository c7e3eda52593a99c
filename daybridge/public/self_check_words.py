"""The self-check in words: questions, answers, reasons and outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from daybridge.rules.self_check import REASONS, Outcome


@dataclass(frozen=True, slots=True)
class Words:
    """One question as a page asks it."""

    asks: Any
    explains: Any
    answers: Mapping[str, Any]
    reasons: Mapping[str, Any]  # an answer as a reason for what comes out


QUESTION_WORDS: Mapping[str, Words] = {
    "danger": Words(
        _("Is anyone in danger right now?"),
        _(
            "Thoughts of ending your life or of hurting someone. An overdose, a "
            "seizure, chest pain, trouble breathing. Someone who threatens you."
        ),
        {"yes": _("Yes"), "no": _("No")},
        {"yes": _("You said that someone is in danger.")},
    ),
    "withdrawal": Words(
        _("What happens when you stop or drink or use much less?"),
        "",
        {
            "none": _("Nothing much, or I have already stopped and feel all right"),
            "mild": _("I feel unwell, but not in danger"),
            "heavy": _(
                "I drink a lot, or take sedatives such as Xanax or Valium, every day "
                "and have not tried stopping lately"
            ),
            "severe": _(
                "I have had seizures, was confused, saw or heard things, or needed a "
                "hospital"
            ),
        },
        {
            "none": _("Stopping does not seem to put your body in danger."),
            "mild": _("Feeling unwell when you stop is something we can plan for."),
            "heavy": _(
                "Stopping suddenly after drinking a lot or taking sedatives every day "
                "can be dangerous. Please do not stop on your own: a doctor makes it "
                "safe."
            ),
            "severe": _(
                "Withdrawal has been dangerous for you. Please do not stop on your "
                "own: medical detox makes it safe."
            ),
        },
    ),
    "supervision": Words(
        _("Do you need somebody with you day and night, to be safe or not to use?"),
        "",
        {"no": _("No"), "unsure": _("I am not sure"), "yes": _("Yes")},
        {
            "yes": _(
                "You need somebody with you day and night. We are not open at night."
            ),
            "unsure": _(
                "You are not sure about being on your own. Let us talk about it."
            ),
        },
    ),
    "home": Words(
        _("What is it like where you live?"),
        "",
        {
            "supportive": _("Safe, and somebody there is on my side"),
            "alone": _("Safe, but I am alone with this, or people there drink or use"),
            "unsafe": _("Not safe, or I have no place to live"),
        },
        {
            "supportive": _("Home is safe, and somebody is on your side."),
            "alone": _("At home you are alone with this. A group can change that."),
            "unsafe": _(
                "You need a safe place to live first, or together with treatment. "
                "There are recovery homes, and we help to find one."
            ),
        },
    ),
    "impact": Words(
        _("How much does it get in the way of your life?"),
        _("Work, school, family, health, money, the law."),
        {"large": _("A lot"), "some": _("Somewhat"), "small": _("Hardly")},
        {
            "large": _("It gets in the way of your life a lot."),
            "some": _("It gets somewhat in the way of your life."),
            "small": _("It hardly gets in the way of your life now."),
        },
    ),
    "willing": Words(
        _("Would you come several days a week, about three hours each time?"),
        "",
        {
            "yes": _("Yes"),
            "unsure": _("I am not sure"),
            "less": _("I would rather begin with less"),
        },
        {
            "yes": _("You would come several days a week."),
            "unsure": _(
                "You are not sure about coming. Most people are not, at first."
            ),
            "less": _("You would rather begin with less."),
        },
    ),
    "times": Words(
        _("With work and family, when could you come?"),
        "",
        {
            "days": _("During the day"),
            "evenings": _("In the evening or on weekends"),
            "either": _("Either"),
            "few": _("Hardly ever three times a week"),
        },
        {
            "days": _("You could come during the day."),
            "evenings": _("You could come in the evening or on weekends."),
            "either": _("You are free to come at many times."),
            "few": _("Finding the time is hard. Let us look for it together."),
        },
    ),
}


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """One outcome as a page says it."""

    name: str
    title: Any
    says: Any
    is_shown: bool
    reasons: list[dict[str, Any]]  # question, answer, words, is_shown


TITLES: Mapping[Outcome, tuple[Any, Any]] = {
    Outcome.NOW: (
        _("Get help right now"),
        _("This cannot wait for a program. Someone is there for you this minute."),
    ),
    Outcome.MORE: (
        _("You may need more than this program first"),
        _(
            "That is no verdict. Many people begin with medical detox, a hospital or a "
            "residential program and come to us afterwards."
        ),
    ),
    Outcome.LESS: (
        _("Less may be enough"),
        _(
            "A weekly appointment with a counselor, your own doctor, or a mutual-help "
            "group may be the right beginning. If it gets harder, come back."
        ),
    ),
    Outcome.TALK: (
        _("Talk to us about this program"),
        _("From what you say, an intensive outpatient program may fit."),
    ),
}


def outcomes_in_words(
    shown: str = "", given: Mapping[str, str] | None = None
) -> list[OutcomeWords]:
    """Every outcome with every reason it may have, and which of them are shown."""
    answers = given or {}
    return [
        OutcomeWords(
            outcome.value,
            title,
            says,
            outcome.value == shown,
            _reasons(outcome, answers),
        )
        for outcome, (title, says) in TITLES.items()
    ]


def _reasons(outcome: Outcome, answers: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "question": name,
            "answer": answer,
            "words": words.reasons[answer],
            "is_shown": answers.get(name) == answer,
        }
        for name, words in QUESTION_WORDS.items()
        for answer in REASONS[outcome].get(name, ())
    ]
