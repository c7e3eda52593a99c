"""Rules 5 and 6: what somebody can attend, and how much of it."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

from daybridge.rules.week_fit.checking.report import (
    Broken,
    Minutes,
    Rule,
    Session,
    Weeks,
    around,
    minutes_of,
)
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Bounds, Client, Instance


def broken_for_clients(instance: Instance, weeks: Weeks) -> Iterator[Broken]:
    """What is wrong with the weeks of the clients."""
    for client in instance.clients.values():
        sessions = weeks[client.id]
        yield from _attending(instance, client, sessions)
        yield from _maxima(client, sessions)


def _attending(
    instance: Instance, client: Client, sessions: list[Session]
) -> Iterator[Broken]:
    busy = minutes_of(client.busy)
    for session in sessions:
        if session.client is None:
            missing = instance.offerings[session.id].requires - client.tags
            if missing:
                what = f"needs the tag {sorted(missing)[0]}"
                yield _five(client, session, what)
        if session.held.room is None and not client.telehealth:
            yield _five(client, session, "is telehealth")
        if session.taken & busy:
            yield _five(client, session, "meets a busy window")
        elif _way(client, session) & busy:
            yield _five(client, session, "leaves no time for the way")
    for one, other in combinations(sessions, 2):
        if one.taken & other.taken:
            yield _five(client, one, f"overlaps {other.id}")


def _way(client: Client, session: Session) -> Minutes:
    """The minutes of the way there and back; none for telehealth."""
    if session.held.room is None:
        return 0
    there = around(session.held.start - client.travel_minutes, session.held.start)
    return there | around(session.end, session.end + client.travel_minutes)


def _five(client: Client, session: Session, what: str) -> Broken:
    text = f"{client.id} in {session.id}: it {what}."
    return Broken(Rule.ATTENDING, text, (client.id, session.id))


def minutes_a_day(sessions: list[Session]) -> Counter[int]:
    """The minutes of each day that is attended at all."""
    days: Counter[int] = Counter()
    for session in sessions:
        days[session.held.start // DAY] += session.minutes
    return days


def gaps(sessions: list[Session]) -> list[int]:
    """Idle minutes between two consecutive sessions of one day."""
    return [
        after.held.start - before.end
        for before, after in pairwise(sessions)
        if before.held.start // DAY == after.held.start // DAY
        and after.held.start > before.end
    ]


def _measured(
    client: Client, sessions: list[Session]
) -> Iterator[tuple[str, int, Bounds]]:
    """What the dose bounds: its name, how much there is of it, and the bounds."""
    dose, days = client.dose, minutes_a_day(sessions)
    yield "minutes in the week", sum(days.values()), dose.minutes
    yield "days", len(days), dose.days
    for minutes in days.values():
        yield "minutes in a day", minutes, dose.day_minutes
    for modality, bounds in dose.modalities.items():
        given = sum(each.minutes for each in sessions if each.modality is modality)
        yield f"minutes of {modality}", given, bounds
    for gap in gaps(sessions):
        yield "idle minutes", gap, Bounds(None, dose.max_gap_minutes)


def _maxima(client: Client, sessions: list[Session]) -> Iterator[Broken]:
    """Rule 6: every maximum holds, whoever is served or not."""
    for name, measure, bounds in _measured(client, sessions):
        if bounds.most is not None and measure > bounds.most:
            text = f"{client.id} has {measure} {name}, and at most {bounds.most}."
            yield Broken(Rule.MAXIMA, text, (client.id,))


def is_served(client: Client, sessions: list[Session]) -> bool:
    """Whether every individual session is placed and every bound holds."""
    placed = {session.id for session in sessions if session.client is not None}
    return all(each.id in placed for each in client.individual) and all(
        (bounds.least is None or measure >= bounds.least)
        and (bounds.most is None or measure <= bounds.most)
        for _, measure, bounds in _measured(client, sessions)
    )
