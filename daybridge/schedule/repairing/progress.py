"""How far the search of a repair has come, in words; nothing of any patient."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from daybridge.rules.week_fit.plan import ANSWERED, LevelName, Plan
from daybridge.rules.wording import count_of
from daybridge.schedule.models import Repair


@dataclass(frozen=True, slots=True)
class SoFar:
    """The best so far for one week of several."""

    week: int  # from 1
    weeks: int
    people: int  # expected at what is touched
    kept: int | None = None  # of them; None: nothing yet
    changes: int = 0  # of places, leaders and rooms
    at_least: int = 0  # of these, whatever is done

    def with_best(self, plan: Plan) -> "SoFar":
        """The same week, with a plan."""
        if plan.status not in ANSWERED:
            return self
        levels = {level.name: level for level in plan.levels}
        changes = levels[LevelName.CHANGES]
        return SoFar(
            self.week, self.weeks, self.people,
            kept=levels[LevelName.SERVED_WEIGHT].value,
            changes=changes.value, at_least=changes.bound,
        )  # fmt: skip

    def as_document(self) -> dict[str, int | None]:
        """The same, to be kept."""
        return asdict(self)

    @property
    def words(self) -> str:
        """“Week 2 of 3: 38 of 40 people keep everything, with 3 changes.”"""
        which = f"Week {self.week} of {self.weeks}: " if self.weeks > 1 else ""
        if self.kept is None:
            return f"{which}looking for a first answer." if which else FIRST
        kept = f"{self.kept} of {count_of(self.people, 'person', 'people')}"
        least = (
            "no repair has fewer"
            if self.at_least >= self.changes
            else f"none has fewer than {self.at_least}"
        )
        return (
            f"{which}{kept} keep everything, with {count_of(self.changes, 'change')} "
            f"of a place, a leader or a room; {least}."
        )


FIRST = "Looking for a first answer."


@dataclass(frozen=True, slots=True)
class RepairProgress:
    """What the page of a repair says while the worker looks."""

    best: SoFar | None
    is_waiting: bool  # for the worker
    is_stopping: bool

    @classmethod
    def of(cls, repair: Repair) -> Self:
        kept: Mapping[str, Any] = repair.so_far
        return cls(
            best=SoFar(**kept) if kept else None,
            is_waiting=repair.heard_at is None,
            is_stopping=repair.stop_asked_at is not None,
        )

    @property
    def key(self) -> str:
        """Changes when there is something new to say."""
        parts = asdict(self.best).values() if self.best else ()
        states = (self.is_waiting, self.is_stopping)
        return "-".join(str(part) for part in (*parts, *states))

    @property
    def words(self) -> str:
        if self.is_stopping:
            return "The search ends with the best so far."
        if self.is_waiting:
            return "The worker takes it up in a moment."
        return self.best.words if self.best else FIRST


def silence(repair: Repair, at: datetime) -> str:
    """Why no answer for all sessions together is to be expected; or nothing."""
    if repair.search == Repair.Search.FAILED:
        return (
            "The search for all sessions together came to no answer. What is proposed "
            "for each session stands; look again to search once more."
        )
    if repair.search == Repair.Search.RUNNING and not repair.is_looking(at):
        return (
            "Nobody looks at all sessions together. Is the worker running? What is "
            "proposed for each session stands; look again to ask once more."
        )
    return ""
