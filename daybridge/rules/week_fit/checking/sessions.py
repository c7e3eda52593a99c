"""Rules 1 to 4 and the series: who leads a session, where, and whether it runs."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from daybridge.rules.week_fit.checking.report import (
    Broken,
    Rule,
    Session,
    around,
    group_sessions,
    individual_sessions,
    is_within,
    minutes_of,
)
from daybridge.rules.week_fit.clock import DAY, say_time
from daybridge.rules.week_fit.instance import Individual, Instance, Offering
from daybridge.rules.week_fit.plan import Held, Plan


def broken_for_sessions(instance: Instance, plan: Plan) -> Iterator[Broken]:
    """What is wrong with the sessions, whoever attends them."""
    groups = group_sessions(instance, plan)
    alone = [s for id in plan.clients for s in individual_sessions(instance, plan, id)]
    for session in groups:
        yield from _offered(session, instance.offerings[session.id])
    for session in alone:
        yield from _ordered(session, _individual(instance, session))
    for session in [*groups, *alone]:
        yield from _possible(session, instance)
    yield from _leaders(instance, [*groups, *alone])
    yield from _rooms(instance, [*groups, *alone])
    for held in plan.offerings.values():
        offering = instance.offerings[held.id]
        yield from _seats(instance, offering, held)
        yield from _runs(instance, offering, held)
    for session in alone:
        yield from _small_room(instance, session)
    for name, offerings in instance.series.items():
        yield from _series(name, offerings, plan)


def _individual(instance: Instance, session: Session) -> Individual:
    assert session.client is not None
    ordered = instance.clients[session.client].individual
    return next(each for each in ordered if each.id == session.id)


def _offered(session: Session, offering: Offering) -> Iterator[Broken]:
    """Rule 1: a start, a leader and a room of the offering; `fixed` gives all three."""
    held = session.held
    if offering.fixed is not None:
        if held != offering.fixed:
            yield _one(session, "is not held as it is fixed")
        return
    if held.start not in offering.starts:
        yield _one(session, f"may not begin {say_time(held.start)}")
    yield from _listed(session, offering)


def _ordered(session: Session, individual: Individual) -> Iterator[Broken]:
    """Rule 1 for an individual session: also when the family can come."""
    yield from _listed(session, individual)
    windows = individual.with_windows
    if windows is not None and not is_within(session.taken, minutes_of(windows)):
        yield _one(session, "is when the family member cannot come")


def _listed(session: Session, offered: Offering | Individual) -> Iterator[Broken]:
    held = session.held
    if held.leader not in offered.leaders:
        yield _one(session, f"is not for {held.leader} to lead")
    rooms = offered.rooms or (None,)
    if held.room not in rooms:
        where = held.room or "no room"
        yield _one(session, f"may not be in {where}")


def _possible(session: Session, instance: Instance) -> Iterator[Broken]:
    """Rule 1: the leader is on shift and may lead it, the room is open."""
    leader = instance.staff[session.held.leader]
    if not is_within(session.taken, minutes_of(leader.shifts)):
        yield _one(session, f"is not within the shift of {leader.id}")
    if session.modality not in leader.can_lead:
        yield _one(session, f"is {session.modality}, which {leader.id} may not lead")
    room = session.held.room
    if room and not is_within(session.taken, minutes_of(instance.rooms[room].open)):
        yield _one(session, f"is when {room} is not open")


def _one(session: Session, what: str) -> Broken:
    return Broken(Rule.SESSION, f"{' '.join(session.names)} {what}.", session.names)


def _leaders(instance: Instance, sessions: list[Session]) -> Iterator[Broken]:
    """Rule 2: nobody is in two places at once, changeover included; limits hold."""
    led: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        led[session.held.leader].append(session)
    for id, theirs in led.items():
        leader = instance.staff[id]
        for one, other in combinations(theirs, 2):
            if _too_close(one, other, leader.changeover_minutes):
                names = (id, *one.names, *other.names)
                text = f"{id} cannot lead both {one.id} and {other.id}."
                yield Broken(Rule.LEADER, text, names)
        days: dict[int, int] = defaultdict(int)
        for session in theirs:
            days[session.held.start // DAY] += session.minutes
        most_a_day, most_a_week = leader.max_day_minutes, leader.max_week_minutes
        if most_a_day is not None and max(days.values()) > most_a_day:
            text = f"{id} leads more than {most_a_day} minutes in a day."
            yield Broken(Rule.LEADER, text, (id,))
        if most_a_week is not None and sum(days.values()) > most_a_week:
            text = f"{id} leads more than {most_a_week} minutes in the week."
            yield Broken(Rule.LEADER, text, (id,))


def _too_close(one: Session, other: Session, changeover: int) -> bool:
    """Whether one meets the other, or the time of changing over after it."""
    after_one = around(one.held.start, one.end + changeover)
    after_other = around(other.held.start, other.end + changeover)
    return bool(after_one & other.taken or after_other & one.taken)


def _rooms(instance: Instance, sessions: list[Session]) -> Iterator[Broken]:
    """Rule 3: one session at a time."""
    inside: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.held.room is not None:
            inside[session.held.room].append(session)
    for room, theirs in inside.items():
        for one, other in combinations(theirs, 2):
            if one.taken & other.taken:
                names = (room, *one.names, *other.names)
                text = f"{room} holds {one.id} and {other.id} at once."
                yield Broken(Rule.ROOM, text, names)


def _seats(instance: Instance, offering: Offering, held: Held) -> Iterator[Broken]:
    """Rule 3: no more clients than seats, the leader's not counted."""
    count = len(held.clients)
    if count > offering.capacity:
        text = f"{held.id} has {count} clients and {offering.capacity} places."
        yield Broken(Rule.ROOM, text, (held.id,))
    if held.arrangement is None or held.arrangement.room is None:
        return
    room = instance.rooms[held.arrangement.room]
    if count + 1 > room.capacity:
        text = f"{room.id} holds {room.capacity} people; {held.id} has {count} clients."
        yield Broken(Rule.ROOM, text, (held.id, room.id))


