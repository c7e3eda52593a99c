"""Whoever has another hour of their own hears of it, and so does who leads it."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from daybridge.access.viewer import Viewer
from daybridge.outbox.models import Message
from daybridge.outbox.queries import in_their_language
from daybridge.outbox.services import take_back, tell_patient, tell_staff
from daybridge.people.models import Patient, Staff
from daybridge.schedule.drafting import words
from daybridge.schedule.drafting.other_weeks import (
    Times,
    times_of_leaders,
    times_of_people,
)
from daybridge.schedule.fitting.extras import known
from daybridge.schedule.fitting.facts import facts_of
from daybridge.schedule.models import Group
from daybridge.schedule.occurrences import instant
from daybridge.schedule.services.own_hours import HoursPlan

KIND = "schedule.own_hours"
STILL_NEWS = timedelta(days=14)  # after its first day nobody needs to hear of it
NOTHING: Times = frozenset()


def tell_hours(
    plan: HoursPlan, patient: Any, *, starts_on: date, at: datetime, by: Viewer
) -> None:
    """Tell the person all their times from that day on, and each leader what they lead.

    Where no hour of their own begins or ends nobody is told: places in groups are given
    in talk with the person.
    """
    if not plan.changes:
        return
    leaders = {hour.leader_id for _, hour in plan.begun}
    leaders |= {group.leader_id for group in plan.ended}
    tell_times(patients=[patient], leaders=leaders, day=starts_on, at=at, by=by)


def tell_times(
    *, patients: Iterable[Patient], leaders: Collection[UUID], day: date, at: datetime,
    by: Viewer,
) -> None:  # fmt: skip
    """Tell people all their times from a day on, and leaders all they lead."""
    facts = facts_of(by.program, day=day, at=at)
    times, led = times_of_people(facts), times_of_leaders(facts)
    about = _about(day, at, by)
    for patient in patients:
        said = in_their_language(
            patient, words.for_patient, times.get(patient.pk, NOTHING), day, by.program
        )
        key = _key(patient.pk, at)
        tell_patient(patient=patient, words=said, key=key, **about)
    for staff in _staff(leaders, by):
        said = words.for_leader(led.get(staff.pk, NOTHING), day)
        tell_staff(staff=staff, words=said, key=_key(staff.pk, at),
                   where=reverse("schedule:week"), **about)  # fmt: skip


def tell_leaders_back(
    *, leaders: Collection[UUID], day: date, told_at: datetime, at: datetime, by: Viewer
) -> None:
    """Take back what leaders were to hear; who has heard it is told that all stays."""
    led = times_of_leaders(facts_of(by.program, day=day, at=at))
    for staff in _staff(leaders, by):
        key = _key(staff.pk, told_at)
        take_back(keys=[key], at=at, by=by)
        said = Message.objects.in_program(by.program_id).filter(key=key)
        if said.exclude(state=Message.State.TAKEN_BACK).exists():
            tell_staff(
                staff=staff, key=f"{key}:back", where=reverse("schedule:week"),
                words=words.for_leader_back(led.get(staff.pk, NOTHING), day),
                **_about(day, at, by),
            )  # fmt: skip


def leaders_of(*groups: Group) -> set[UUID]:
    """Who leads these hours."""
    return {
        key for group in groups for key in known(group.leader_id, group.co_leader_id)
    }


def _about(day: date, at: datetime, by: Viewer) -> dict[str, Any]:
    ends = instant(day + STILL_NEWS, time(), by.program.zone)
    return {"kind": KIND, "at": at, "by": by, "ends": ends}


def _key(whom: UUID, at: datetime) -> str:
    return f"{KIND}:{whom}:{at.astimezone(UTC).isoformat()}"


def _staff(keys: Collection[UUID], by: Viewer) -> Iterable[Staff]:
    rows = Staff.objects.in_program(by.program_id).active().filter(pk__in=keys)
    return list(rows.order_by("pk"))
