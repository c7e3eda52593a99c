"""How a program assesses on a day: its dated rule, or the plain one without any."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from daybridge.assessments.models import AssessmentRule
from daybridge.assessments.models.signed import Edition

NOT_SET = "Nothing is set: levels are chosen by hand."


@dataclass(frozen=True, slots=True)
class Assessing:
    """The setting in force."""

    edition: str = Edition.FOURTH
    uses_rule_pack: bool = False
    review_every_days: int = 30
    source: str = NOT_SET


def assessing_on(program_id: Any, day: date) -> Assessing:
    """The rule of a day."""
    row = AssessmentRule.objects.in_program(program_id).in_force(day).first()
    if row is None:
        return Assessing()
    return Assessing(row.edition, row.uses_rule_pack, row.review_every_days, row.source)
