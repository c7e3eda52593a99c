"""A storm, and what it does to the calendar: days close with it, and open again.

Held in this order, as by whoever closes a day: the program, groups, then sessions.
"""

from datetime import datetime
from typing import Any

from daybridge.access.viewer import Viewer
from daybridge.programs.models import Closure
from daybridge.programs.services import (
    close_day,
    meet_anyway,
    remove_closure,
    stay_closed,
)
from daybridge.programs.services.calendar import closure_on
from daybridge.programs.services.holding import hold_program
from daybridge.schedule.closed_days import ahead_on
from daybridge.schedule.models import Repair, RepairStep
from daybridge.schedule.repairing.closing import (
    closures_of,
    days_to_close,
    name_of,
    site_to_close,
)
from daybridge.schedule.services.holding import hold_groups


def hold_calendar(repair: Repair) -> Repair:
    """The repair as it is now, kept from other decisions about it and its days."""
    if repair.what in Repair.CLOSING:
        hold_program(repair.program_id)
        hold_groups(repair.program_id)
    held: Any = Repair.objects.in_program(repair.program_id)
    list(held.filter(pk=repair.pk).select_for_update().values_list("pk"))
    row: Repair = held.select_related("program", "site").get(pk=repair.pk)
    return row


def close_days(repair: Repair, *, at: datetime, by: Viewer) -> None:
    """Close the days of a held repair that are not closed; every session is kept."""
    days = days_to_close(repair, by.program.day_of(at))
    site = site_to_close(repair) if days else None
    for day in days:
        known = closure_on(by.program_id, day, site.pk if site else None)
        if known is not None and not known.is_open_anyway:
            continue
        planned = ahead_on(by.program, [(day, site.pk if site else None)], at)
        keep = set(planned.values_list("pk", flat=True))
        if known is not None:
            made = stay_closed(closure=known, keep=keep, at=at, by=by)
        else:
            made = close_day(
                on=day, name=name_of(repair), site=site, keep=keep, at=at, by=by
            )
        repair.closures = [*repair.closures, str(made.pk)]
    repair.save(update_fields=["closures"])


def open_days(repair: Repair, *, at: datetime, by: Viewer) -> None:
    """Open the days of a held repair again, once nothing of it holds any more."""
    if repair.steps.filter(state=RepairStep.State.ACCEPTED).exists():
        return
    today = by.program.day_of(at)
    for closure in closures_of(repair):
        if closure.on < today:
            continue
        if closure.kind == Closure.Kind.FEDERAL:
            meet_anyway(closure=closure, at=at, by=by)
        else:
            remove_closure(closure=closure, at=at, by=by)
    repair.closures = []
    repair.save(update_fields=["closures"])
