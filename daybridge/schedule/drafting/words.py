"""What people read when a timetable begins, or does not begin after all.

It stands on a lock screen: days and times, and nothing of what happens then.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from daybridge.outbox.values import Words
from daybridge.schedule.drafting.other_weeks import Times
from daybridge.schedule.wording import reach_us

A_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - wall time


def for_patient(times: Times, day: date, program: Any) -> Words:
    """Their times from a day on, in the language that is active."""
    text = _(
        "From %(day)s your appointments are: %(times)s. If a time does not work for "
        "you: %(reach)s"
    )
    if not times:
        text = _(
            "From %(day)s you do not have your appointments at the times you know. We "
            "will call you to find others. %(reach)s"
        )
    return Words(_("Your appointments change"), text % _about(times, day, program))


def for_patient_back(times: Times, day: date, program: Any) -> Words:
    """That all stays as it was, in the language that is active."""
    text = _(
        "The change from %(day)s does not happen. Your appointments stay: %(times)s. "
        "If a time does not work for you: %(reach)s"
    )
    if not times:
        text = _("The change from %(day)s does not happen. %(reach)s")
    return Words(_("Your appointments stay"), text % _about(times, day, program))


def for_leader(times: Times, day: date) -> Words:
    """What they lead from a day on."""
    led = "; ".join(_in_order(times)) or "nothing"
    text = f"From {_day(day)} you lead: {led}. Details are in Daybridge."
    return Words("Your schedule changes", text)


def for_leader_back(times: Times, day: date) -> Words:
    """That they go on leading what they lead."""
    led = "; ".join(_in_order(times)) or "nothing"
    text = f"The change from {_day(day)} does not happen. You lead: {led}."
    return Words("Your schedule stays", text)


def _about(times: Times, day: date, program: Any) -> dict[str, str]:
    return {
        "day": _day(day),
        "times": "; ".join(_in_order(times)),
        "reach": reach_us(program),
    }


def _day(day: date) -> str:
    """“Monday, January 5”"""
    # Translators: the pattern of a day, e.g. Monday, January 5
    return date_format(day, _("l, F j"), use_l10n=False)


def _in_order(times: Times) -> Iterator[str]:
    """“Monday at 5:30 PM”, in the order of the week."""
    for meeting in sorted(times, key=lambda one: (one.weekday, one.starts_at_minute)):
        moment = timedelta(days=meeting.weekday, minutes=meeting.starts_at_minute)
        # Translators: the pattern of a weekday and a time, e.g. Monday at 5:30 PM
        yield date_format(A_MONDAY + moment, _(r"l \a\t g:i A"), use_l10n=False)
