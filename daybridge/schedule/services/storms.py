"""A storm, and what it does to the calendar: days close with it, and open again.

Decided: the calendar is a director's. A day closes with the first session that a
         director accepts; where somebody else accepts, directors are asked to close it
         and, when all is brought back, to open it. The sessions do not wait for them.

Held in this order, as by whoever closes a day: the program, groups, then sessions.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from daybridge.access.permissions import Permission, permits
from daybridge.access.roles import Role
from daybridge.access.service import service
from daybridge.access.services import notify
from daybridge.access.services.notices import staff_with
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
    days_still_open,
    name_of,
    site_to_close,
)
from daybridge.schedule.services.holding import hold_groups
from daybridge.schedule.wording import day_words

State = RepairStep.State


def hold_calendar(repair: Repair) -> Repair:
    """The repair as it is now, kept from other decisions about it and its days."""
    if repair.what in Repair.CLOSING:
        hold_program(repair.program_id)
        hold_groups(repair.program_id)
    held: Any = Repair.objects.in_program(repair.program_id)
    list(held.filter(pk=repair.pk).select_for_update().values_list("pk"))
    row: Repair = held.select_related("program", "site").get(pk=repair.pk)
    return row


@service
def close_storm_days(*, repair: Repair, at: datetime, by: Viewer) -> None:
    """Close the days of a storm of which somebody else accepted sessions."""
    repair = hold_calendar(repair)
    if _is_anything_done(repair):
        close_days(repair, at=at, by=by)


def close_days(repair: Repair, *, at: datetime, by: Viewer) -> None:
    """Close the days of a held repair that are not closed; every session is kept.

    Whoever may not is not kept from their sessions: directors are asked, once.
    """
    days = days_still_open(repair, by.program.day_of(at))
    if not permits(Permission.PROGRAM_AMEND, by):
        if days and not _is_anything_done(repair):
            text = f"{repair}: close {_days_words(days)} on the calendar?"
            _ask(text, repair, at, by)
        return
    site = site_to_close(repair) if days else None
    for day in days:
        known = closure_on(by.program_id, day, site.pk if site else None)
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
    if _is_anything_done(repair):
        return
    today = by.program.day_of(at)
    ahead = [each for each in closures_of(repair) if each.on >= today]
    if not permits(Permission.PROGRAM_AMEND, by):
        if ahead:
            words = _days_words([each.on for each in ahead])
            _ask(f"Everything is brought back: open {words} again?", repair, at, by)
        return
    for closure in ahead:
        if closure.kind == Closure.Kind.FEDERAL:
            meet_anyway(closure=closure, at=at, by=by)
        else:
            remove_closure(closure=closure, at=at, by=by)
    repair.closures = []
    repair.save(update_fields=["closures"])


def _is_anything_done(repair: Repair) -> bool:
    return bool(repair.steps.filter(state=State.ACCEPTED).exists())


def _ask(text: str, repair: Repair, at: datetime, by: Viewer) -> None:
    """Ask the directors about the days, on their Today."""
    directors = staff_with((Role.DIRECTOR,), program_id=by.program_id)
    where = reverse("schedule:repair", args=[repair.pk])
    notify(staff=directors, kind="schedule.days_to_close", text=text, at=at, link=where)


def _days_words(days: Sequence[date]) -> str:
    """Wednesday, November 25, or from when to when."""
    first, last = day_words(days[0]), day_words(days[-1])
    return first if len(days) == 1 else f"{first} to {last}"
