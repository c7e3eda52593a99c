"""Who has to sign, by birth date, day and the law of a place.

Source: 42 CFR 2.14 (minors: who may consent to treatment alone signs alone; otherwise
        the minor and a parent or guardian both sign), 2.15 (incapacity and death);
        state ages vary: `minors.csv`, each line with its source and whether it was
        confirmed. A program whose counsel reads the law otherwise overrides a line.
Units:  whole years on the day of signing, in the program's time zone.
Decided: an unknown birth date is nobody's majority, so the patient signs and the reason
        says that the birth date has to be asked.
"""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

MINORS_FILE = Path(__file__).with_name("minors.csv")
FEDERAL = "US"


class Signer(StrEnum):
    PATIENT = "patient"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class MinorRule:
    """From which age someone consents alone, and from which they are of age."""

    jurisdiction: str
    alone_from: int | None  # whole years; None: never alone before majority
    majority: int
    starts_on: date
    source: str
    is_confirmed: bool
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, why, and on which day what they sign has to be signed anew."""

    signers: frozenset[Signer]
    reason: str
    renew_on: date | None = None  # the day of majority, where a guardian signs too
    is_confirmed: bool = True


def who_must_sign(
    *,
    born_on: date | None,
    day: date,
    rule: MinorRule,
    lacks_capacity: bool = False,
    has_died: bool = False,
) -> Signing:
    """Who signs a consent on a day."""
    if has_died:
        return _by_representative("The patient has died (42 CFR 2.15(b)).")
    if lacks_capacity:
        return _by_representative("The patient cannot decide now (42 CFR 2.15(a)).")
    alone = frozenset({Signer.PATIENT})
    if born_on is None:
        return Signing(alone, "The birth date is not known; ask for it.")
    age = years_between(born_on, day)
    if age >= rule.majority:
        return Signing(alone, "They are of age.")
    if rule.alone_from is not None and age >= rule.alone_from:
        return Signing(
            alone,
            f"At {age} they consent to treatment alone, so only they sign "
            f"({rule.source}).",
            is_confirmed=rule.is_confirmed,
        )
    return Signing(
        frozenset({Signer.PATIENT, Signer.GUARDIAN}),
        f"At {age} they and a parent or guardian both sign ({rule.source}).",
        renew_on=birthday(born_on, rule.majority),
        is_confirmed=rule.is_confirmed,
    )


def _by_representative(reason: str) -> Signing:
    return Signing(frozenset({Signer.REPRESENTATIVE}), reason)


def years_between(born_on: date, day: date) -> int:
    """Whole years on a day."""
    return day.year - born_on.year - (
        (day.month, day.day) < (born_on.month, born_on.day)
    )  # fmt: skip


def birthday(born_on: date, years: int) -> date:
    """The day someone turns so old; who was born on February 29, on March 1."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


@cache
def shipped_rules() -> tuple[MinorRule, ...]:
    """The lines of `minors.csv`."""
    with MINORS_FILE.open(newline="", encoding="utf-8") as file:
        return tuple(
            MinorRule(
                jurisdiction=row["jurisdiction"],
                alone_from=int(row["alone_from"]) if row["alone_from"] else None,
                majority=int(row["majority"]),
                starts_on=date.fromisoformat(row["starts_on"]),
                source=row["source"],
                is_confirmed=row["confirmed"] == "yes",
            )
            for row in csv.DictReader(file)
        )


def rule_of(jurisdiction: str, day: date) -> MinorRule:
    """The shipped line of a state on a day; where there is none, the federal one."""
    for place in (jurisdiction, FEDERAL):
        lines = [
            rule
            for rule in shipped_rules()
            if rule.jurisdiction == place and rule.holds_on(day)
        ]
        if lines:
            return max(lines, key=lambda rule: rule.starts_on)
    raise LookupError(f"no line for {FEDERAL} on {day}")
