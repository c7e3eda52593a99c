"""Whose standing week is not the dose that was ordered."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.intake.models import DoseOrder
from daybridge.people.queries import readable_care
from daybridge.rules.wording import count_of, listed
from daybridge.schedule.fitting.individual import is_weekly_hour, ordered
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.open_places import weekly_meetings
from daybridge.ui.templatetags.ui import duration


@dataclass(frozen=True, slots=True)
class WeekToFind:
    """Somebody whose places are another week than the one that is ordered."""

    patient_id: UUID
    days: int  # ordered
    minutes: int
    given_days: int
    given_minutes: int
    starts_on: date  # of the order
    hours_missing: tuple[str, ...] = ()  # sessions of their own that have no hour yet

    @property
    def sentence(self) -> str:
        """“The dose is 3 days, 9 h. The places they have give 5 days, 15 h.”"""
        dose = f"The dose is {_amount(self.days, self.minutes)}."
        if not self.given_days:
            return f"{dose} They have no place yet."
        given = _amount(self.given_days, self.given_minutes)
        said = f"{dose} The places they have give {given}."
        if not self.hours_missing:
            return said
        return f"{said} No hour yet for {listed(self.hours_missing)}."


def _amount(days: int, minutes: int) -> str:
    return f"{count_of(days, 'day')}, {duration(minutes)}"


def first_day(*, program: Any, patient_id: UUID, today: date) -> date:
    """From when a week is wanted: the day of the newest order, or today."""
    newest = _orders(program, [patient_id]).first()
    return max(newest.starts_on, today) if newest is not None else today


def week_to_find(*, viewer: Viewer, patient_id: UUID) -> WeekToFind | None:
    """What this viewer is to find a week for, if their places are another one."""
    is_theirs = permits(Permission.ROSTER_AMEND, viewer)
    if not is_theirs or not readable_care(viewer).filter(pk=patient_id).exists():
        return None
    found = weeks_to_find(
        program=viewer.program, patient_ids=[patient_id], today=viewer.today
    )
    return found[0] if found else None


def weeks_to_find(
    *, program: Any, patient_ids: Collection[UUID], today: date
) -> list[WeekToFind]:
    """Those of some patients whose places do not meet their newest order.

    More days or fewer minutes than ordered do not meet it, nor does a session of their
    own that has no hour. Two statements, however many patients; who has none ordered is
    not among them.
    """
    newest: dict[UUID, DoseOrder] = {}
    for order in _orders(program, patient_ids):
        newest.setdefault(order.patient_id, order)
    places = _places(program, newest, today)
    found = [
        _week(key, order, places.get(key, []), today) for key, order in newest.items()
    ]
    return [
        week
        for week in found
        if week.given_days != week.days
        or week.given_minutes < week.minutes
        or week.hours_missing
    ]


def _orders(program: Any, patient_ids: Collection[UUID]) -> Any:
    """Orders of stays that have not ended, the newest first, with their patient."""
    return (
        DoseOrder.objects.in_program(program)
        .filter(stay__ended_on=None, stay__episode__discharged_on=None)
        .filter(stay__episode__patient_id__in=patient_ids)
        .annotate(patient_id=F("stay__episode__patient_id"))
        .order_by("-starts_on", "-pk")
    )


def _places(
    program: Any, patient_ids: Collection[UUID], today: date
) -> Mapping[UUID, list[Group]]:
    """The groups in which each has a place that goes on, and hours of their own."""
    rows = Enrollment.objects.in_program(program).filter(
        patient_id__in=patient_ids, ends_on=None
    )
    found = defaultdict(list)
    for row in rows.select_related("group"):
        group = row.group
        is_weekly = group.gives_weekly_dose or is_weekly_hour(group)
        if is_weekly and (group.ends_on is None or group.ends_on > today):
            found[row.patient_id].append(group)
    return found


def _week(
    key: UUID, order: DoseOrder, groups: Collection[Group], today: date
) -> WeekToFind:
    counted = [
        group
        for group in groups
        if not group.is_one_to_one or order.modality_mix.get(group.modality)
    ]
    meetings = [meeting for group in counted for meeting in weekly_meetings(group)]
    return WeekToFind(
        patient_id=key,
        days=order.days_per_week,
        minutes=order.minutes_per_week,
        given_days=len({meeting.weekday for meeting in meetings}),
        given_minutes=sum(meeting.minutes for meeting in meetings),
        starts_on=max(order.starts_on, today),
        hours_missing=tuple(_missing(order, groups)),
    )


def _missing(order: DoseOrder, groups: Collection[Group]) -> Iterator[str]:
    """Sessions of their own that are ordered and have no hour, by name."""
    for kind, number in ordered(order.modality_mix):
        standing = sum(group.modality == kind for group in groups)
        if standing < number:
            yield str(kind.label).lower()
