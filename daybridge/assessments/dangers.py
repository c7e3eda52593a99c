"""What the rulebook says about danger in an assessment or review as it is stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from daybridge.assessments.models import Assessment, Review
from daybridge.rules.assessment_dangers import (
    Danger,
    Use,
    of_ratings,
    of_safety,
    of_withdrawal,
)

Stored = Mapping[str, Mapping[str, Any]]  # section -> answers


def stored_answers(assessment: Assessment) -> dict[str, dict[str, Any]]:
    """Every section's answers, by its key."""
    return dict(assessment.sections.values_list("section", "answers"))


def dangers_in(flow: Assessment | Review, *, on: date) -> list[Danger]:
    """All that must not wait, the most urgent first.

    A review asks no interview again: there the ratings speak.
    """
    found = of_ratings(flow.edition, flow.ratings)
    if isinstance(flow, Assessment):
        found = [*_told(stored_answers(flow), on), *found]
    return sorted(found, key=lambda danger: danger.door != "now")


def _told(stored: Stored, on: date) -> list[Danger]:
    withdrawal = stored.get("withdrawal", {})
    return [
        *of_safety(stored.get("safety", {})),
        *of_withdrawal(
            uses_in(stored),
            withdrawal.get("history", ()),
            withdrawal.get("signs_now") == "yes",
            on=on,
        ),
    ]


def uses_in(stored: Stored) -> list[Use]:
    """Use by substance as the rulebook takes it."""
    rows = stored.get("substances", {}).get("uses", ())
    return [
        Use(row.get("substance", ""), row.get("days"), _day(row.get("last_use")))
        for row in rows
    ]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
