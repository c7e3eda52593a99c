"""The worker's part: remind people of days ahead, and take back what has changed.

Each person hears of a day once. What makes that sure is a row: one standing reminder
for a person's day, whatever the clock does and however often this runs. When the day
changes, its reminder ends, what was not sent is taken back, and they hear of it anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark, Reminder, ReminderAnswer
from daybridge.attendance.reminding.telling import end_reminders, write_reminder
from daybridge.outbox.models import Preference
from daybridge.outbox.queries import Wish, wishes_of
from daybridge.people.models import Patient
from daybridge.programs.rounds import in_every_program
from daybridge.rules.reminder_times import reminder_due
from daybridge.schedule.occurrences import instant

HORIZON = timedelta(days=4)  # the longest lead time, and a night before it
SOON = timedelta(minutes=15)  # written so long before it leaves, and no sooner
AT_ONCE = 200  # in one transaction; the rest follows a minute later

Key = tuple[UUID, date]  # a patient's day


@dataclass(frozen=True, slots=True)
class Day:
    """When somebody is expected on a day: the first start and the last end."""

    starts_at: datetime
    ends_at: datetime
    is_away: bool  # they told us already that they cannot come to any of it


def remind_everybody(*, as_of: datetime) -> int:
    """Remind the patients of every program of what is due; say how many."""
    return sum(remind(at=as_of, by=by) for by in in_every_program(as_of))


@service
def remind(*, at: datetime, by: Viewer) -> int:
    """End the reminders of days that changed, and write those that leave soon."""
    days = _days_ahead(at, by)
    standing = _standing(at, by)
    ended = [
        reminder
        for key, reminder in standing.items()
        if reminder.starts_at > at and not _says(reminder, days.get(key))
    ]
    end_reminders(reminders=ended, at=at, by=by)
    told = standing.keys() - {(row.patient_id, row.held_on) for row in ended}
    untold = {
        key: day
        for key, day in days.items()
        if key not in told and day.starts_at > at and not day.is_away
    }  # fmt: skip
    return _write(untold, at, by)


def _days_ahead(at: datetime, by: Viewer) -> dict[Key, Day]:
    """The days of everybody who is expected, today's whole day included."""
    zone = by.program.zone
    places = (
        Attendance.objects.in_program(by.program_id)
        .on_roster()
        .exclude(mark=Mark.EXCUSED)
        .filter(
            starts_at__gte=instant(by.program.day_of(at), time(), zone),
            starts_at__lt=at + HORIZON,
            session__cancelled_at=None,
        )
        .order_by("starts_at")
        .values_list("patient_id", "starts_at", "session__ends_at", "answer__choice")
    )
    days: dict[Key, Day] = {}
    for patient_id, starts_at, ends_at, choice in places:
        key = (patient_id, starts_at.astimezone(zone).date())
        is_away = choice == ReminderAnswer.Choice.AWAY
        first = days.get(key, Day(starts_at, ends_at, is_away))
        days[key] = Day(
            first.starts_at, max(first.ends_at, ends_at), first.is_away and is_away
        )
    return days


def _standing(at: datetime, by: Viewer) -> dict[Key, Reminder]:
    midnight = instant(by.program.day_of(at), time(), by.program.zone)
    rows = (
        Reminder.objects.in_program(by.program_id)
        .standing()
        .filter(
            kind=Reminder.Kind.AHEAD,
            starts_at__gte=midnight,
            starts_at__lt=at + HORIZON,
        )
    )
    return {(row.patient_id, row.held_on): row for row in rows}


def _says(reminder: Reminder, day: Day | None) -> bool:
    """Whether a reminder still says what is planned."""
    return day is not None and day.starts_at == reminder.starts_at


def _write(days: Mapping[Key, Day], at: datetime, by: Viewer) -> int:
    """Write the reminders that leave soon; the outbox sends each when it is due."""
    of_program = Patient.objects.in_program(by.program_id)
    patients = of_program.in_bulk({patient_id for patient_id, _ in days})
    wishes = wishes_of(list(patients.values()))
    due = {
        key: moment
        for key, day in days.items()
        if (moment := _due(day, wishes[key[0]], at, by)) is not None
    }
    for key in list(due)[:AT_ONCE]:
        patient_id, held_on = key
        write_reminder(
            patient=patients[patient_id], kind=Reminder.Kind.AHEAD, held_on=held_on,
            starts_at=days[key].starts_at, expires_at=days[key].ends_at, due=due[key],
            at=at, by=by,
        )  # fmt: skip
    return min(len(due), AT_ONCE)


def _due(day: Day, wish: Wish, at: datetime, by: Viewer) -> datetime | None:
    """When this day's reminder leaves, if it is to be written by now."""
    if wish.lead is None or wish.way == Preference.Way.NONE:
        return None
    due = reminder_due(
        starts_at=day.starts_at, lead=wish.lead, zone=by.program.zone, now=at
    )
    return due if due is not None and due <= at + SOON else None
