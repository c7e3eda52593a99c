"""What publishing a draft from a day on does, before it is done.

Decided: a group that moves, or gets another leader or room, ends the day before and is
         continued by a group with the new rule: what was held and told stays as it was.
         Whoever the draft gives no week, because no dose was ordered for them when it
         was made, keeps their places and moves with the group.
         Places of people who wait for a track stay free: nobody has admitted them.
         Individual and family sessions follow as `drafting.own_hours` says.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property
from typing import Any
from uuid import UUID

from daybridge.intake.models import Episode
from daybridge.programs.models import Track
from daybridge.rules.week_fit.clock import DAY
from daybridge.rules.week_fit.instance import Arrangement, Offering
from daybridge.schedule.drafting.co_leading import CoLeading
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.own_hours import HourStep, hours_begun
from daybridge.schedule.drafting.timetable import Fate, fate, group_names
from daybridge.schedule.drafting.waiting import PREFIX
from daybridge.schedule.fitting.facts import Taken, taken_by
from daybridge.schedule.fitting.instance import ClinicWeek
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.occurrences import weekly
from daybridge.schedule.values import GroupValues

Run = tuple[Offering, Arrangement | None]


@dataclass(frozen=True, slots=True)
class GroupStep:
    """What becomes of one group."""

    key: str  # of the group, or of a new one in the draft
    name: str
    fate: Fate
    group: Group | None  # as it runs until then
    after: GroupValues | None  # as it runs from then on; None: it does not

    @property
    def is_kept(self) -> bool:
        return self.fate is Fate.KEPT


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a group that is given to somebody."""

    patient_id: UUID
    key: str  # of the step
    starts_on: date
    ends_on: date | None = None


