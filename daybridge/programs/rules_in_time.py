"""Dated rules as people read them: coming, in force, over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Dated(Generic[R]):
    """A rule and where today stands to it."""

    rule: R
    when: str  # coming, in force, over


def in_time(rules: Iterable[Any], today: date) -> list[Dated[Any]]:
    """Each rule with its place in time, in the order given."""
    return [Dated(rule, _when(rule, today)) for rule in rules]


def _when(rule: Any, today: date) -> str:
    if rule.starts_on > today:
        return "coming"
    return "over" if rule.ends_on is not None and rule.ends_on < today else "in force"
