"""Whoever keeps their hour keeps the door they know, where the week has it free.

The contract counts no change when an individual session is held at its time, with its
leader, in another room, so a search may deal these rooms anew for nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from daybridge.rules.week_fit.clock import Window
from daybridge.rules.week_fit.instance import Arrangement, Individual, Instance
from daybridge.rules.week_fit.model.one_room import in_one_room
from daybridge.rules.week_fit.plan import ANSWERED, Plan


def with_rooms_settled(instance: Instance, plan: Plan) -> Plan:
    """The plan as people should find it: groups in one room, hours in theirs."""
    return in_their_rooms(instance, in_one_room(instance, plan))


def in_their_rooms(instance: Instance, plan: Plan) -> Plan:
    """The plan with as many as can be of the hours that stay in the rooms of today.

    Nothing else changes: not who is served, nor a start, a leader, a group's room.
    """
    if plan.status not in ANSWERED:
        return plan
    back = _back(list(_hours(instance, plan)), list(_groups(instance, plan)))
    if not back:
        return plan
    return replace(
        plan,
        clients={
            id: replace(
                week,
                individual={
                    own: back.get(own, held) for own, held in week.individual.items()
                },
            )
            for id, week in plan.clients.items()
        },
    )


@dataclass(frozen=True, slots=True)
class _Used:
    """A room for some time."""

    room: str | None
    window: Window

    def meets(self, other: "_Used") -> bool:
        is_one = self.room is not None and self.room == other.room
        return is_one and self.window.meets(other.window)


@dataclass(frozen=True, slots=True)
class _Hour:
    """An individual session as the plan has it, and the room to which it could go."""

    id: str
    there: _Used
    before: _Used | None  # nothing but its room is another one, and it may be in it
    today: Arrangement | None


def _hours(instance: Instance, plan: Plan) -> Iterator[_Hour]:
    for week in plan.clients.values():
        client = instance.clients[week.id]
        known = client.current.individual if client.current else {}
        for session in client.individual:
            if session.id in week.individual:
                held, today = week.individual[session.id], known.get(session.id)
                there = _Used(held.room, held.window(session.minutes))
                before = None
                if today is not None and _may_go_back(instance, session, held, today):
                    before = replace(there, room=today.room)
                yield _Hour(session.id, there, before, today)


def _may_go_back(
    instance: Instance, session: Individual, held: Arrangement, today: Arrangement
) -> bool:
    """Whether it is elsewhere, and its room of today would do by the contract."""
    if None in (held.room, today.room) or held.room == today.room:
        return False
    if replace(held, room=today.room) != today or today.room not in session.rooms:
        return False
    room = instance.rooms[today.room]
    people = 2 + (session.with_windows is not None)
    window = today.window(session.minutes)
    return people <= room.capacity and window.lies_in(room.open)


def _groups(instance: Instance, plan: Plan) -> Iterator[_Used]:
    for each in plan.offerings.values():
        run = each.arrangement
        if run is not None:
            yield _Used(run.room, run.window(instance.offerings[each.id].minutes))


def _back(hours: list[_Hour], groups: list[_Used]) -> dict[str, Arrangement]:
    """Those that go back to their rooms, with how they were.

    Two of them never meet: they stand beside each other today. One that finds somebody
    in its room stays where the plan has it, which may keep another from going back.
    """
    back = {hour.id: hour for hour in hours if hour.before is not None}
    settled = groups + [hour.there for hour in hours if hour.id not in back]
    while settled:
        kept = {
            id: hour
            for id, hour in back.items()
            if hour.before is not None and any(map(hour.before.meets, settled))
        }
        settled = [hour.there for hour in kept.values()]
        back = {id: hour for id, hour in back.items() if id not in kept}
    return {id: hour.today for id, hour in back.items() if hour.today is not None}
