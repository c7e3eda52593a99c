"""The schedule in plain words: days, times, spans."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.wording import listed
from daybridge.schedule.occurrences import weekdays
from daybridge.ui.templatetags.ui import clock


def clock_in(moment: datetime, zone: ZoneInfo) -> str:
    """5:30 pm, where the program is."""
    return clock(moment.astimezone(zone).time())


def day_words(day: date) -> str:
    """Monday, November 23."""
    return f"{DAY_NAMES[day.weekday()]}, {day.strftime('%B')} {day.day}"


def hour_words(minute: int) -> str:
    """5:30 pm, from minutes of a day."""
    return clock(time(*divmod(minute, 60)))


def days_listed(days: Sequence[int]) -> str:
    """The weekdays (0 is Monday) as people say them."""
    days = sorted(set(days))
    if days == list(range(7)):
        return "Every day"
    return listed([f"{DAY_NAMES[day]}s" for day in days])


def meets(recurrence: str, starts_at: time, minutes: int) -> str:
    """Mondays and Wednesdays at 5:30 pm, until 8:30 pm."""
    ends_at = datetime.combine(date(2024, 1, 1), starts_at) + timedelta(minutes=minutes)
    days = days_listed(weekdays(recurrence)) or "By its rule"
    every_other = "INTERVAL=2" in recurrence
    if every_other:
        days = f"Every other week on {days}"
    return f"{days} at {clock(starts_at)}, until {clock(ends_at.time())}"


def reach_us(program: Any) -> str:
    """How to answer, in the language that is active."""
    if program.public_phone:
        return _("Reply or call %(phone)s.") % {"phone": program.public_phone}
    return _("Reply to this message or call us.")
