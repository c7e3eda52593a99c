"""When a message about an appointment leaves: in time, and never in the night.

Source: hours of the day from 47 CFR 64.1200(c)(1) (not before 8 am, not after 9 pm
        where the person is). It binds calls that sell; we take it as what is decent.
Units:  moments are aware; a lead time is time that passes, also over a clock change.
Decided where the source is silent:
- A reminder that would leave in the night leaves on the evening before.
- One that is late, because the place was given late, leaves at once, in the night at 8.
- Nobody is reminded within the last half hour: they are on their way.
- After a missed session we write a little later, so that a slip can be put right.
- Whatever the plan was, the hour is looked at again when a message leaves: what comes
  late, after a stop or a slow gateway, waits for the morning. Only what cannot wait, by
  its kind, leaves in the night, and only where it is about the next hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
EVENING = time(20, 30)  # when a message leaves that would wake somebody later
LAST_CALL = timedelta(minutes=30)  # before the start
SLIP = timedelta(minutes=15)  # to put a mark right before anybody is written to
DAY = timedelta(days=1)
NEXT_HOURS = timedelta(hours=12)  # of what cannot wait, from now on


def reminder_due(
    *, starts_at: datetime, lead: timedelta, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """When to remind somebody of an appointment ahead; None when it is too late."""
    starts_at, now = starts_at.astimezone(UTC), now.astimezone(UTC)  # not by the wall
    wished = before_the_night(starts_at - lead, zone)
    if wished >= now:
        return wished
    soonest = after_the_night(now, zone)
    return soonest if soonest <= starts_at - LAST_CALL else None


def outreach_due(*, now: datetime, zone: ZoneInfo) -> datetime:
    """When to write to somebody whose missed session was just written down."""
    return after_the_night(now.astimezone(UTC) + SLIP, zone)


def leaves_at(
    *, now: datetime, zone: ZoneInfo, about: datetime | None, cannot_wait: bool
) -> datetime | None:
    """When a message that is due may leave; None when it makes no sense by then.

    `about` is the moment after which it makes none. What cannot wait does not, unless
    it is about a later day.
    """
    now = now.astimezone(UTC)
    if cannot_wait and (about is None or about <= now + NEXT_HOURS):
        return now
    moment = after_the_night(now, zone)
    return None if about is not None and about <= moment else moment


def before_the_night(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself, or the evening before the night that it lies in."""
    local = moment.astimezone(zone)
    if not is_quiet(moment, zone):
        return moment
    evening = local.date() if local.time() >= QUIET_FROM else local.date() - DAY
    return _at(evening, EVENING, zone)


def after_the_night(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the night that it lies in."""
    local = moment.astimezone(zone)
    if not is_quiet(moment, zone):
        return moment
    morning = local.date() + DAY if local.time() >= QUIET_FROM else local.date()
    return _at(morning, QUIET_UNTIL, zone)


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether people sleep at a moment, where they are."""
    clock = moment.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
