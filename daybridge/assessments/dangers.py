"""What the rulebook says about danger in one assessment, from all that is stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from daybridge.assessments.models import Assessment
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


def dangers_in(assessment: Assessment, stored: Stored, *, on: date) -> list[Danger]:
    """All that must not wait, the most urgent first."""
    withdrawal = stored.get("withdrawal", {})
    found = [
        *of_safety(stored.get("safety", {})),
        *of_withdrawal(
            uses_in(stored),
            withdrawal.get("history", ()),
            withdrawal.get("signs_now") == "yes",
            on=on,
        ),
        *of_ratings(assessment.edition, assessment.ratings),
    ]
    return sorted(found, key=lambda danger: danger.door != "now")


def uses_in(stored: Stored) -> list[Use]:
    """Use by substance as the rulebook takes it."""
    rows = stored.get("substances", {}).get("uses", ())
    return [
        Use(row.get("substance", ""), row.get("days"), _day(row.get("last_use")))
        for row in rows
    ]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
