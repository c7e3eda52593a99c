"""Hours of somebody's own at which a draft wants their leader, their room or them.

They are hours that it did not know, or that it cannot move any more. Whoever publishes
lets each end the day before, or has another week found for the person first.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from daybridge.rules.week_fit.clock import Window
from daybridge.rules.week_fit.instance import Arrangement
from daybridge.schedule.drafting.publishing import GroupStep, Steps
from daybridge.schedule.drafting.timetable import group_names, when_words
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.models import Enrollment, Group


@dataclass(frozen=True, slots=True)
class HourInTheWay:
    """A standing hour, what it meets, and whether it is to end."""

    hour: Group
    members: tuple[Enrollment, ...]
    meets: str  # a group of the draft, with its time
    ends: bool


def hours_in_the_way(steps: Steps) -> list[HourInTheWay]:
    """Each such hour once, with the first group that it meets."""
    names, given = group_names(steps.found.draft), _given(steps)
    found = []
    for hour in steps.hours:
        if hour.pk in steps.hours_moved:
            continue
        members = tuple(steps.clinic.facts.members.get(hour.pk, ()))
        people = {row.patient_id for row in members}
        for id, key, run, window in _runs(steps):
            step = steps.groups[key]
            wants = _wants_place(hour, step, run) and not step.is_kept
            is_wanted = wants or bool(people & given[key])
            if is_wanted and any(map(window.meets, meeting_windows(hour))):
                when = f"{names[id]} on {when_words(run.start)}"
                ends = hour.pk in steps.ending
                found.append(HourInTheWay(hour, members, when, ends))
                break
    return found


def refusals_of_hours(steps: Steps) -> Iterator[str]:
    """Nobody stands in two rooms: each of these hours has to end or move."""
    for each in hours_in_the_way(steps):
        if not each.ends:
            yield (
                f"{each.meets} meets {each.hour.name.lower()} with "
                f"{each.hour.leader.display_name}. Let that hour end, or move it first."
            )


def _runs(steps: Steps) -> Iterator[tuple[str, str, Arrangement, Window]]:
    """What runs: the id of its offering, its group, how, and when."""
    for key in steps.groups:
        for offering, run in steps.runs[key]:
            if run is not None:
                yield offering.id, key, run, run.window(offering.minutes)


def _given(steps: Steps) -> dict[str, set[UUID]]:
    """Who is given a place in each group."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for place in steps.given:
        found[place.key].add(place.patient_id)
    return found


def _wants_place(hour: Group, step: GroupStep, run: Arrangement) -> bool:
    leaders = {str(hour.leader_id), str(hour.co_leader_id)}
    co_leader = step.after.co_leader if step.after else None
    wanted = {run.leader, str(co_leader.pk)} if co_leader else {run.leader}
    return bool(wanted & leaders) or (
        run.room is not None and run.room == str(hour.room_id)
    )
