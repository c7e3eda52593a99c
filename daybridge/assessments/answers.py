"""Answers in words: as a page, the signed text and an earlier version tell them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from daybridge.assessments.interview_questions import Question, Section, section_of
from daybridge.rules.wording import listed

Answers = Mapping[str, Any]


def is_answered(value: Any) -> bool:
    """Zero and "no" are answers; nothing is none."""
    return value not in (None, "", [], {})


def words_of(question: Question, value: Any) -> str:
    """One answer as a person reads it; empty for none."""
    if not is_answered(value):
        return ""
    if question.kind == "rows":
        return "\n".join(_row(question, row) for row in value)
    if question.kind == "several":
        return listed([question.labels.get(key, key) for key in value])
    if question.kind in ("choice", "yes_no"):
        return question.labels.get(str(value), str(value))
    if question.kind == "number":
        return f"{value} {question.unit}".strip()
    return day_words(str(value)) if question.kind == "date" else str(value)


def day_words(iso: str) -> str:
    """November 24, 2026, of an ISO day."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day:%B} {day.day}, {day.year}"


def section_text(section: Section, answers: Answers) -> str:
    """The answered questions of a section, one below the other."""
    lines = [
        _line(question, words)
        for question in section.questions
        if (words := words_of(question, answers.get(question.key)))
    ]
    return "\n".join(lines)


def text_of(key: str, answers: Answers) -> str:
    """The same, by the key of the section."""
    section = section_of(key)
    return section_text(section, answers) if section else ""


def progress(section: Section, answers: Answers) -> tuple[int, int]:
    """How many questions are answered, of how many."""
    asked = section.questions
    return sum(is_answered(answers.get(one.key)) for one in asked), len(asked)


def unanswered(section: Section, answers: Answers) -> list[Question]:
    """The questions that are needed and still open."""
    return [one for one in section.needed if not is_answered(answers.get(one.key))]


def _line(question: Question, words: str) -> str:
    apart = "\n" if question.kind == "rows" or "\n" in words else " "
    return f"{question.en}{apart}{words}"


def _row(question: Question, row: Mapping[str, Any]) -> str:
    parts = []
    for column in question.columns:
        words = words_of(column, row.get(column.key))
        if words:
            is_first = column is question.columns[0]
            parts.append(words if is_first else f"{column.en.lower()}: {words}")
    return "- " + "; ".join(parts)
