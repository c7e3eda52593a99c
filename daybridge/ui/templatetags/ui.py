"""Filters the components need: safe attributes, initials, clock times, durations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from daybridge.ui.leaves import written
from daybridge.ui.naming import initials, person_ground

register = template.Library()
register.filter(initials)
register.filter(person_ground)

DAY, WEEKDAY = "M j, Y", "D, M j, Y"
FEELS_LIKE_NOW_MINUTES = 6 * 60  # closer than this, midnight does not matter


@register.filter
def attributes(attrs: Any) -> SafeString:
    """Write the attributes a component passes on, with every value escaped.

    Cotton's own rendering of `attrs` trusts its values; a patient's name in a title
    attribute may not be trusted. Components therefore always use this filter.
    """
    given: Mapping[str, Any] = attrs.attrs_dict()
    return written(given)


@register.filter
def json_script_as(value: Any, component_id: str) -> SafeString:
    """Write data for a script, safely, as the element `<component_id>-data`."""
    return json_script(value, f"{component_id}-data")


@register.filter(expects_localtime=True)
def day(moment: date | None) -> str:
    """Write a day as people read it: Nov 24, 2026. Nothing for none."""
    return _day(moment, DAY)


@register.filter(expects_localtime=True)
def weekday(moment: date | None) -> str:
    """Write a day with its weekday: Tue, Nov 24, 2026. Nothing for none."""
    return _day(moment, WEEKDAY)


def _day(moment: date | None, pattern: str) -> str:
    if not moment:
        return ""
    only = moment.date() if isinstance(moment, datetime) else moment
    return day_in_words(only, pattern, get_language() or "")


@lru_cache(maxsize=4096)  # a page of a chart says the same days over and over
def day_in_words(only: date, pattern: str, language: str) -> str:
    """Write a day by one of the patterns; the language is the one that is active."""
    return date_format(only, pattern)


@register.filter(expects_localtime=True)
def iso(moment: datetime) -> str:
    """Write a moment for a machine, in local time: 2026-11-24T17:50:00-05:00."""
    return moment.isoformat(timespec="seconds")


@register.filter
def clock(moment: datetime | time | None) -> str:
    """Write a time of day as people say it: 5:50 pm."""
    if moment is None:
        return ""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    hour = moment.hour % 12 or 12
    return f"{hour}:{moment.minute:02d} {'am' if moment.hour < 12 else 'pm'}"


@register.filter
def clock_range(starts: datetime | time, ends: datetime | time) -> str:
    """Write from when to when: 5:45–8:45 pm, or 9:30 am–12:30 pm."""
    first, last = clock(starts), clock(ends)
    same_half = first[-2:] == last[-2:]
    return f"{first[:-3] if same_half else first}–{last}"


@register.filter
def duration(minutes: int | timedelta | None) -> str:
    """Write minutes as hours and minutes: 370 is "6 h 10 min"."""
    if minutes is None:
        return ""
    if isinstance(minutes, timedelta):
        minutes = int(minutes.total_seconds() // 60)
    hours, rest = divmod(int(minutes), 60)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return "\N{NO-BREAK SPACE}".join(" ".join(parts).split(" "))


@register.filter
def ago(moment: datetime | date | None, now: datetime | None = None) -> str:
    """Say how long ago something was, in the largest whole unit: "3 hours ago"."""
    if moment is None:
        return ""
    now = now or timezone.now()
    if not isinstance(moment, datetime):
        return _in_days((timezone.localdate(now) - moment).days)
    minutes = int((now - moment).total_seconds() / 60)
    if minutes == 0:
        return "just now"
    days = (timezone.localdate(now) - timezone.localdate(moment)).days
    if days and abs(minutes) >= FEELS_LIKE_NOW_MINUTES:
        return _in_days(days)
    if abs(minutes) < 60:
        return _from_now(minutes, "minute")
    return _from_now(int(minutes / 60), "hour")


def _in_days(days: int) -> str:
    named = {0: "today", 1: "yesterday", -1: "tomorrow"}
    return named.get(days) or _from_now(days, "day")


def _from_now(number: int, unit: str) -> str:
    counted = f"{abs(number)} {unit}{'' if abs(number) == 1 else 's'}"
    return f"{counted} ago" if number > 0 else f"in {counted}"
