"""From answers to an outcome with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

from daybridge.rules.self_check.table import QUESTIONS, REASONS, STEPS, Outcome, Step


@dataclass(frozen=True, slots=True)
class Result:
    outcome: Outcome
    reasons: tuple[tuple[str, str], ...]  # question and answer, in the order asked


def check(answers: Mapping[str, str]) -> Result:
    """The outcome of a whole set of answers; a danger needs no other answer.

    Raises ValueError, naming only the question, when an answer is missing or unknown.
    """
    _refuse_gaps(answers)
    outcome = next(step.outcome for step in STEPS if _fits(step, answers))
    told = REASONS[outcome]
    reasons = tuple(
        (question.name, answers[question.name])
        for question in QUESTIONS
        if answers.get(question.name) in told.get(question.name, ())
    )
    return Result(outcome, reasons)


def is_over_at_once(answers: Mapping[str, str]) -> bool:
    """Whether what was said so far needs help now, before anything else is asked."""
    return answers.get("danger") == "yes"


def _fits(step: Step, answers: Mapping[str, str]) -> bool:
    return all(answers.get(name) in allowed for name, allowed in step.when.items())


def _refuse_gaps(answers: Mapping[str, str]) -> None:
    if is_over_at_once(answers):
        return
    for question in QUESTIONS:
        if answers.get(question.name) not in question.answers:
            raise ValueError(f"expected an answer to {question.name}")
