"""Times an assessor has free in the coming days, to be offered on the phone.

Decided: from nine to five on weekdays the program is open; a time is offered on the
full hour, at the earliest an hour from now. Any other time can be typed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.happenings import ask
from daybridge.intake.models import AssessmentBooking
from daybridge.people.models import Staff
from daybridge.programs.models import Closure

ASSESSORS = frozenset({Role.COUNSELOR, Role.SUPERVISOR, Role.MEDICAL})
HOURS = range(9, 17)  # an assessment begins at the earliest and before the latest
DAYS_AHEAD = 7
PER_ASSESSOR = 4
NOON = 12
LASTS = timedelta(hours=1)
NOTICE = timedelta(hours=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Offer:
    """One assessor, and the next times they have."""

    assessor: Staff
    times: tuple[datetime, ...]


def assessors_of(viewer: Viewer) -> list[Staff]:
    """Staff who may assess, by name."""
    staff = Staff.objects.in_program(viewer.program_id).active()
    named = staff.order_by("legal_last_name", "legal_first_name", "pk")
    return [person for person in named if person.role_set & ASSESSORS]


def offers(viewer: Viewer, assessors: Sequence[Staff]) -> list[Offer]:
    """The next free times of each, in a number of queries that does not grow."""
    start, end = viewer.at, viewer.at + timedelta(days=DAYS_AHEAD + 1)
    busy = busy_times(viewer, [one.pk for one in assessors], start, end)
    closed = closed_days(viewer, start.date(), end.date())
    zone = viewer.program.zone
    found = [
        Offer(
            one,
            tuple(
                spread(
                    free_times(
                        busy.get(one.pk, ()), at=viewer.at, zone=zone, closed=closed
                    )
                )[:PER_ASSESSOR]
            ),
        )
        for one in assessors
    ]
    return sorted(
        (offer for offer in found if offer.times), key=lambda one: one.times[0]
    )


def busy_times(
    viewer: Viewer, staff_ids: Collection[UUID], start: datetime, end: datetime
) -> dict[UUID, list[Span]]:
    """When each of them leads a session or assesses somebody."""
    led = ask(
        "intake.busy_times", program=viewer.program_id, staff_ids=staff_ids,
        start=start, end=end,
    )  # fmt: skip
    busy = {who: [(one[0], one[1]) for one in spans] for who, spans in led.items()}
    bookings = AssessmentBooking.objects.in_program(viewer.program_id).standing()
    for who, first, last in bookings.filter(
        assessor__in=staff_ids, starts_at__lt=end, ends_at__gt=start
    ).values_list("assessor_id", "starts_at", "ends_at"):
        busy.setdefault(who, []).append((first, last))
    return busy


def closed_days(viewer: Viewer, start: date, end: date) -> set[date]:
    """Days on which the program is closed as a whole."""
    closures = Closure.objects.in_program(viewer.program_id)
    days = closures.filter(on__gte=start, on__lte=end, site=None, is_open_anyway=False)
    return set(days.values_list("on", flat=True))


def free_times(
    busy: Iterable[Span], *, at: datetime, zone: ZoneInfo, closed: Collection[date]
) -> list[datetime]:
    """Every hour that can be offered, the next one first."""
    spans = list(busy)
    today = at.astimezone(zone).date()
    days = (today + timedelta(days=number) for number in range(DAYS_AHEAD + 1))
    starts = (
        datetime.combine(day, time(hour), tzinfo=zone)
        for day in days
        if day.weekday() < 5 and day not in closed
        for hour in HOURS
    )
    return [
        start
        for start in starts
        if start >= at + NOTICE and not _meets(start, start + LASTS, spans)
    ]


def spread(times: Iterable[datetime]) -> list[datetime]:
    """Of each day the first time before noon and the first after it."""
    halves: dict[tuple[date, bool], datetime] = {}
    for moment in times:
        halves.setdefault((moment.date(), moment.hour >= NOON), moment)
    return list(halves.values())


def _meets(start: datetime, end: datetime, spans: Iterable[Span]) -> bool:
    return any(first < end and last > start for first, last in spans)


def session_then(viewer: Viewer, assessor: Any, start: datetime, end: datetime) -> str:
    """The session an assessor leads at a time, to be said when one is booked there."""
    led = ask(
        "intake.busy_times", program=viewer.program_id, staff_ids=[assessor.pk],
        start=start, end=end,
    )  # fmt: skip
    return next((title for _, _, title in led.get(assessor.pk, ())), "")
