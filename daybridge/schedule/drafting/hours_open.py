"""When somebody could come if every seat were free, and whether that meets a dose."""

from dataclasses import dataclass
from typing import Self

from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_fit.instance import Client, Instance, Offering
from daybridge.rules.week_fit.plan import Plan, State
from daybridge.schedule.fitting.life import fits
from daybridge.schedule.hours import Life


@dataclass(frozen=True, slots=True)
class _Kind:
    """Sessions that differ in nothing that matters here."""

    minutes: int
    requires: frozenset[str]
    on_site: bool
    starts: tuple[int, ...]

    @classmethod
    def of(cls, offering: Offering) -> Self:
        fixed = offering.fixed
        return cls(
            offering.minutes,
            offering.requires,
            bool(offering.rooms),
            (fixed.start,) if fixed else offering.starts,
        )


def hours_open(instance: Instance, client: Client) -> set[int]:
    """Every start at which a session they may attend leaves their life alone."""
    kinds = {_Kind.of(each) for each in instance.offerings.values()}
    return {start for kind in kinds for start in _starts(kind, client)}


def served_at_most(instance: Instance, plan: Plan) -> int:
    """How many a week could serve: what is proved, less whom no week serves."""
    beyond = sum(
        not _could_be_served(instance, instance.clients[id])
        for id, week in plan.clients.items()
        if week.state is not State.SERVED
    )
    return min(plan.levels[0].bound, len(plan.clients) - beyond)


def _could_be_served(instance: Instance, client: Client) -> bool:
    """Whether all sessions they could attend give minutes and days enough.

    What this says no to, no week can serve; a yes promises nothing.
    """
    minutes, days = 0, set()
    for offering in instance.offerings.values():
        starts = _starts(_Kind.of(offering), client)
        minutes += offering.minutes if starts else 0
        days |= {start // DAY for start in starts}
    dose = client.dose
    return minutes >= (dose.minutes.least or 0) and len(days) >= (dose.days.least or 0)


def _starts(kind: _Kind, client: Client) -> list[int]:
    if not kind.requires <= client.tags:
        return []
    life = Life(client.busy, (), client.travel_minutes, client.telehealth)
    return [
        start
        for start in kind.starts
        if fits(life, Window(start, start + kind.minutes), on_site=kind.on_site)
    ]
