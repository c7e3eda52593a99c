"""Who signs for a patient: the program's own reading of the law, else the shipped."""

from datetime import date
from typing import Any

from daybridge.consents.models import SigningRule
from daybridge.rules.consent import MinorRule, Signing, who_must_sign
from daybridge.rules.consent.signers import rule_of


def minor_rule(program: Any, day: date) -> MinorRule:
    """The line that holds for a program on a day."""
    own: SigningRule | None = (
        SigningRule.objects.in_program(program)
        .in_force(day)
        .order_by("-starts_on", "-created_at")
        .first()
    )
    if own is None:
        return rule_of(program.state, day)
    return MinorRule(
        jurisdiction=program.state,
        alone_from=own.alone_from_years,
        majority=own.majority_years,
        starts_on=own.starts_on,
        source=own.source,
        is_confirmed=True,
        ends_on=own.ends_on,
    )


def signing_for(patient: Any, *, day: date, lacks_capacity: bool = False) -> Signing:
    """Who has to sign for this patient on a day, and why."""
    return who_must_sign(
        born_on=patient.born_on,
        day=day,
        rule=minor_rule(patient.program, day),
        lacks_capacity=lacks_capacity,
    )
