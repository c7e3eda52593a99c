"""A repair as its page shows it: each session with what changes and for whom."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from daybridge.access.records import barred
from daybridge.access.viewer import Viewer
from daybridge.outbox.values import Words
from daybridge.people.models import Patient
from daybridge.rules.dose_rules import DAY_NAMES
from daybridge.rules.wording import count_of
from daybridge.schedule.models import Repair, RepairStep, Session
from daybridge.schedule.repairing.instead import Offers, offers
from daybridge.schedule.repairing.was import Was
from daybridge.schedule.repairing.words import Appointment, for_patient
from daybridge.schedule.seats import with_taken
from daybridge.schedule.wording import clock_in, day_words
from daybridge.ui.templatetags.ui import clock, clock_range

State = RepairStep.State


@dataclass(frozen=True, slots=True)
class LostPerson:
    """Somebody who cannot come then, with where they could come instead."""

    patient: Patient
    instead: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One session."""

    step: RepairStep
    when: str  # as it was planned
    day: str
    changes: tuple[str, ...]
    people: int  # on the roster
    lost: tuple[LostPerson, ...]  # those whom this viewer may see
    unnamed: int  # those whom they may not
    told: tuple[Words, ...]  # what people read, in each language
    is_open: bool
    is_stale: bool  # the session changed since it was looked at

    @property
    def may_accept(self) -> bool:
        return self.is_open and not self.is_stale

    @property
    def is_done(self) -> bool:
        return self.step.state == State.ACCEPTED

    @property
    def can_be_taken_back(self) -> bool:
        return self.is_done and self.step.after_version == self.step.session.version

    @property
    def changes_words(self) -> str:
        """“Ben Ortiz leads, in Room 2.”"""
        return ", ".join(self.changes)


def rows_of(repair: Repair, viewer: Viewer) -> list[Row]:
    """Every session of a repair in the order of time; the statements do not grow."""
    steps = list(_steps(repair))
    program = viewer.program
    people = _people(program, steps)
    waiting = [step for step in steps if step.state in (State.OPEN, State.ACCEPTED)]
    instead = offers(program, waiting, viewer.at)
    seen, known = _seen(viewer, steps), _known(viewer, waiting)
    return [
        _row(step, program, people[step.session_id],
             known if step.session_id in seen else {}, instead)
        for step in steps
    ]  # fmt: skip


def _row(
    step: RepairStep, program: Any, people: int, known: dict[UUID, Patient],
    instead: Offers,
) -> Row:  # fmt: skip
    was, is_open = Was.before(step), step.state == State.OPEN
    keys = [UUID(key) for key in step.lost]
    lost = [
        LostPerson(known[key], tuple(instead.get((step.pk, key), ())))
        for key in keys
        if key in known
    ]
    starts = was.starts_at.astimezone(program.zone)
    hours = clock_range(starts, was.ends_at.astimezone(program.zone))
    return Row(
        step=step,
        when=f"{day_words(starts.date())}, {hours}",
        day=day_words(starts.date()),
        changes=tuple(changes_of(step, was, program)),
        people=people,
        lost=tuple(sorted(lost, key=lambda each: each.patient.sort_name)),
        unnamed=len(keys) - len(lost),
        told=_told(step, program),
        is_open=is_open,
        is_stale=is_open and step.base_version != step.session.version,
    )


def changes_of(
    step: RepairStep, was: Was, program: Any, *, weekly: bool = False
) -> Iterator[str]:
    """What is otherwise than planned, the most important first."""
    if not step.is_held or step.starts_at is None or step.leader is None:
        yield "Cancelled"
        return
    if step.starts_at != was.starts_at:
        day = program.day_of(step.starts_at)
        which = f"{DAY_NAMES[day.weekday()]}s" if weekly else day_words(day)
        on = "" if day == program.day_of(was.starts_at) else f"{which}, "
        yield f"Moved to {on}{clock_in(step.starts_at, program.zone)}"
    if step.leader_id != was.leader_id:
        yield f"{step.leader.display_name} leads"
    if was.co_leader_id and was.co_leader_id == step.repair.staff_id:
        yield "Without a co-leader"
    if step.room_id != was.room_id:
        yield f"In {step.room}" if step.room else "By telehealth"


def _told(step: RepairStep, program: Any) -> tuple[Words, ...]:
    """The words for people, in every language we write; none when nothing is said."""
    appointment = Appointment.of(step)
    if not appointment.changes_for_people:
        return ()
    said = []
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            said.append(for_patient(appointment, program))
    return tuple(said)


def _steps(repair: Repair) -> Any:
    related = ("session", "leader", "room", "decided_by", "repair")
    steps = repair.steps.select_related(*related)
    return steps.order_by("session__starts_at", "session__title", "pk")


def _people(program: Any, steps: Collection[RepairStep]) -> dict[UUID, int]:
    rows = Session.objects.in_program(program).filter(
        pk__in=[step.session_id for step in steps]
    )
    return dict(with_taken(rows).values_list("pk", "taken"))


def _seen(viewer: Viewer, steps: Collection[RepairStep]) -> set[UUID]:
    """The sessions whose rosters this viewer may read."""
    rows = Session.objects.visible_to(viewer)
    keys = [step.session_id for step in steps]
    return set(rows.filter(pk__in=keys).values_list("pk", flat=True))


def _known(viewer: Viewer, steps: Collection[RepairStep]) -> dict[UUID, Patient]:
    """The people who are lost, without charts closed to the viewer."""
    keys = {key for step in steps for key in step.lost}
    people = Patient.objects.in_program(viewer.program_id).filter(pk__in=keys)
    return {row.pk: row for row in people.exclude(barred(viewer, "pk"))}


def summary(rows: Collection[Row]) -> str:
    """“4 sessions with 38 places. 2 places cannot be kept as proposed.”"""
    sessions, places = len(rows), sum(row.people for row in rows)
    lost = sum(len(row.step.lost) for row in rows if row.is_open)
    words = f"{count_of(sessions, 'session')} with {count_of(places, 'place')}."
    if lost:
        words += f" {count_of(lost, 'place')} cannot be kept as proposed."
    return words


def span_words(repair: Repair, program: Any) -> str:
    """“Monday, November 30”, or from a day and time to another."""
    first = repair.starts_at.astimezone(program.zone)
    end = repair.ends_at.astimezone(program.zone)
    if first.time() == end.time() == time():
        last = end.date() - timedelta(days=1)
        days = [day_words(first.date()), day_words(last)]
        return days[0] if first.date() == last else " to ".join(days)
    return " to ".join(
        f"{day_words(moment.date())}, {clock(moment)}" for moment in (first, end)
    )
