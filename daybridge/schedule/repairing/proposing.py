"""What is proposed: for each session at once, then for all of them together."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from daybridge.rules.week_fit.model.mending import (
    Way,
    Ways,
    members,
    mended,
    total_cost,
    ways_in,
)
from daybridge.rules.week_fit.plan import ANSWERED, Plan
from daybridge.schedule.models import Repair, Session
from daybridge.schedule.repairing.affected import affected
from daybridge.schedule.repairing.facts import dated_facts, monday_of
from daybridge.schedule.repairing.week import BrokenWeek, broken_week, by_telehealth


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could become of one session."""

    session: Session
    held: "HeldSo | None"  # None: it is cancelled
    lost: tuple[UUID, ...]  # patients who cannot come then


@dataclass(frozen=True, slots=True)
class HeldSo:
    """When, with whom and where; no room is telehealth."""

    starts_at: datetime
    ends_at: datetime
    leader_id: UUID
    room_id: UUID | None


def proposals(repair: Repair, *, at: datetime) -> list[Proposal]:
    """The quickest good answer for every session that is touched, week by week."""
    found: list[Proposal] = []
    for monday in mondays(repair, at):
        week = broken_week(dated_facts(repair, monday, at=at))
        week = _with_same_leaders(week, found)
        found += _proposed(week, at_once(week))
    return found


def _with_same_leaders(week: BrokenWeek, before: list[Proposal]) -> BrokenWeek:
    """Who leads a group in its leader's place one week is asked first the next."""
    led: dict[UUID | None, str] = {
        each.session.group_id: str(each.held.leader_id)
        for each in before
        if each.held is not None and each.session.group_id is not None
    }
    offerings = dict(week.instance.offerings)
    for id, session in week.sessions.items():
        own, *others = offerings[id].leaders
        again = led.get(session.group_id)
        if again in others:
            rest = (each for each in others if each != again)
            leaders = (own, again, *rest)
            offerings[id] = replace(offerings[id], leaders=leaders)
    instance = replace(week.instance, offerings=offerings)
    return BrokenWeek(week.facts, week.sessions, instance)


def mondays(repair: Repair, at: datetime) -> list[date]:
    """The weeks in which sessions are touched."""
    starts = affected(repair, at).values_list("starts_at", flat=True)
    return sorted({monday_of(repair.program, moment) for moment in starts})


def at_once(week: BrokenWeek) -> Ways:
    """Each session by itself, as it is wished."""
    wish = week.facts.repair.wish
    if wish == Repair.Wish.CANCEL:
        return dict.fromkeys(week.sessions)
    if wish == Repair.Wish.ONLINE:
        return _online(week)
    return mended(week.instance, may_go_online=True)


def together(week: BrokenWeek, plan: Plan) -> list[Proposal]:
    """What a plan for all sessions says, if it changes less than each by itself."""
    if plan.status not in ANSWERED:
        return []
    alone, jointly = at_once(week), ways_in(week.instance, plan)
    is_less = total_cost(week.instance, jointly) < total_cost(week.instance, alone)
    return _proposed(week, jointly) if is_less else []


def asked_together(week: BrokenWeek) -> BrokenWeek:
    """What the engine is asked: sessions that went online at once stay there."""
    online = [
        id
        for id, way in at_once(week).items()
        if way is not None and way.held.room is None
    ]
    return BrokenWeek(week.facts, week.sessions, by_telehealth(week.instance, online))


def proposal_of(week: BrokenWeek, id: str, way: Way | None) -> Proposal:
    """A way on the calendar."""
    session = week.sessions[id]
    if way is None:
        people = week.facts.rosters.get(session.pk, frozenset())
        return Proposal(session, None, tuple(sorted(people)))
    starts_at = week.moment_of(way.held.start)
    held = HeldSo(
        starts_at=starts_at,
        ends_at=starts_at + (session.ends_at - session.starts_at),
        leader_id=UUID(way.held.leader),
        room_id=UUID(way.held.room) if way.held.room else None,
    )
    return Proposal(session, held, tuple(sorted(map(UUID, way.lost))))


def _proposed(week: BrokenWeek, ways: Ways) -> list[Proposal]:
    return [proposal_of(week, id, way) for id, way in ways.items()]


def _online(week: BrokenWeek) -> Ways:
    """Everything at its time without a room; who has not said that they can is lost."""
    instance = by_telehealth(week.instance, week.sessions)
    everyone = {
        id: replace(client, telehealth=True) for id, client in instance.clients.items()
    }
    at_its_time = {
        id: replace(offering, starts=offering.starts[:1])
        for id, offering in instance.offerings.items()
    }
    ways = mended(
        replace(instance, clients=everyone, offerings=at_its_time), may_go_online=True
    )
    return {
        id: way and replace(way, lost=_not_from_home(week, id))
        for id, way in ways.items()
    }


def _not_from_home(week: BrokenWeek, id: str) -> frozenset[str]:
    offering = week.instance.offerings[id]
    people = members(week.instance, offering)
    return frozenset(client.id for client in people if not client.telehealth)
