"""Whether somebody answers the telephone now, and when a call that was asked for comes.

Everything is a sentence in the language of the page, at the clock of the program.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from daybridge.programs.models import Closure, PhoneWeek, Program, Site
from daybridge.public.weeks import A_MONDAY, clock
from daybridge.rules.call_back import DAYS_AHEAD, CallBack, call_back


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers when; `found` is None while the program has not said."""

    found: CallBack | None
    today: date
    hours: tuple[tuple[str, str], ...] = ()  # days, and from when to when

    @property
    def is_closed(self) -> bool:
        return self.found is not None and not self.found.is_open

    @property
    def now(self) -> str:
        """Whether somebody answers now, or when somebody does again."""
        if self.found is None:
            return ""
        if self.found.is_open:
            return _("Somebody answers now, until %(hour)s.") % {
                "hour": clock(self.found.closes_at.time())
            }
        return _("Nobody answers now. We are there again on %(day)s at %(hour)s.") % {
            "day": day_words(self.found.opens_at.date()),
            "hour": clock(self.found.opens_at.time()),
        }

    @property
    def promise(self) -> str:
        """From when and by when somebody calls who asks now."""
        if self.found is None:
            return ""
        by = self.found.by
        told = {
            "day": day_words(self.found.opens_at.date()),
            "from": clock(self.found.opens_at.time()),
            "by_day": day_words(by.date()),
            "by": clock(by.time()),
        }
        if self.found.is_open and by.date() == self.today:
            return _("A person from our team calls you today, by %(by)s.") % told
        if self.found.is_open:
            return _("A person from our team calls you by %(by_day)s, %(by)s.") % told
        if by.date() == self.found.opens_at.date():
            return (
                _(
                    "A person from our team calls you on %(day)s, between %(from)s and "
                    "%(by)s."
                )
                % told
            )
        return (
            _(
                "A person from our team calls you between %(day)s, %(from)s, and "
                "%(by_day)s, %(by)s."
            )
            % told
        )


def answering(program: Program, at: datetime) -> Answering:
    """How it stands at a moment, in three queries at most."""
    here = at.astimezone(program.zone).replace(tzinfo=None)
    week = PhoneWeek.objects.in_program(program).current().first()
    hours = hours_of(week.hours) if week else {}
    if not hours:
        return Answering(None, here.date())
    closed = closed_days(program, here.date())
    within = timedelta(hours=program.calls_back_within_hours)
    found = call_back(here, hours, closed, within=within)
    return Answering(found, here.date(), tuple(_in_words(hours)))


def hours_of(rows: Iterable[Mapping[str, Any]]) -> dict[int, tuple[time, time]]:
    """What is kept of a week, as the rule takes it."""
    return {
        row["day"]: (time.fromisoformat(row["from"]), time.fromisoformat(row["to"]))
        for row in rows
    }


def closed_days(program: Program, first: date) -> set[date]:
    """Days ahead on which the whole program is closed, or each of its sites."""
    rows = Closure.objects.in_program(program).filter(
        on__gte=first, on__lt=first + timedelta(days=DAYS_AHEAD), is_open_anyway=False
    )
    shut: dict[date, set[Any]] = {}
    for day, site in rows.values_list("on", "site_id"):
        shut.setdefault(day, set()).add(site)
    if not shut:
        return set()
    sites = set(Site.objects.in_program(program).in_use().values_list("pk", flat=True))
    return {
        day
        for day, closed in shut.items()
        if None in closed or (sites and sites <= closed)
    }


def day_words(day: date) -> str:
    """Monday, November 30; lunes 30 de noviembre."""
    return date_format(day, _("l, F j"))


def _in_words(hours: Mapping[int, tuple[time, time]]) -> Iterable[tuple[str, str]]:
    """Monday to Friday, 9:00 am - 8:00 pm: days that follow each other as one."""
    days = sorted(hours)
    while days:
        first = last = days.pop(0)
        while days and days[0] == last + 1 and hours[days[0]] == hours[first]:
            last = days.pop(0)
        opens, closes = hours[first]
        yield _span(first, last), f"{clock(opens)} – {clock(closes)}"


def _span(first: int, last: int) -> str:
    if first == last:
        return _weekday(first)
    names = {"first": _weekday(first), "last": _in_a_sentence(last)}
    return _("%(first)s to %(last)s") % names


def _weekday(number: int) -> str:
    name = _in_a_sentence(number)
    return name[0].upper() + name[1:]


def _in_a_sentence(number: int) -> str:
    """Friday; viernes."""
    return date_format(A_MONDAY + timedelta(days=number), "l")
