"""The four levels counted anew, and what the plan says of itself held against it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from daybridge.rules.week_fit.checking.clients import gaps, is_served, minutes_a_day
from daybridge.rules.week_fit.checking.report import (
    Broken,
    Rule,
    Session,
    Weeks,
    minutes_of,
)
from daybridge.rules.week_fit.instance import Client, Instance
from daybridge.rules.week_fit.plan import Level, LevelName, Plan, State, Status, Week

QUARTER = 15  # minutes, in which discomfort is counted


def levels_reached(
    instance: Instance, plan: Plan, weeks: Weeks
) -> dict[LevelName, int]:
    """The four levels of a plan."""
    served = shortfall = discomfort = 0
    for client in instance.clients.values():
        sessions = weeks[client.id]
        if is_served(client, sessions):
            served += client.weight
        else:
            shortfall += _shortfall(client, sessions)
        discomfort += _discomfort(client, sessions)
    for held in plan.offerings.values():
        if held.arrangement is not None:
            discomfort += instance.offerings[held.id].open_cost
    return {
        LevelName.SERVED_WEIGHT: served,
        LevelName.SHORTFALL_MINUTES: shortfall,
        LevelName.CHANGES: _changes(instance, plan),
        LevelName.DISCOMFORT: discomfort,
    }


def _shortfall(client: Client, sessions: list[Session]) -> int:
    given = sum(session.minutes for session in sessions)
    placed = {session.id for session in sessions if session.client is not None}
    unplaced = sum(e.minutes for e in client.individual if e.id not in placed)
    return max(0, (client.dose.minutes.least or 0) - given) + unplaced


def _discomfort(client: Client, sessions: list[Session]) -> int:
    total = sum(_quarters(gap) for gap in gaps(sessions))
    for session in sessions:
        for avoid in client.avoid:
            met = session.taken & minutes_of([avoid.window])
            total += avoid.cost_per_15 * _quarters(met.bit_count())
    return total


def _quarters(minutes: int) -> int:
    """Quarters of an hour, counting a part as a whole."""
    return -(-minutes // QUARTER)


def _changes(instance: Instance, plan: Plan) -> int:
    """What differs from today, for those who have a week and those who run it."""
    total = 0
    for client in instance.clients.values():
        if client.current is not None:
            total += _changed_for(client, instance, plan)
    for offering in instance.offerings.values():
        new, old = plan.offerings[offering.id].arrangement, offering.current
        if new is not None and old is not None:
            total += (new.leader, new.room) != (old.leader, old.room)
    return total


def _changed_for(client: Client, instance: Instance, plan: Plan) -> int:
    assert client.current is not None
    week = plan.clients[client.id]
    before, after = set(client.current.offerings), set(week.offerings)
    total = len(before ^ after)
    for id, old in client.current.individual.items():
        new = week.individual.get(id)
        total += new is None or (new.start, new.leader) != (old.start, old.leader)
    for id in before & after:
        moved, old_place = (
            plan.offerings[id].arrangement,
            instance.offerings[id].current,
        )
        if moved is not None and old_place is not None:
            total += moved.start != old_place.start
    return total


def broken_accounts(
    instance: Instance, plan: Plan, weeks: Weeks, reached: Mapping[LevelName, int]
) -> Iterator[Broken]:
    """Where the plan contradicts itself: rosters, states, sums, levels and bounds."""
    attending: dict[str, set[str]] = defaultdict(set)
    for week in plan.clients.values():
        for id in week.offerings:
            attending[id].add(week.id)
    for held in plan.offerings.values():
        if set(held.clients) != attending[held.id]:
            yield _account(f"The roster of {held.id} is not who attends it.", held.id)
        if held.arrangement is None and (attending[held.id] or held.clients):
            yield _account(f"{held.id} is attended, and does not run.", held.id)
    for client in instance.clients.values():
        yield from _week(client, plan.clients[client.id], weeks[client.id])
    for level in plan.levels:
        yield from _level(level, reached[level.name], plan.status)


def _week(client: Client, week: Week, sessions: list[Session]) -> Iterator[Broken]:
    state = State.PARTLY if sessions else State.WAITING
    if is_served(client, sessions):
        state = State.SERVED
    if week.state is not state:
        yield _account(f"{client.id} is {state}, not {week.state}.", client.id)
    days = minutes_a_day(sessions)
    if (week.minutes, week.days) != (sum(days.values()), len(days)):
        yield _account(f"The minutes or days of {client.id} do not add up.", client.id)


def _level(level: Level, reached: int, status: Status) -> Iterator[Broken]:
    if level.value != reached:
        yield _account(f"{level.name} is {reached}, not {level.value}.", level.name)
    upward = level.name is LevelName.SERVED_WEIGHT
    if (level.bound < level.value) if upward else (level.bound > level.value):
        yield _account(f"The bound of {level.name} is on the wrong side.", level.name)
    if status is Status.OPTIMAL and level.bound != level.value:
        yield _account(f"{level.name} is not proved, as optimal says.", level.name)


def _account(text: str, id: str) -> Broken:
    return Broken(Rule.ACCOUNT, text, (id,))