class Steps:
    """Groups, then places; each once."""

    def __init__(
        self, found: Found, clinic: ClinicWeek, *, day: date,
        ending: Collection[UUID] = (),
    ) -> None:  # fmt: skip
        self.found, self.clinic, self.day = found, clinic, day
        self.ending = frozenset(ending)  # hours of somebody's own that are let end

    @cached_property
    def runs(self) -> Mapping[str, list[Run]]:
        """The meetings of each group in the draft, in the order of the week."""
        by_group: dict[str, list[Run]] = {}
        for id, held in self.found.week.offerings.items():
            run = (self.found.instance.offerings[id], held.arrangement)
            by_group.setdefault(group_key(id), []).append(run)
        return by_group

    @cached_property
    def groups(self) -> Mapping[str, GroupStep]:
        """What becomes of each group of the draft; new ones that stay shut are none."""
        names = group_names(self.found.draft)
        known = {str(group.pk): group for group in self.clinic.facts.groups}
        steps = {}
        for key, runs in self.runs.items():
            group = known.get(key)
            if group is not None or key in self.found.draft.extra_groups:
                what = _fate(runs)
                if group is not None or what is not Fate.CLOSED:
                    name = names[runs[0][0].id]
                    after = self._after(name, group, runs)
                    if after is not None and what is not Fate.KEPT:
                        after = self._with_co_leader(after, group, runs)
                    steps[key] = GroupStep(key, name, what, group, after)
        return steps

    @cached_property
    def _co_leading(self) -> CoLeading:
        facts = self.clinic.facts
        anew = [
            group.pk
            for group in facts.groups
            if (runs := self.runs.get(str(group.pk))) and _fate(runs) is not Fate.KEPT
        ]
        return CoLeading(self.found, facts, anew)

    @cached_property
    def hours(self) -> list[Group]:
        """The standing hours of one person each."""
        return [group for group in self.clinic.facts.others if group.is_one_to_one]

    @cached_property
    def hours_begun(self) -> list[HourStep]:
        """Individual and family sessions that begin."""
        return hours_begun(
            self.found, self.clinic.facts, since=self._since, taken=self._taken,
            standing=[hour for hour in self.hours if hour.pk not in self.ending],
        )  # fmt: skip

    @cached_property
    def hours_moved(self) -> frozenset[UUID]:
        """The standing hours that another one continues."""
        return frozenset(s.own.standing.pk for s in self.hours_begun if s.own.standing)

    @cached_property
    def hours_ended(self) -> list[Group]:
        """Those that are let end, and those that move."""
        ended = self.hours_moved | self.ending
        return [hour for hour in self.hours if hour.pk in ended]

    @cached_property
    def in_care(self) -> Mapping[UUID, date]:
        """Since when those of the draft are in care who still are."""
        keys = [id for id in self.found.week.clients if not id.startswith(PREFIX)]
        stays = Episode.objects.in_program(self.clinic.facts.program).filter(
            patient_id__in=keys, discharged_on=None, admitted_on__isnull=False
        )
        return dict(stays.values_list("patient_id", "admitted_on"))

    @cached_property
    def ended(self) -> list[Enrollment]:
        """The places that end the day before, with those in hours that end."""
        members = self.clinic.facts.members
        ended = [row for key, row in self._places_now() if not self._stays(key, row)]
        return ended + [row for h in self.hours_ended for row in members.get(h.pk, ())]

    @cached_property
    def given(self) -> list[Place]:
        """The places that begin: those of the draft, and of who moves with a group."""
        kept = {
            (row.patient_id, key)
            for key, row in self._places_now()
            if self._stays(key, row)
        }
        planned = [
            Place(patient, key, day)
            for patient, day in self._since.items()
            for key in sorted(self._wanted(patient))
            if (patient, key) not in kept and key in self.groups
        ]
        return planned + [
            Place(row.patient_id, key, max(self.day, row.starts_on), row.ends_on)
            for key, row in self._places_now()
            if row.patient_id not in self.in_care and self._runs_otherwise(key)
        ]

    @cached_property
    def people(self) -> Mapping[str, frozenset[UUID]]:
        """Who has a place in each group from that day on."""
        found: dict[str, set[UUID]] = {key: set() for key in self.groups}
        for key, row in self._places_now():
            if self._stays(key, row):
                found[key].add(row.patient_id)
        for place in self.given:
            found[place.key].add(place.patient_id)
        return {key: frozenset(people) for key, people in found.items()}

    @property
    def kept_free(self) -> int:
        """People who wait and for whom the draft keeps places."""
        weeks = self.found.week.clients.values()
        return sum(w.id.startswith(PREFIX) and bool(w.offerings) for w in weeks)

    def _after(
        self, name: str, group: Group | None, runs: list[Run]
    ) -> GroupValues | None:
        running = [(offering, run) for offering, run in runs if run is not None]
        if not running:
            return None
        offering, first = running[0]
        values = GroupValues.of(group) if group else self._new(name, offering)
        facts = self.clinic.facts
        leader = next((s for s in facts.staff if str(s.pk) == first.leader), None)
        room = next((r for r in facts.rooms if str(r.pk) == first.room), None)
        return replace(
            values,
            leader=leader, room=room, starts_on=self.day,
            starts_at=time(*divmod(first.start % DAY, 60)),
            recurrence=weekly([run.start // DAY for _, run in running]),
        )  # fmt: skip

    def _with_co_leader(
        self, values: GroupValues, group: Group | None, runs: list[Run]
    ) -> GroupValues:
        """With whoever can help to lead it, and the seats that the room has then."""
        offerings = self.found.week.offerings
        people = max(len(offerings[offering.id].clients) for offering, _ in runs)
        co_leader = self._co_leading.goes_along(values, group, people=people)
        seats = values.capacity
        if values.room is not None:
            seats = min(seats, values.room.capacity - 1 - (co_leader is not None))
        return replace(values, co_leader=co_leader, capacity=seats)

    def _new(self, name: str, offering: Offering) -> GroupValues:
        tracks = Track.objects.in_program(self.clinic.facts.program)
        return GroupValues(
            name=name, track=tracks.get(pk__in=offering.requires), leader=None,
            modality=str(offering.modality), starts_at=time(), minutes=offering.minutes,
            recurrence="", starts_on=self.day, capacity=offering.capacity,
        )  # fmt: skip

    @cached_property
    def _since(self) -> Mapping[UUID, date]:
        """From which day on each of those in care may have a place."""
        return {
            patient: max(self.day, admitted)
            for patient, admitted in self.in_care.items()
        }

    @cached_property
    def _taken(self) -> list[Taken]:
        """Time that is taken from that day on by all that is nobody's own hour."""
        facts = self.clinic.facts
        of_draft = [
            each
            for key, step in self.groups.items()
            if step.after is not None
            for each in taken_by(step.after, self.people[key])
        ]
        others = [group for group in facts.others if not group.is_one_to_one]
        others += [group for group in facts.groups if str(group.pk) not in self.groups]
        return of_draft + [
            each for group in others for each in taken_by(group, facts.people_in(group))
        ]

    def _places_now(self) -> Iterable[tuple[str, Enrollment]]:
        """Places that hold on that day or later, in groups of the draft."""
        for key, step in self.groups.items():
            if step.group is not None:
                for row in self.clinic.facts.members.get(step.group.pk, ()):
                    yield key, row

    def _stays(self, key: str, row: Enrollment) -> bool:
        if not self.groups[key].is_kept:
            return False
        is_planned = row.patient_id in self.in_care
        return not is_planned or key in self._wanted(row.patient_id)

    def _wanted(self, patient_id: UUID) -> set[str]:
        """The groups that the draft gives somebody."""
        return {
            group_key(id) for id in self.found.week.clients[str(patient_id)].offerings
        }

    def _runs_otherwise(self, key: str) -> bool:
        step = self.groups[key]
        return step.after is not None and not step.is_kept


def group_key(offering_id: str) -> str:
    """The group of an offering: it meets on several days as several offerings."""
    return offering_id.partition("/")[0]


def _fate(runs: list[Run]) -> Fate:
    """Of a group, by its meetings: what moves counts more than what changes hands."""
    fates = {fate(offering, run) for offering, run in runs}
    order: tuple[Any, ...] = (Fate.NEW, Fate.MOVED, Fate.OTHERWISE, Fate.KEPT)
    return next((each for each in order if each in fates), Fate.CLOSED)
