"""Individual and family sessions in a draft: which begin from a day on.

Decided: a draft moves the hour that it knew. Whose hour is another one by now, because
         another week was found since, keeps it. An hour that is not free any more is
         not given: who has one keeps it, and who has none is among the weeks to find.
         So is an hour that the draft gives nobody.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.rules.week_fit.clock import Window
from daybridge.rules.week_fit.instance import Arrangement
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.fitting.facts import Facts, Taken, taken_by
from daybridge.schedule.fitting.individual import OwnSession
from daybridge.schedule.fitting.individual_instance import arrangement, with_windows
from daybridge.schedule.fitting.life import fits
from daybridge.schedule.models import Group
from daybridge.schedule.values import GroupValues


@dataclass(frozen=True, slots=True)
class HourStep:
    """An hour that begins; it continues the one that they have."""

    own: OwnSession
    held: Arrangement
    after: GroupValues

    @property
    def window(self) -> Window:
        return self.held.window(self.own.minutes)


def hours_begun(
    found: Found,
    facts: Facts,
    *,
    since: Mapping[UUID, date],
    taken: Sequence[Taken],
    standing: Collection[Group],
) -> list[HourStep]:
    """Those that are another one than today, where they are free.

    `since` says from which day on each of those in care may have one, `taken` what
    the groups of the draft take, and `standing` are all hours that do not end.
    """
    steps = [
        step
        for patient in sorted(since)
        for step in _wanted(found, facts, patient, since[patient])
        if _suits(facts, step)
    ]
    others = [*taken, *facts.extras]
    hours = {hour.pk: list(taken_by(hour, facts.people_in(hour))) for hour in standing}
    while True:
        moved = {step.own.standing.pk for step in steps if step.own.standing}
        stay = [each for key in hours.keys() - moved for each in hours[key]]
        free = [step for step in steps if _is_free(step, [*others, *stay])]
        if free == steps:
            return steps
        steps = free  # who stays may be in the way of others


def _wanted(
    found: Found, facts: Facts, patient: UUID, since: date
) -> Iterator[HourStep]:
    """What a draft gives somebody whose hours are those that it knew."""
    client = found.instance.clients[str(patient)]
    before = client.current.individual if client.current else {}
    lengths = {session.id: session.minutes for session in client.individual}
    ordered = {own.id: own for own in facts.own.of(patient)}
    for id, held in found.week.clients[client.id].individual.items():
        own = ordered.get(id)
        if own is None or own.minutes != lengths[id]:
            continue
        today = arrangement(own.standing) if own.standing else None
        if held != today and today == before.get(id):
            after = _after(facts, own, held, since)
            if after is not None:
                yield HourStep(own, held, after)


def _after(
    facts: Facts, own: OwnSession, held: Arrangement, since: date
) -> GroupValues | None:
    """The hour as a group; nothing when its leader or room is not there any more."""
    leader = next((row for row in facts.staff if str(row.pk) == held.leader), None)
    room = next((row for row in facts.rooms if str(row.pk) == held.room), None)
    if leader is None or (room is None and held.room is not None):
        return None
    track = facts.own.tracks[facts.orders[own.patient_id].track_id]
    return own.as_group(
        track=track, leader=leader, room=room, start=held.start, starts_on=since
    )


def _suits(facts: Facts, step: HourStep) -> bool:
    """Whether everyone concerned could come, by what they say of themselves now."""
    window, life = step.window, facts.lives[step.own.patient_id]
    family = with_windows(facts, step.own)
    room = step.after.room
    return (
        window.lies_in(facts.shifts[step.after.leader.pk])
        and (room is None or window.lies_in(facts.room_hours[room.pk]))
        and (family is None or window.lies_in(family))
        and fits(life, window, on_site=room is not None)
    )


def _is_free(step: HourStep, others: Iterable[Taken]) -> bool:
    window, after = step.window, step.after
    return not any(
        window.meets(each.window)
        and (
            after.leader.pk in each.staff
            or (after.room is not None and after.room.pk == each.room)
            or step.own.patient_id in each.patients
        )
        for each in others
    )
