"""The TEDS facts of an admission, from what an assessment collected on the way."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from daybridge.assessments.interview_questions import Question, sections
from daybridge.rules.teds_admission import (
    diagnosis_group,
    first_use_code,
    frequency_code,
    wait_code,
)
from daybridge.rules.teds_codes import MISSING

MOST_SUBSTANCES = 3
YES_NO = {"yes": "1", "no": "2"}
INJECTION = {"yes": "1", "no": "0"}  # IDU counts otherwise than the rest
INTENSIVE = ("2.1", "2.5", "2.7")
Stored = Mapping[str, Mapping[str, Any]]


def facts_of(
    stored: Stored, *, primary_code: str = "", level: str = "",
    waited_days: int | None = None,
) -> dict[str, str]:  # fmt: skip
    """TEDS field -> code, of everything that was answered."""
    facts = dict(_answered(stored))
    for number, row in enumerate(_uses(stored)[:MOST_SUBSTANCES], start=1):
        facts |= {f"{name}{number}": code for name, code in _use(row)}
    if primary_code and (group := diagnosis_group(primary_code)) != MISSING:
        facts["DSMCRIT"] = str(group)
    if level:
        facts["SERVICES"] = "6" if level.startswith(INTENSIVE) else "7"
    if waited_days is not None:
        facts["DAYWAIT"] = str(wait_code(waited_days))
    return facts


def primary_substance(stored: Stored) -> str:
    """TEDS SUB of the substance they come for first; empty while it is not known."""
    rows = _uses(stored)
    return str(rows[0].get("substance", "")) if rows else ""


def waited(first_contact_on: date | None, admitted_on: date) -> int | None:
    return None if first_contact_on is None else (admitted_on - first_contact_on).days


def _answered(stored: Stored) -> Iterator[tuple[str, str]]:
    for section in sections():
        answers = stored.get(section.key, {})
        for question in section.questions:
            value = answers.get(question.key)
            if question.teds and value not in (None, ""):
                yield from _fact(question, str(value))


def _fact(question: Question, value: str) -> Iterator[tuple[str, str]]:
    if question.kind == "yes_no":
        codes = INJECTION if question.teds == "IDU" else YES_NO
        yield question.teds, codes[value]
    elif value.isdigit():  # "does not apply" has no code
        yield question.teds, value


def _uses(stored: Stored) -> list[Mapping[str, Any]]:
    return list(stored.get("substances", {}).get("uses", ()))


def _use(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if row.get("substance"):
        yield "SUB", row["substance"]
    if row.get("route"):
        yield "ROUTE", row["route"]
    if row.get("days") is not None:
        yield "FREQ", str(frequency_code(row["days"]))
    if row.get("first_use") is not None:
        yield "FRSTUSE", str(first_use_code(row["first_use"]))
