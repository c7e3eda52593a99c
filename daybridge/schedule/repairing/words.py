"""What people read of a repair: that an appointment is at another time, and no more.

It stands on a lock screen, so there is no clinical word in it, no name of a group, a
room or the program.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from daybridge.outbox.values import Words
from daybridge.schedule.models import RepairStep
from daybridge.schedule.repairing.was import Was
from daybridge.schedule.wording import reach_us


@dataclass(frozen=True, slots=True)
class Appointment:
    """When a session was to be, and what it is now."""

    was_at: datetime
    is_at: datetime | None  # None: it is cancelled
    goes_online: bool

    @classmethod
    def of(cls, step: RepairStep) -> Self:
        was = Was.before(step)
        is_online = step.is_held and step.room_id is None
        return cls(was.starts_at, step.starts_at, is_online and was.room_id is not None)

    @property
    def is_moved(self) -> bool:
        return self.is_at is not None and self.is_at != self.was_at

    @property
    def changes_for_people(self) -> bool:
        """Whether those who come have to come at another time, or not at all."""
        return self.is_at is None or self.is_moved or self.goes_online

    @property
    def last_at(self) -> datetime:
        """After that nobody needs to hear of it."""
        return max(self.was_at, self.is_at or self.was_at)


def for_patient(told: Appointment, program: Any) -> Words:
    """In the language that is active."""
    about = {"was": _moment(told.was_at, program), "reach": reach_us(program)}
    if told.is_at is None:
        text = _(
            "Your appointment on %(was)s is canceled. We would like to offer you "
            "another time. %(reach)s"
        )
        return Words(_("Your appointment is canceled"), text % about)
    about["now"] = _moment(told.is_at, program)
    if told.is_moved and told.goes_online:
        text = _(
            "Your appointment on %(was)s is now on %(now)s, by video. You do not need "
            "to come in. If that does not work for you: %(reach)s"
        )
    elif told.is_moved:
        text = _(
            "Your appointment on %(was)s is now on %(now)s. If that does not work for "
            "you: %(reach)s"
        )
    else:
        text = _(
            "Your appointment on %(was)s is by video this time. You do not need to "
            "come in. If that does not work for you: %(reach)s"
        )
    return Words(_("Your appointment changed"), text % about)


def for_patient_back(told: Appointment, program: Any) -> Words:
    """That all is as it was planned, in the language that is active."""
    about = {"was": _moment(told.was_at, program), "reach": reach_us(program)}
    text = _(
        "Your appointment on %(was)s takes place as first planned after all. If that "
        "does not work for you: %(reach)s"
    )
    return Words(_("Your appointment is as first planned"), text % about)


def for_staff(told: Appointment, program: Any, *, leads: bool, has_led: bool) -> Words:
    """What changes for who leads it, or was to lead it."""
    was = _moment(told.was_at, program)
    if told.is_at is None:
        what = f"Your session on {was} is canceled."
    elif not leads:
        what = f"Someone else leads your session on {was}."
    else:
        what = _leading(told, program, was, has_led)
    return Words("Your schedule changed", f"{what} Details are in Daybridge.")


def for_staff_back(told: Appointment, program: Any) -> Words:
    was = _moment(told.was_at, program)
    what = f"The session on {was} is as first planned after all."
    return Words("Your schedule changed", f"{what} Details are in Daybridge.")


def _leading(told: Appointment, program: Any, was: str, has_led: bool) -> str:
    assert told.is_at is not None
    now = _moment(told.is_at, program)
    how = " by telehealth" if told.goes_online else ""
    if not has_led:
        return f"You lead a session on {now}{how}, in someone’s place."
    if told.is_moved:
        return f"Your session on {was} is now on {now}{how}."
    return f"Your session on {was} is held{how or ' otherwise than planned'}."


def _moment(moment: datetime, program: Any) -> str:
    """“Tuesday, December 1 at 6:00 PM”, in the language that is active."""
    wall = moment.astimezone(program.zone)
    # Translators: the pattern of a day and a time, e.g. Tuesday, December 1 at 6:00 PM
    return date_format(wall, _(r"l, F j \a\t g:i A"), use_l10n=False)
