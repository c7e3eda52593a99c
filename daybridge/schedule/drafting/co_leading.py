"""Who helps to lead a group goes along when it moves, if they are free then.

Decided: the week is laid out for leaders; a second one is asked afterwards. Who leads
         something else then, is not at work, or has no seat beside the people of the
         draft does not co-lead it any more: a group can be held by one, and whoever
         publishes reads it and may choose another.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from daybridge.rules.week_fit.clock import Window
from daybridge.schedule.drafting.figures import own_hours, running
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.fitting.facts import Facts, meeting_windows
from daybridge.schedule.models import Group
from daybridge.schedule.values import GroupValues


class CoLeading:
    """The time of those who co-lead, in the order in which they are asked."""

    def __init__(self, found: Found, facts: Facts, anew: Iterable[UUID]) -> None:
        self.found, self.facts = found, facts
        self.anew = frozenset(anew)  # groups that do not stay as they are
        self.given: list[tuple[UUID, Window]] = []  # who co-leads when, as asked so far

    def goes_along(self, values: GroupValues, was: Group | None, *, people: int) -> Any:
        """The co-leader of a group as it will run with so many people, or nobody."""
        person, room = values.co_leader, values.room
        if person is None or person == values.leader:
            return None
        if room is not None and people + 2 > room.capacity:
            return None
        windows = meeting_windows(values)
        known = meeting_windows(was) if was is not None else []
        moved = [window for window in windows if window not in known]
        is_at_work = all(each.lies_in(self.facts.shifts[person.pk]) for each in moved)
        taken = list(self._taken(person.pk))
        if not is_at_work or any(each.meets(led) for each in windows for led in taken):
            return None
        self.given += [(person.pk, window) for window in windows]
        return person

    def _taken(self, key: UUID) -> Iterator[Window]:
        """When somebody leads or helps to lead anything else."""
        instance, week = self.found.instance, self.found.week
        lengths = [(each.minutes, run) for each, run in running(instance, week)]
        lengths += [(each.minutes, run) for each, run in own_hours(instance, week)]
        for minutes, run in lengths:
            if run.leader == str(key):
                yield run.window(minutes)
        placed = self.anew | self.facts.own.standing
        for group in (*self.facts.groups, *self.facts.others):
            leaders = (group.leader_id, group.co_leader_id)
            if group.pk not in placed and key in leaders:
                yield from meeting_windows(group)
        yield from (each.window for each in self.facts.extras if key in each.staff)
        yield from (window for staff, window in self.given if staff == key)
