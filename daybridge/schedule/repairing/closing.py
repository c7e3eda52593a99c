"""The days a repair closes: whole days on which a site, or every site, is closed.

Decided: a day that is closed from midnight to midnight becomes a closed day of the
         calendar with the first session that a director accepts, so that calendars,
         what counts to the dose and later weeks know it. The sessions that are there go
         on as somebody decides of each. When the last is brought back, so is the day. A
         repair by which everything is held by telehealth closes no day.
"""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.programs.models import Closure, Site
from daybridge.schedule.models import Repair
from daybridge.schedule.occurrences import instant


def days_to_close(repair: Repair, today: date) -> list[date]:
    """The whole days from today on that nobody meets."""
    if repair.what not in Repair.CLOSING or repair.wish == Repair.Wish.ONLINE:
        return []
    program = repair.program
    first = max(program.day_of(repair.starts_at), today)
    days = (repair.ends_at - repair.starts_at).days + 1
    return [
        day
        for day in (first + timedelta(days=n) for n in range(days + 1))
        if instant(day, time(), program.zone) >= repair.starts_at
        and instant(day + timedelta(days=1), time(), program.zone) <= repair.ends_at
    ]


def days_still_open(repair: Repair, today: date) -> list[date]:
    """Those of them that are not closed days of the calendar."""
    days = days_to_close(repair, today)
    if not days:
        return []
    here = Q(site=None) | Q(site=site_to_close(repair))
    closed = Closure.objects.in_program(repair.program_id).filter(
        here, on__in=days, is_open_anyway=False
    )
    shut = set(closed.values_list("on", flat=True))
    return [day for day in days if day not in shut]


def site_to_close(repair: Repair) -> Site | None:
    """The site; None when it is the only one, and so the whole program."""
    if repair.site is None:
        return None
    sites = Site.objects.in_program(repair.program_id).in_use()
    others = sites.exclude(pk=repair.site.pk).exists()
    return repair.site if others else None


def name_of(repair: Repair) -> str:
    """What the calendar says of the day."""
    return "Storm" if repair.what == Repair.What.STORM else "Closed"


def closures_of(repair: Repair) -> list[Any]:
    """The closed days of the calendar that this repair made and that are closed."""
    keys = [UUID(key) for key in repair.closures]
    if not keys:
        return []
    rows = Closure.objects.in_program(repair.program_id)
    return list(rows.filter(pk__in=keys, is_open_anyway=False).order_by("on", "pk"))
