"""The words of reminders: a day and a time, and nothing that says what for.

They are read on a lock screen and over a shoulder, so they name no program, no group
and no place. They call the day by its name, because a message may be read later.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from daybridge.outbox.values import Words
from daybridge.schedule.wording import clock_in


def day_named(day: date) -> str:
    """Monday, November 30; lunes 30 de noviembre: in the language that is active."""
    return date_format(day, _("l, F j"))


def before_the_day(
    *, starts_at: datetime, zone: ZoneInfo, link: str, language: str
) -> Words:
    """Remind somebody of a day, by its first start."""
    with translation.override(language):
        told = {
            "day": day_named(starts_at.astimezone(zone).date()),
            "time": clock_in(starts_at, zone),
            "link": link,
        }
        return Words(
            _("Your appointment on %(day)s") % told,
            _("Your appointment: %(day)s, %(time)s. Can you come? Answer at %(link)s")
            % told,
        )


def after_a_missed_day(*, missed_on: date, link: str, language: str) -> Words:
    """Offer somebody who did not come another time of the same week."""
    with translation.override(language):
        told = {"day": day_named(missed_on), "link": link}
        return Words(
            _("We missed you on %(day)s") % told,
            _(
                "We missed you on %(day)s. There is still another time this week. "
                "Choose one, or ask us to call you: %(link)s"
            )
            % told,
        )
