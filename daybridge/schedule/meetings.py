"""When a group meets: its rule, without the days on which its site is closed."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from daybridge.programs.models import Closure
from daybridge.schedule.occurrences import Occurrence, occurrences
from daybridge.schedule.values import rule_of


def closed_days(
    program: Any, first: date, last: date
) -> dict[UUID | None, frozenset[date]]:
    """Days on which nothing meets, by site; under None those of every site."""
    days = defaultdict(set)
    rows = Closure.objects.in_program(program).filter(
        on__gte=first, on__lte=last, is_open_anyway=False
    )
    for closure in rows:
        days[closure.site_id].add(closure.on)
    return {site: frozenset(values) for site, values in days.items()}


def site_of(group: Any) -> UUID:
    """Where a group meets: its room's site, else its track's."""
    site: UUID = group.room.site_id if group.room else group.track.site_id
    return site


def meetings(
    program: Any, group: Any, first: date, last: date,
    closed: dict[UUID | None, frozenset[date]],
) -> list[Occurrence]:  # fmt: skip
    """When a group's rule meets on the days first to last."""
    shut = closed.get(None, frozenset()) | closed.get(site_of(group), frozenset())
    return occurrences(
        rule_of(group), zone=program.zone, first=first, last=last, closed=shut
    )
