"""Who hears of a repair, and that nobody hears of what did not change for them.

Decided: people who are expected hear that they come at another time, from home or not
        at all; not that another leader or another room of the same site waits for them.
        Who leads it, and who was to lead it, hear of every change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.urls import reverse

from daybridge.access.viewer import Viewer
from daybridge.outbox.models import Message
from daybridge.outbox.queries import in_their_language
from daybridge.outbox.services import take_back, tell_patient, tell_staff
from daybridge.people.models import Patient, Staff
from daybridge.schedule.fitting.extras import known
from daybridge.schedule.models import RepairStep
from daybridge.schedule.repairing import words
from daybridge.schedule.repairing.affected import on_rosters
from daybridge.schedule.repairing.was import Was
from daybridge.schedule.repairing.words import Appointment

KIND = "schedule.repair"


@dataclass(frozen=True, slots=True)
class News:
    """What becomes of a session, and who is concerned."""

    step: RepairStep
    appointment: Appointment
    patients: tuple[Patient, ...]
    was_led_by: frozenset[UUID]
    is_led_by: frozenset[UUID]

    @classmethod
    def of(cls, step: RepairStep) -> Self:
        """Who is expected now, with what the step says."""
        keys = [key for _, key in on_rosters(step.program_id, [step.session_id])]
        people = Patient.objects.in_program(step.program_id).filter(pk__in=keys)
        was = Was.before(step)
        helper = known(was.co_leader_id) - known(step.repair.staff_id)
        return cls(
            step=step,
            appointment=Appointment.of(step),
            patients=tuple(people.order_by("pk")),
            was_led_by=known(was.leader_id, was.co_leader_id),
            is_led_by=known(step.leader_id) | helper,
        )

    def key(self, whom: UUID, when: str) -> str:
        return f"{KIND}:{self.step.pk}:{whom}:{when}"


def tell_done(news: News, *, at: datetime, by: Viewer) -> None:
    """Tell everyone concerned what a session is now."""
    told = news.appointment
    if told.changes_for_people:
        for patient in news.patients:
            said = in_their_language(patient, words.for_patient, told, by.program)
            tell_patient(
                patient=patient, kind=KIND, words=said, at=at, by=by,
                key=news.key(patient.pk, "done"), ends=told.was_at,
            )  # fmt: skip
    for staff in _staff(news):
        said = words.for_staff(
            told, by.program, leads=staff.pk in news.is_led_by,
            has_led=staff.pk in news.was_led_by,
        )  # fmt: skip
        tell_staff(
            staff=staff, kind=KIND, words=said, at=at, by=by, ends=told.last_at,
            key=news.key(staff.pk, "done"), where=_page(news),
        )  # fmt: skip


def tell_back(news: News, *, at: datetime, by: Viewer) -> None:
    """Take back what was not sent, and tell the others that all is as planned."""
    told = news.appointment
    for patient in news.patients if told.changes_for_people else ():
        if _was_read(news, patient.pk, at, by):
            say = words.for_patient_back
            said = in_their_language(patient, say, told, by.program)
            tell_patient(
                patient=patient, kind=KIND, words=said, at=at, by=by,
                key=news.key(patient.pk, "back"), ends=told.was_at,
            )  # fmt: skip
    for staff in _staff(news):
        if _was_read(news, staff.pk, at, by):
            said = words.for_staff_back(told, by.program)
            tell_staff(
                staff=staff, kind=KIND, words=said, at=at, by=by, ends=told.was_at,
                key=news.key(staff.pk, "back"), where=_page(news),
            )  # fmt: skip


def _was_read(news: News, whom: UUID, at: datetime, by: Viewer) -> bool:
    """Whether it is too late to take the first message back."""
    key = news.key(whom, "done")
    take_back(keys=[key], at=at, by=by)
    said = Message.objects.in_program(by.program_id).filter(key=key)
    return bool(said.exclude(state=Message.State.TAKEN_BACK).exists())


def _staff(news: News) -> Iterator[Staff]:
    """Who led it and who leads it now."""
    keys = news.was_led_by | news.is_led_by
    rows = Staff.objects.in_program(news.step.program_id).active()
    return iter(rows.filter(pk__in=keys).order_by("pk"))


def _page(news: News) -> str:
    return reverse("schedule:session", args=[news.step.session_id])
