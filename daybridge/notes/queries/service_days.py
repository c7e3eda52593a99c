"""Service days: which count, under which rule, and what holds the rest.

The facts are attended sessions, individual notes and the state of each note; the rule
book judges. Four statements a day, however many people came: stays, notes, rules,
barriers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from daybridge.access.models import Barrier
from daybridge.access.permissions import Permission, permits
from daybridge.access.viewer import Viewer
from daybridge.attendance.queries import DayStay, day_stays
from daybridge.notes.models import Note
from daybridge.notes.queries.conduct import note_state
from daybridge.notes.queries.queue import WORDS
from daybridge.programs.models import DayRule
from daybridge.rules import service_day as rulebook
from daybridge.rules.service_day import (
    DayFacts,
    DayVerdict,
    Hold,
    Modality,
    NoteState,
    SessionStay,
    judge_day,
)
from daybridge.rules.time_in_care import Interval
from daybridge.schedule.occurrences import instant

HCPCS = re.compile(r"\b[A-Z]\d{4}\b")


@dataclass(frozen=True, slots=True)
class Attended:
    """One session of a day as one patient attended it, with its note."""

    title: str
    topic: str
    modality: str
    starts_at: datetime
    ends_at: datetime
    arrived_at: datetime
    left_at: datetime | None
    minutes: int
    counts: bool
    session_id: UUID | None  # None: an individual session
    note_id: UUID | None
    note: NoteState
    writer_id: UUID  # who writes the note
    writer_name: str
    co_signer_id: UUID | None  # the writer's supervisor
    co_signer_name: str
    key: str  # what a hold points to


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """One patient's day: what was attended, and whether it counts."""

    patient_id: UUID
    name: str
    on: date
    sessions: tuple[Attended, ...]
    verdict: DayVerdict

    @property
    def code(self) -> str:
        """The procedure code that the rule's source names, if it names one."""
        rule = self.verdict.counts_under
        found = HCPCS.search(rule.source) if rule else None
        return found.group() if found else ""

    @property
    def units(self) -> int:
        return 1 if self.verdict.can_be_billed else 0

    def behind(self, hold: Hold) -> Attended | None:
        """The session a hold is about; None when it is about the whole day."""
        return next(
            (each for each in self.sessions if each.key == hold.subject_id), None
        )


def days_of(
    program: Any, viewer: Viewer, day: date, *, patient_id: UUID | None = None
) -> list[ServiceDay]:
    """Every patient's service day of a date, by name; without minutes it is none.

    Billers, supervisors and the director read these: dates, minutes, codes and holds,
    and no note's text.
    """
    if not permits(Permission.SERVICE_DAYS_READ, viewer):
        return []
    stays = day_stays(program=program, day=day, patient_id=patient_id)
    notes = _notes(program, day, stays, patient_id)
    closed = _closed_to(viewer)
    by_patient = _by_patient(stays, notes)
    rules = rules_on(program, day)
    found = [
        ServiceDay(
            number, name, day, tuple(sessions), _judge(sessions, rules, viewer.at)
        )
        for (number, name), sessions in by_patient.items()
        if number not in closed
    ]
    delivered = [each for each in found if each.verdict.was_delivered]
    return sorted(delivered, key=lambda each: (each.name.casefold(), each.patient_id))


def rules_on(program: Any, day: date) -> list[rulebook.DayRule]:
    """The rules in force on a day, the most demanding first."""
    rows: Any = DayRule.objects.in_program(program).in_force(day)
    rules = [
        rulebook.DayRule(
            name=row.name,
            source=row.source,
            minimum_minutes=row.min_minutes or 0,
            minimum_services=row.min_services or 0,
        )
        for row in rows
    ]
    return sorted(
        rules, key=lambda rule: (-rule.minimum_services, -rule.minimum_minutes)
    )


def _notes(
    program: Any, day: date, stays: Sequence[DayStay], patient_id: UUID | None
) -> list[Note]:
    """Notes of the day's sessions, and of individual sessions of the day."""
    start = instant(day, time(), program.zone)
    end = instant(day + timedelta(days=1), time(), program.zone)
    alone = Q(session=None, happened_at__gte=start, happened_at__lt=end)
    notes = (
        Note.objects.in_program(program)
        .kept()
        .filter(Q(session_id__in={stay.session_id for stay in stays}) | alone)
        .select_related("patient", "author__supervisor")
        .defer(*WORDS)
        .order_by("happened_at")
    )
    if patient_id is not None:
        notes = notes.filter(patient_id=patient_id)
    return list(notes)


def _closed_to(viewer: Viewer) -> set[UUID]:
    """Patients whose record is closed to this viewer by a barrier."""
    return set(Barrier.objects.of(viewer).values_list("patient_id", flat=True))


def _by_patient(
    stays: Iterable[DayStay], notes: Sequence[Note]
) -> dict[tuple[UUID, str], list[Attended]]:
    by_place = {(note.session_id, note.patient_id): note for note in notes}
    days: dict[tuple[UUID, str], list[Attended]] = defaultdict(list)
    for stay in stays:
        note = by_place.get((stay.session_id, stay.patient_id))
        days[stay.patient_id, stay.patient_name].append(_in_group(stay, note))
    for note in notes:  # an individual note with minutes is a session of its own
        if note.session_id is None and note.minutes:
            who = (note.patient_id, note.patient.display_name)
            days[who].append(_alone(note))
    return days


def _in_group(stay: DayStay, note: Note | None) -> Attended:
    return Attended(
        title=stay.title,
        topic=stay.topic,
        modality=stay.modality,
        starts_at=stay.starts_at,
        ends_at=stay.ends_at,
        arrived_at=stay.arrived_at,
        left_at=stay.left_at,
        minutes=stay.minutes,
        counts=stay.counts_to_clinical_hours,
        session_id=stay.session_id,
        note_id=note.pk if note else None,
        note=note_state(note),
        writer_id=note.author_id if note else stay.leader_id,
        writer_name=note.author.display_name if note else stay.leader_name,
        co_signer_id=note.author.supervisor_id if note else None,
        co_signer_name=_supervisor_of(note),
        key=str(stay.attendance_id),
    )


def _alone(note: Note) -> Attended:
    end = note.happened_at + timedelta(minutes=note.minutes)
    return Attended(
        title=note.get_kind_display(),
        topic="",
        modality=Modality.INDIVIDUAL,
        starts_at=note.happened_at,
        ends_at=end,
        arrived_at=note.happened_at,
        left_at=end,
        minutes=note.minutes,
        counts=True,
        session_id=None,
        note_id=note.pk,
        note=note_state(note),
        writer_id=note.author_id,
        writer_name=note.author.display_name,
        co_signer_id=note.author.supervisor_id,
        co_signer_name=_supervisor_of(note),
        key=str(note.pk),
    )


def _supervisor_of(note: Note | None) -> str:
    supervisor = note.author.supervisor if note else None
    return supervisor.display_name if supervisor else ""


def _judge(
    sessions: Iterable[Attended], rules: Sequence[rulebook.DayRule], now: datetime
) -> DayVerdict:
    return judge_day(DayFacts([_fact(each) for each in sessions]), rules, now=now)


def _fact(each: Attended) -> SessionStay:
    return SessionStay(
        subject_id=each.key,
        title=each.title,
        session=Interval(each.starts_at, each.ends_at),
        arrived_at=each.arrived_at,
        left_at=each.left_at,
        modality=Modality(each.modality),
        counts_to_clinical_hours=each.counts,
        note=each.note,
    )
