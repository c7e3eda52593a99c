"""What a closed day means for the sessions of that day.

A closed day stops what is planned and not yet under way. Sessions of the past, and
those to which someone has already come, stay as they are.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from daybridge.programs.values import Concerned
from daybridge.schedule.models import Session
from daybridge.schedule.occurrences import midnights
from daybridge.ui.templatetags.ui import clock_range


def sessions_on(
    *, program: Any, days: Iterable[tuple[date, UUID | None]], at: datetime
) -> list[Concerned]:
    """The sessions still ahead on days that close, or have closed; one statement.

    Each day comes with the site that closes, or None for the whole program.
    """
    days = tuple(days)
    if not days:
        return []
    rows = ahead_on(program, days, at).select_related("leader")
    return [_concerned(row, program) for row in rows.order_by("starts_at", "title")]


def ahead_on(
    program: Any, days: Iterable[tuple[date, UUID | None]], at: datetime
) -> Any:
    """Sessions that are not over, with `people` on the roster and who `came`."""
    within = Q(pk__in=[])
    for day, site_id in days:
        start, end = midnights(day, day, program.zone)
        within |= Q(starts_at__gte=start, starts_at__lt=end) & at_site(site_id)
    on_roster = Q(attendances__removed_at=None)
    return (
        Session.objects.in_program(program)
        .filter(within, ends_at__gt=at)
        .annotate(
            people=Count("attendances", filter=on_roster, distinct=True),
            came=Count(
                "attendances",
                filter=on_roster & Q(attendances__mark="attended"),
                distinct=True,
            ),
        )
    )


def at_site(site_id: UUID | None) -> Q:
    """The condition that a session is held there: its room's site, else its track's."""
    if site_id is None:
        return Q()
    return Q(room__site_id=site_id) | Q(room=None, track__site_id=site_id)


def _concerned(row: Any, program: Any) -> Concerned:
    starts_at = row.starts_at.astimezone(program.zone)
    return Concerned(
        id=row.pk,
        on=starts_at.date(),
        title=row.title,
        time=clock_range(starts_at, row.ends_at.astimezone(program.zone)),
        leader=row.leader.display_name,
        people=row.people,
        state=_state(row),
        url=reverse("schedule:session", args=[row.pk]),
    )


def _state(row: Any) -> str:
    if row.cancelled_at is not None:
        return Concerned.STOPPED if row.closure_id else Concerned.CANCELLED
    return Concerned.UNDER_WAY if row.came else Concerned.PLANNED
