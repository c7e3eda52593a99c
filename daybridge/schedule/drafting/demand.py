"""Who could come when, against the seats offered then: a heat map with its numbers.

Decided: somebody could come at an hour when a session they may attend could begin then
         and neither it nor the way there meets their busy time. Whether a seat is free
         does not matter: that is what the map is to show.
"""

from collections import Counter
from dataclasses import dataclass

from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Instance
from daybridge.rules.week_fit.plan import Plan, State
from daybridge.schedule.drafting.figures import running, seats
from daybridge.schedule.drafting.hours_open import hours_open
from daybridge.schedule.wording import hour_words

MOST_SHADE = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one day."""

    could: int  # people who could come
    seats: int
    unmet: int  # people who could come and whose dose is not met

    @property
    def shade(self) -> int:
        """People to each seat: 0 when nobody could come, 1 when all find one."""
        if not self.could:
            return 0
        if not self.seats:
            return MOST_SHADE
        return min(-(-self.could // self.seats), MOST_SHADE)


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
    days = sorted({start // DAY for start in starts})
    rows = (
        (hour, [day * DAY + hour for day in days])
        for hour in sorted({start % DAY for start in starts})
    )
    return Demand(
        days=tuple(DAY_NAMES[day] for day in days),
        rows=tuple(
            Row(
                hour_words(hour),
                tuple(Cell(could[at], offered[at], unmet[at]) for at in moments),
            )
            for hour, moments in rows
        ),
    )


def _who_could(
    instance: Instance, unserved: set[str]
) -> tuple[Counter[int], Counter[int]]:
    """How many could come at each start; of these, those who are not served."""
    could: Counter[int] = Counter()
    unmet: Counter[int] = Counter()
    for client in instance.clients.values():
        hours = hours_open(instance, client)
        could.update(hours)
        if client.id in unserved:
            unmet.update(hours)
    return could, unmet
