"""A draft as it is read: its question, the best answer, and the week as it is today."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.model.outcome import plan_of
from daybridge.rules.week_fit.model.standing import as_it_stands
from daybridge.rules.week_fit.plan import ANSWERED, Plan
from daybridge.rules.week_fit.reading import read_instance
from daybridge.rules.week_fit.reading_plan import read_plan
from daybridge.schedule.models import Draft


@dataclass(frozen=True)
class Found:
    """The documents of a draft, read once each."""

    draft: Draft

    @cached_property
    def instance(self) -> Instance:
        return read_instance(self.draft.instance)

    @cached_property
    def today(self) -> Plan:
        """The week as it runs, with everyone where they are."""
        return plan_of(as_it_stands(self.instance))

    @cached_property
    def plan(self) -> Plan | None:
        """The best week that was found, if one was."""
        document: Any = self.draft.plan
        if document is None:
            return None
        plan = read_plan(document, self.instance)
        return plan if plan.status in ANSWERED else None

    @property
    def week(self) -> Plan:
        """What the draft would have: its plan, or today's week until there is one."""
        return self.plan or self.today
