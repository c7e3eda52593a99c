"""Whose week is another one when a draft is published.

Decided: people hear when a time of theirs is another one; not that another leader or
         another room waits for them. Leaders hear when they lead at other times.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from daybridge.rules.first_week import Meeting
from daybridge.schedule.drafting.publishing import Steps
from daybridge.schedule.fitting.facts import Facts
from daybridge.schedule.open_places import weekly_meetings

Times = frozenset[Meeting]
ByPerson = Mapping[UUID, Times]


@dataclass(frozen=True, slots=True)
class OtherWeek:
    """Somebody's times, as they were and as they will be."""

    before: Times
    after: Times


def weeks_of_people(steps: Steps) -> dict[UUID, OtherWeek]:
    """Everyone whose times are others from that day on."""
    after = times_of_people(steps.clinic.facts, without={r.pk for r in steps.ended})
    given: dict[UUID, Times] = defaultdict(frozenset, after)
    for place in steps.given:
        given[place.patient_id] |= set(weekly_meetings(steps.groups[place.key].after))
    for step in steps.hours_begun:
        given[step.own.patient_id] |= set(weekly_meetings(step.after))
    return _others(times_of_people(steps.clinic.facts), given)


def weeks_of_leaders(steps: Steps) -> dict[UUID, OtherWeek]:
    """Everyone who leads at other times from that day on."""
    facts, steps_of = steps.clinic.facts, steps.groups.values()
    touched = {step.group.pk for step in steps_of if step.group is not None}
    touched |= {hour.pk for hour in steps.hours_ended}
    others = [g for g in (*facts.groups, *facts.others) if g.pk not in touched]
    after = [step.after for step in steps_of if step.after is not None]
    after += [step.after for step in steps.hours_begun]
    return _others(times_of_leaders(facts), _led([*others, *after]))


def times_of_people(facts: Facts, without: Iterable[UUID] = ()) -> ByPerson:
    """When each is expected in a week, perhaps without some places."""
    found: dict[UUID, Times] = defaultdict(frozenset)
    gone = frozenset(without)
    for group in (*facts.groups, *facts.others):
        meetings = set(weekly_meetings(group))
        for row in facts.members.get(group.pk, ()):
            if row.pk not in gone:
                found[row.patient_id] |= meetings
    return found


def times_of_leaders(facts: Facts) -> ByPerson:
    """When each leads in a week, or helps to lead."""
    return _led([*facts.groups, *facts.others])


def _led(groups: Iterable[Any]) -> ByPerson:
    found: dict[UUID, Times] = defaultdict(frozenset)
    for group in groups:
        for person in (group.leader, group.co_leader):
            if person is not None:
                found[person.pk] |= set(weekly_meetings(group))
    return found


def _others(before: ByPerson, after: ByPerson) -> dict[UUID, OtherWeek]:
    nothing: Times = frozenset()
    weeks = {
        key: OtherWeek(before.get(key, nothing), after.get(key, nothing))
        for key in sorted({*before, *after})
    }
    return {key: week for key, week in weeks.items() if week.before != week.after}
