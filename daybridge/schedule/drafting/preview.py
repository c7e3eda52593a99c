"""What whoever publishes a draft reads first: groups, people, and what is otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from daybridge.access.matrix import Matter
from daybridge.access.viewer import Viewer
from daybridge.outbox.queries import in_their_language
from daybridge.outbox.values import Words
from daybridge.people.models import Patient, Staff
from daybridge.people.queries import as_read_by
from daybridge.rules.wording import count_of
from daybridge.schedule.drafting import words
from daybridge.schedule.drafting.against import refusals, remarks
from daybridge.schedule.drafting.in_the_way import HourInTheWay, hours_in_the_way
from daybridge.schedule.drafting.other_weeks import (
    OtherWeek,
    weeks_of_leaders,
    weeks_of_people,
)
from daybridge.schedule.drafting.own_hours import HourStep
from daybridge.schedule.drafting.publishing import GroupStep, Steps
from daybridge.schedule.drafting.since import Since, since
from daybridge.schedule.wording import meets


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group that does not stay as it is."""

    step: GroupStep
    was: str
    then: str
    people: int


@dataclass(frozen=True, slots=True)
class HourLine:
    """An hour of somebody's own that the draft wants for something else."""

    found: HourInTheWay
    when: str
    people: tuple[Any, ...]  # whom the viewer may see


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An individual or family session that begins, of somebody the viewer may see."""

    step: HourStep
    name: str
    was: str
    then: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose times are others, with what they will read."""

    name: str
    words: Words
    loses_all: bool


class Preview:
    """Read from the database once each; nothing is written."""

    def __init__(self, steps: Steps, viewer: Viewer) -> None:
        self.steps, self.viewer = steps, viewer

    @cached_property
    def refusals(self) -> list[str]:
        return refusals(self.steps)

    @cached_property
    def remarks(self) -> list[str]:
        return remarks(self.steps)

    @cached_property
    def hours(self) -> list[HourLine]:
        """Hours of somebody's own that are in the way, with whose they are."""
        hours = hours_in_the_way(self.steps)
        keys = {row.patient_id for each in hours for row in each.members}
        patients = {one.pk: one for one in _visible(self.viewer, keys)}
        return [
            HourLine(each, _meets(each.hour), tuple(people))
            for each in hours
            for people in [
                [
                    as_read_by(self.viewer, patients[row.patient_id])
                    for row in each.members
                    if row.patient_id in patients
                ]
            ]
        ]

    @cached_property
    def own(self) -> list[OwnLine]:
        """Individual and family sessions that begin, by whose they are."""
        steps = self.steps.hours_begun
        patients = _visible(self.viewer, {step.own.patient_id for step in steps})
        names = {one.pk: as_read_by(self.viewer, one).display_name for one in patients}
        lines = [
            OwnLine(step, names[key], _meets(step.own.standing), _meets(step.after))
            for step in steps
            for key in [step.own.patient_id]
            if key in names
        ]
        return sorted(lines, key=lambda line: (line.name, line.step.own.id))

    @property
    def own_unseen(self) -> int:
        return len(self.steps.hours_begun) - len(self.own)

    @cached_property
    def since(self) -> Since:
        return since(self.steps, self.viewer)

    @property
    def groups(self) -> list[GroupLine]:
        return [
            GroupLine(
                step,
                was=_meets(step.group),
                then=_meets(step.after),
                people=len(self.steps.people[key]),
            )
            for key, step in self.steps.groups.items()
            if not step.is_kept
        ]

    @property
    def kept_groups(self) -> int:
        return sum(step.is_kept for step in self.steps.groups.values())

    @cached_property
    def people(self) -> list[Person]:
        """Those whom the viewer may see, who loses all first."""
        day, program = self.steps.day, self.viewer.program
        found = []
        for patient in _visible(self.viewer, self.weeks):
            week = self.weeks[patient.pk]
            said = in_their_language(
                patient, words.for_patient, week.after, day, program
            )
            name = as_read_by(self.viewer, patient).display_name
            found.append(Person(name, said, not week.after))
        return sorted(found, key=lambda one: (not one.loses_all, one.name))

    @cached_property
    def leaders(self) -> list[tuple[str, Words]]:
        weeks = weeks_of_leaders(self.steps)
        staff = Staff.objects.in_program(self.viewer.program_id).filter(pk__in=weeks)
        return sorted(
            (row.display_name, words.for_leader(weeks[row.pk].after, self.steps.day))
            for row in staff
        )

    @cached_property
    def weeks(self) -> Mapping[UUID, OtherWeek]:
        return weeks_of_people(self.steps)

    @property
    def unseen(self) -> int:
        return len(self.weeks) - len(self.people)

    @property
    def places(self) -> str:
        """“12 places begin, 9 end.”"""
        given, ended = len(self.steps.given), len(self.steps.ended)
        return f"{count_of(given, 'place')} begin, {ended} end"


def _visible(viewer: Viewer, keys: Collection[UUID]) -> list[Patient]:
    patients = Patient.objects.visible_to(viewer, Matter.ROSTER)
    return list(patients.filter(pk__in=keys))


def _meets(group: Any) -> str:
    """“Mondays at 5:30 pm, until 8:30 pm”, of a group or of what one will be."""
    if group is None:
        return ""
    return meets(group.recurrence, group.starts_at, group.minutes)
