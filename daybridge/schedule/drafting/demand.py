"""Who could come when, against the seats offered then: a heat map with its numbers.

Decided: somebody could come at an hour when a session they may attend could begin then
         and neither it nor the way there meets their busy time. Whether a seat is free
         does not matter: that is what the map is to show.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_fit.instance import Client, Instance, Offering
from daybridge.rules.week_fit.plan import Plan, State
from daybridge.schedule.drafting.figures import running, seats
from daybridge.schedule.fitting.life import fits
from daybridge.schedule.hours import Life
from daybridge.schedule.wording import hour_words

SHADES = 4  # beside none


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one day."""

    could: int  # people who could come
    seats: int
    unmet: int  # people who could come and whose dose is not met
    shade: int  # 0 to SHADES, by who could come


@dataclass(frozen=True, slots=True)
class Row:
    hour: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """Rows of hours at which sessions begin, columns of days."""

    days: tuple[str, ...]
    rows: tuple[Row, ...]


def demand(instance: Instance, plan: Plan) -> Demand:
    """The map of a week: a plan says what is offered, and who is not served."""
    starts = sorted({s for o in instance.offerings.values() for s in o.starts})
    unserved = {id for id, w in plan.clients.items() if w.state is not State.SERVED}
    could, unmet = _who_could(instance, unserved)
    offered: Counter[int] = Counter()
    for offering, run in running(instance, plan):
        offered[run.start] += seats(instance, offering, run)
    most = max(could.values(), default=0)
    days = sorted({start // DAY for start in starts})
    return Demand(
        days=tuple(DAY_NAMES[day] for day in days),
        rows=tuple(
            Row(
                hour_words(hour),
                tuple(
                    Cell(
                        could[start], offered[start], unmet[start],
                        _shade(could[start], most),
                    )
                    for day in days
                    for start in [day * DAY + hour]
                ),
            )
            for hour in sorted({start % DAY for start in starts})
        ),
    )  # fmt: skip


def _who_could(
    instance: Instance, unserved: set[str]
) -> tuple[Counter[int], Counter[int]]:
    """How many could come at each start; of these, those who are not served."""
    could: Counter[int] = Counter()
    unmet: Counter[int] = Counter()
    kinds = {_Kind.of(each) for each in instance.offerings.values()}
    for client in instance.clients.values():
        hours = _hours(client, kinds)
        could.update(hours)
        if client.id in unserved:
            unmet.update(hours)
    return could, unmet


@dataclass(frozen=True, slots=True)
class _Kind:
    """Sessions that differ in nothing that matters here."""

    minutes: int
    requires: frozenset[str]
    on_site: bool
    starts: tuple[int, ...]

    @classmethod
    def of(cls, offering: Offering) -> "_Kind":
        return cls(
            offering.minutes, offering.requires, bool(offering.rooms), offering.starts
        )


def _hours(client: Client, kinds: Iterable[_Kind]) -> set[int]:
    life = Life(client.busy, (), client.travel_minutes, client.telehealth)
    return {
        start
        for kind in kinds
        if kind.requires <= client.tags
        for start in kind.starts
        if fits(life, Window(start, start + kind.minutes), on_site=kind.on_site)
    }


def _shade(could: int, most: int) -> int:
    """In steps of a quarter of the most; none is no shade."""
    return -(-could * SHADES // most) if most else 0
