"""The lists of intake that are data: the hand-off, the first weeks, the waitlist."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class HandOffStep:
    """One step of a warm hand-off."""

    key: str
    label: str
    asks: str = ""
    needs_consent: bool = False


@dataclass(frozen=True, slots=True)
class ListItem:
    """One thing that is owed to a newcomer, and by which day after admission."""

    key: str
    label: str
    due_days: int


@dataclass(frozen=True, slots=True)
class WaitlistRules:
    """How the waitlist is kept here."""

    block_grant_order: bool
    hold_hours: int
    call_within_hours: int

    @property
    def held_for(self) -> timedelta:
        return timedelta(hours=self.hold_hours)

    @property
    def call_within(self) -> timedelta:
        return timedelta(hours=self.call_within_hours)


@cache
def hand_off_steps() -> tuple[HandOffStep, ...]:
    return tuple(HandOffStep(**row) for row in _load("hand_off")["step"])


@cache
def first_weeks() -> tuple[ListItem, ...]:
    """The list of programs that have none of their own."""
    return tuple(ListItem(**row) for row in _load("orientation")["item"])


@cache
def waitlist_rules() -> WaitlistRules:
    return WaitlistRules(**_load("waitlist"))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text())
