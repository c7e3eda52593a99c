"""How far a search has come, in words; nothing of any patient."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from daybridge.schedule.models import Draft
from daybridge.ui.templatetags.ui import duration


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far, and what no week can beat."""

    served: int | None  # None: nothing yet
    at_most: int
    missing_minutes: int
    changes: int
    is_waiting: bool  # for the worker
    is_silent: bool
    is_stopping: bool

    @classmethod
    def of(cls, draft: Draft, at: datetime) -> Self:
        levels = {level["name"]: level for level in draft.levels}
        served = levels.get("served_weight", {"value": None, "bound": 0})
        return cls(
            served=served["value"],
            at_most=served["bound"],
            missing_minutes=levels.get("shortfall_minutes", {"value": 0})["value"],
            changes=levels.get("changes", {"value": 0})["value"],
            is_waiting=draft.heard_at is None,
            is_silent=draft.is_silent(at),
            is_stopping=draft.stop_asked_at is not None,
        )

    @property
    def key(self) -> str:
        """Changes when there is something new to say."""
        states = (self.is_waiting, self.is_silent, self.is_stopping)
        parts = (self.served, self.at_most, self.missing_minutes, self.changes, *states)
        return "-".join(str(part) for part in parts)

    @property
    def words(self) -> str:
        """“43 people would get their full dose. 4 changes.”"""
        if self.is_stopping:
            return "The search ends."
        if self.is_silent:
            return "Nobody works on this. Is the worker running?"
        if self.is_waiting:
            return "The worker takes it up in a moment."
        if self.served is None:
            return "Looking for a first answer."
        missing = duration(self.missing_minutes) if self.missing_minutes else "nothing"
        return (
            f"{self.served} people would get their full dose. Of the other doses, "
            f"{missing} is missing. {self.changes} changes from today’s week."
        )