def _small_room(instance: Instance, session: Session) -> Iterator[Broken]:
    """Rule 3: client, leader and perhaps one of the family."""
    if session.held.room is None:
        return
    room = instance.rooms[session.held.room]
    people = 2 if _individual(instance, session).with_windows is None else 3
    if people > room.capacity:
        text = f"{room.id} is too small for {people} people in {session.id}."
        yield Broken(Rule.ROOM, text, (room.id, *session.names))


def _runs(instance: Instance, offering: Offering, held: Held) -> Iterator[Broken]:
    """Rule 4: what must run does, and anything else only with enough clients."""
    siblings = instance.series.get(offering.series or "", (offering,))
    must = any(each.opened or each.fixed for each in siblings)
    if held.arrangement is None:
        if must:
            yield Broken(Rule.RUNNING, f"{held.id} must run.", (held.id,))
        return
    if len(held.clients) < offering.min_clients and not must:
        text = f"{held.id} runs with fewer than {offering.min_clients} clients."
        yield Broken(Rule.RUNNING, text, (held.id,))


def _series(name: str, offerings: tuple[Offering, ...], plan: Plan) -> Iterator[Broken]:
    """One closed group: open together, one time of day, different days, one leader."""
    ids = tuple(offering.id for offering in offerings)
    held = [plan.offerings[id] for id in ids]
    running = [each.arrangement for each in held if each.arrangement is not None]
    if running and len(running) < len(ids):
        yield Broken(Rule.SERIES, f"{name} is open only in part.", ids)
    days = [each.start // DAY for each in running]
    for one, other in pairwise(running):
        if one.start % DAY != other.start % DAY:
            yield Broken(Rule.SERIES, f"{name} does not keep one time of day.", ids)
        if one.leader != other.leader:
            yield Broken(Rule.SERIES, f"{name} has more than one leader.", ids)
    if len(set(days)) < len(days):
        yield Broken(Rule.SERIES, f"{name} meets twice on one day.", ids)
    for one_roster, other_roster in pairwise(held):
        if set(one_roster.clients) != set(other_roster.clients):
            yield Broken(Rule.SERIES, f"{name} is not attended as a whole.", ids)
