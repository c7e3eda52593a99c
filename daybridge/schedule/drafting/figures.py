"""What a week comes to, in figures that can stand beside those of another week."""

from dataclasses import dataclass

from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import (
    Arrangement,
    Individual,
    Instance,
    Offering,
)
from daybridge.rules.week_fit.plan import Plan, State, Status
from daybridge.schedule.drafting.hours_open import served_at_most

EVENING = 17 * 60  # a group that ends later is one of the evening


@dataclass(frozen=True, slots=True)
class Figures:
    """One week."""

    people: int
    served: int
    partly: int
    waiting: int
    at_most: int  # served, proved of every week
    is_best: bool  # proved at every level
    missing_minutes: int  # of doses that are not met
    changes: int  # for people, and of leaders and rooms
    sessions: int
    evenings: int  # of the sessions
    own_hours: int  # individual and family sessions
    staff_minutes: int  # with these
    leaders: int
    rooms: int
    seats: int


def figures(instance: Instance, plan: Plan) -> Figures:
    """Count a plan; everyone weighs one."""
    states = [week.state for week in plan.clients.values()]
    held, alone = running(instance, plan), own_hours(instance, plan)
    runs = [run for _, run in held] + [run for _, run in alone]
    _, missing, changes, _ = plan.levels
    return Figures(
        people=len(states),
        served=states.count(State.SERVED),
        partly=states.count(State.PARTLY),
        waiting=states.count(State.WAITING),
        at_most=served_at_most(instance, plan),
        is_best=plan.status is Status.OPTIMAL,
        missing_minutes=missing.value,
        changes=changes.value,
        sessions=len(held),
        evenings=sum(_ends_late(offering, run) for offering, run in held),
        own_hours=len(alone),
        staff_minutes=sum(offering.minutes for offering, _ in held)
        + sum(session.minutes for session, _ in alone),
        leaders=len({run.leader for run in runs}),
        rooms=len({run.room for run in runs if run.room}),
        seats=sum(seats(instance, offering, run) for offering, run in held),
    )


def running(instance: Instance, plan: Plan) -> list[tuple[Offering, Arrangement]]:
    """What is held, and how."""
    return [
        (instance.offerings[held.id], held.arrangement)
        for held in plan.offerings.values()
        if held.arrangement is not None
    ]


def own_hours(instance: Instance, plan: Plan) -> list[tuple[Individual, Arrangement]]:
    """The individual and family sessions that have an hour, and how."""
    return [
        (session, week.individual[session.id])
        for week in plan.clients.values()
        for session in instance.clients[week.id].individual
        if session.id in week.individual
    ]


def seats(instance: Instance, offering: Offering, run: Arrangement) -> int:
    """Rule 3 of the contract: the leader takes a place in the room."""
    if run.room is None:
        return offering.capacity
    return min(offering.capacity, instance.rooms[run.room].capacity - 1)


def _ends_late(offering: Offering, run: Arrangement) -> bool:
    return run.start % DAY + offering.minutes > EVENING
