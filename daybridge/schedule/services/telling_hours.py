"""Whoever has another hour of their own hears of it, and so does who leads it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import translation

from daybridge.access.viewer import Viewer
from daybridge.outbox.queries import language_of
from daybridge.outbox.services import tell_patient, tell_staff
from daybridge.people.models import Staff
from daybridge.schedule.drafting import words
from daybridge.schedule.drafting.other_weeks import (
    Times,
    times_of_leaders,
    times_of_people,
)
from daybridge.schedule.fitting.facts import facts_of
from daybridge.schedule.occurrences import instant
from daybridge.schedule.services.own_hours import HoursPlan

KIND = "schedule.own_hours"
STILL_NEWS = timedelta(days=14)  # after its first day nobody needs to hear of it


def tell_hours(
    plan: HoursPlan, patient: Any, *, starts_on: date, at: datetime, by: Viewer
) -> None:
    """Tell the person all their times from that day on, and each leader what they lead.

    Where no hour of their own begins or ends nobody is told: places in groups are given
    in talk with the person.
    """
    if not plan.changes:
        return
    facts = facts_of(by.program, day=starts_on, at=at)
    nothing: Times = frozenset()
    ends = instant(starts_on + STILL_NEWS, time(), by.program.zone)
    about: dict[str, Any] = {"kind": KIND, "at": at, "by": by, "ends": ends}
    with translation.override(language_of(patient)):
        times = times_of_people(facts).get(patient.pk, nothing)
        said = words.for_patient(times, starts_on, by.program)
    key = f"{KIND}:{patient.pk}:{at.isoformat()}"
    tell_patient(patient=patient, words=said, key=key, **about)
    led = times_of_leaders(facts)
    leaders = {hour.leader_id for _, hour in plan.begun}
    leaders |= {group.leader_id for group in plan.ended}
    for staff in Staff.objects.in_program(by.program_id).filter(pk__in=leaders):
        tell_staff(
            staff=staff, words=words.for_leader(led.get(staff.pk, nothing), starts_on),
            key=f"{key}:{staff.pk}", where=reverse("schedule:week"), **about,
        )  # fmt: skip
