"""The worker's part after a missed session: offer another time of the same week.

Somebody calls the same day in any case. A message is written where another time is
left that fits, so that a missed evening does not end in a lost week. Who told us that
they could not come, or has another time already, is not written to.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, FollowUp, Mark, Reminder
from daybridge.attendance.reminding.offers import own_offers
from daybridge.attendance.reminding.telling import end_reminders, write_reminder
from daybridge.outbox.models import Preference
from daybridge.outbox.queries import wish_of
from daybridge.programs.rounds import in_every_program
from daybridge.rules.reminder_times import outreach_due
from daybridge.schedule.occurrences import program_week

SAME_DAY = timedelta(hours=24)

Key = tuple[UUID, date]  # a patient's day


def write_to_missed(*, as_of: datetime) -> int:
    """Write to whoever missed a session today, in every program; say how many."""
    return sum(offer_make_ups(at=as_of, by=by) for by in in_every_program(as_of))


@service
def offer_make_ups(*, at: datetime, by: Viewer) -> int:
    """Write to those who missed one, and take back where it was a slip."""
    standing = Reminder.objects.in_program(by.program_id).answering(at)
    written = list(standing.filter(kind=Reminder.Kind.MISSED))
    _take_back_slips(written, at, by)
    told = {(row.patient_id, row.held_on) for row in written}
    missed: dict[Key, Attendance] = {}
    for place in _missed(at, by):
        missed.setdefault((place.patient_id, by.program.day_of(place.starts_at)), place)
    return sum(
        _write(place, key[1], at, by)
        for key, place in missed.items()
        if key not in told
    )


def _take_back_slips(written: Sequence[Reminder], at: datetime, by: Viewer) -> None:
    """End what was written about a session that was not missed after all."""
    places = Attendance.objects.in_program(by.program_id).on_roster()
    patients = [row.patient_id for row in written]
    missed = places.filter(mark=Mark.NO_SHOW, patient_id__in=patients)
    still = set(missed.values_list("patient_id", "starts_at"))
    slips = [row for row in written if (row.patient_id, row.starts_at) not in still]
    end_reminders(reminders=slips, at=at, by=by)


def _missed(at: datetime, by: Viewer) -> Iterator[Attendance]:
    """Places missed within a day whose call nobody has made yet, the earliest first."""
    calls = FollowUp.objects.in_program(by.program_id).open()
    calls = calls.filter(reason=FollowUp.Reason.MISSED)
    places = (
        Attendance.objects.in_program(by.program_id)
        .holding_a_seat()
        .not_made_up()
        .filter(
            mark=Mark.NO_SHOW, session__cancelled_at=None,
            starts_at__gt=at - SAME_DAY, starts_at__lte=at,
            pk__in=calls.values("attendance_id"),
        )
        .select_related("patient", "session")
        .order_by("starts_at", "pk")
    )  # fmt: skip
    yield from places


def _write(place: Attendance, held_on: date, at: datetime, by: Viewer) -> int:
    """Write to one person, where there is something to offer; say how many."""
    way = wish_of(place.patient).way
    if way == Preference.Way.NONE or not own_offers([place], at=at, by=by).times:
        return 0
    _, end = program_week(held_on, by.program)
    write_reminder(
        patient=place.patient, kind=Reminder.Kind.MISSED, held_on=held_on,
        starts_at=place.starts_at, expires_at=end,
        due=outreach_due(now=at, zone=by.program.zone), at=at, by=by,
    )  # fmt: skip
    return 1
