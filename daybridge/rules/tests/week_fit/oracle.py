"""Every plan of a tiny instance, and the four levels of the best: slow and certain."""

from collections.abc import Iterator
from itertools import combinations, product

from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.clock import DAY, WEEK
from daybridge.rules.week_fit.instance import (
    Arrangement,
    Client,
    Instance,
    Mode,
    Offering,
)
from daybridge.rules.week_fit.plan import Held, LevelName, Plan, State, Status, Week

Levels = tuple[int, int, int, int]
Given = tuple[frozenset[str], dict[str, Arrangement]]


def best_levels(instance: Instance) -> Levels | None:
    """The levels of the best plan; None when there is none at all."""
    found = [
        levels
        for runs in _all_runs(instance)
        for weeks in product(*(_all_weeks(c, instance, runs) for c in _all(instance)))
        if (levels := _levels(instance, runs, weeks)) is not None
    ]
    return min(found, key=_worst_last, default=None)


def levels_by_groups(instance: Instance) -> list[Levels]:
    """For every choice of groups of the only client, the best levels it can reach."""
    [client] = _all(instance)
    [runs] = _all_runs(instance)
    found: dict[frozenset[str], Levels] = {}
    for given in _all_weeks(client, instance, runs):
        levels = _levels(instance, runs, (given,))
        if levels is not None:
            known = found.get(given[0], levels)
            found[given[0]] = min(known, levels, key=_worst_last)
    return sorted(found.values(), key=_worst_last)


def _worst_last(levels: Levels) -> Levels:
    return (-levels[0], *levels[1:])


def _all(instance: Instance) -> list[Client]:
    return list(instance.clients.values())


def _all_runs(instance: Instance) -> Iterator[dict[str, Arrangement]]:
    """Every way to run or close the offerings, possible or not."""
    offerings = list(instance.offerings.values())
    if instance.mode is Mode.PLACE:
        yield {o.id: o.current for o in offerings if o.current is not None}
        return
    for chosen in product(*(_ways(offering) for offering in offerings)):
        yield {
            offering.id: held
            for offering, held in zip(offerings, chosen, strict=True)
            if held is not None
        }


def _ways(offering: Offering) -> list[Arrangement | None]:
    if offering.fixed:
        return [offering.fixed, None]
    rooms = offering.rooms or (None,)
    ways = [
        Arrangement(*way) for way in product(offering.starts, offering.leaders, rooms)
    ]
    return [None, *ways]


def _all_weeks(
    client: Client, instance: Instance, runs: dict[str, Arrangement]
) -> list[Given]:
    """Every week of a client that breaks no rule as long as they are alone."""
    groups = [
        frozenset(chosen)
        for size in range(len(runs) + 1)
        for chosen in combinations(sorted(runs), size)
    ]
    alone = [
        [None, *_places(instance, session.minutes, session.leaders, session.rooms)]
        for session in client.individual
    ]
    ids = [session.id for session in client.individual]
    found: list[Given] = []
    for chosen in groups:
        for held in product(*alone):
            placed = {i: h for i, h in zip(ids, held, strict=True) if h is not None}
            if _is_possible(instance, client, runs, (chosen, placed)):
                found.append((chosen, placed))
    return found


def _places(
    instance: Instance, minutes: int, leaders: tuple[str, ...], rooms: tuple[str, ...]
) -> list[Arrangement]:
    """Every start within a shift."""
    starts = [
        minute
        for minute in range(0, WEEK, instance.grid_minutes)
        if minute % DAY + minutes <= DAY
    ]
    return [
        Arrangement(start, leader, room)
        for leader in leaders
        for start in starts
        if any(
            window.start <= start and start + minutes <= window.end
            for window in instance.staff[leader].shifts
        )
        for room in rooms or (None,)
    ]


def _is_possible(
    instance: Instance, client: Client, runs: dict[str, Arrangement], given: Given
) -> bool:
    """Whether the checker has nothing against this client in this week."""
    plan = _plan(instance, runs, {client.id: given})
    about = {"5", "6", "1"}
    return not any(
        each.rule.value in about and client.id in each.ids
        for each in check(instance, plan).broken
    )


def _levels(
    instance: Instance, runs: dict[str, Arrangement], weeks: tuple[Given, ...]
) -> Levels | None:
    given = dict(zip(instance.clients, weeks, strict=True))
    report = check(instance, _plan(instance, runs, given))
    if any(each.rule.value != "plan" for each in report.broken):
        return None
    found = [report.levels[name] for name in LevelName]
    return found[0], found[1], found[2], found[3]


def _plan(
    instance: Instance, runs: dict[str, Arrangement], weeks: dict[str, Given]
) -> Plan:
    nothing: Given = (frozenset(), {})
    return Plan(
        status=Status.FEASIBLE,
        offerings={
            id: Held(
                id,
                runs.get(id),
                tuple(c for c, given in weeks.items() if id in given[0]),
            )
            for id in instance.offerings
        },
        clients={
            id: Week(id, State.WAITING, tuple(sorted(groups)), alone, 0, 0)
            for id in instance.clients
            for groups, alone in [weeks.get(id, nothing)]
        },
    )
