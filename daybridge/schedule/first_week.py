"""The first week of someone who was just admitted (`wiring.py`): places in groups."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.intake.models import Episode, Stay
from daybridge.intake.times import MINUTES
from daybridge.intake.values import Admission
from daybridge.rules.first_week import Meeting, Offer, first_week
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.wording import listed
from daybridge.schedule.errors import AlreadyEnrolled, SeatTaken
from daybridge.schedule.hours import lives
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.open_places import weekly_meetings
from daybridge.schedule.services.membership import enroll
from daybridge.schedule.wording import meets


@service
def give_places(
    *, episode: Episode, stay: Stay, admission: Admission, at: datetime, by: Viewer
) -> None:
    """Give places in the groups of the track that make up the dose, where asked to.

    Where the first evening is full with a guest, a place begins the day after. A group
    that fills up meanwhile is left out; the page says what is still missing.
    """
    if not admission.places:
        return
    day = max(stay.started_on, by.program.day_of(at))
    groups = {group.pk: group for group in _groups_of(stay, day)}
    week = first_week(
        [_offer(group) for group in groups.values()],
        minutes_per_week=admission.dose.minutes_per_week,
        days_per_week=admission.dose.days_per_week,
        busy=_when_they_cannot(episode),
    )
    in_order = [group for key, group in sorted(groups.items()) if key in week.keys]
    for group in in_order:  # of their keys, as whoever gives a whole week holds them
        _take_place(group, episode, (day, day + timedelta(days=1)), at, by)


def _take_place(
    group: Group, episode: Episode, days: Sequence[date], at: datetime, by: Viewer
) -> None:
    """A place from the first of these days on which there is one; perhaps none."""
    for day in days:
        try:
            with transaction.atomic():
                enroll(
                    group=group, patient=episode.patient, starts_on=day, at=at, by=by
                )
        except SeatTaken:
            continue
        except AlreadyEnrolled:
            return
        else:
            return


def first_week_words(*, episode: Episode, admission: Admission) -> str:
    """Where they have a place, and how much of the dose has none yet."""
    places = (
        Enrollment.objects.in_program(episode.program_id)
        .filter(patient_id=episode.patient_id, group__track_id=admission.track.pk)
        .filter(ends_on=None)
        .select_related("group")
        .order_by("group__name")
    )
    groups = [place.group for place in places]
    names = [f"{one.name} ({_when(one)})" for one in groups]
    said = f"A place in {listed(names)}." if names else "No place in a group yet."
    missing = _missing(groups, admission)
    return f"{said} {missing}".strip()


def _when_they_cannot(episode: Episode) -> tuple[Meeting, ...]:
    """The times of any week at which they cannot come, as far as they told."""
    told = lives(program=episode.program_id, patients=[episode.patient_id], week=None)[
        episode.patient_id
    ]
    return tuple(
        Meeting(start // DAY, start % DAY, end - start) for start, end in told.busy
    )


def _groups_of(stay: Stay, day: date) -> Any:
    """The groups of a track that run on a day, by name, with the seats given away."""
    groups = Group.objects.in_program(stay.program_id).running_on(day).with_members(day)
    groups = groups.shared()
    groups = groups.filter(track_id=stay.track_id, counts_to_clinical_hours=True)
    return groups.order_by("name", "pk")


def _offer(group: Any, *, has_seat: bool | None = None) -> Offer:
    meetings = weekly_meetings(group)
    is_open = group.members < group.capacity if has_seat is None else has_seat
    return Offer(group.pk, meetings, has_seat=is_open and bool(meetings))


def _missing(groups: list[Group], admission: Admission) -> str:
    """What the places do not reach of the dose; empty when they reach all of it."""
    offers = [_offer(group, has_seat=True) for group in groups]
    days = len({meeting.weekday for one in offers for meeting in one.meetings})
    minutes = sum(one.minutes for one in offers)
    dose = admission.dose
    if minutes >= dose.minutes_per_week and days >= dose.days_per_week:
        return ""
    ordered = f"{_hours(dose.minutes_per_week)} on {dose.days_per_week}"
    return (
        f"That is {_hours(minutes)} on {_days(days)} of {ordered}: "
        "find the rest by hand."
    )


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, MINUTES)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _when(group: Any) -> str:
    return meets(group.recurrence, group.starts_at, group.minutes)
