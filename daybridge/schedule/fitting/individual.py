"""Individual and family sessions: how many are ordered, and which somebody has.

Source: the mix of the dose order, which says how many sessions of a kind a week. Find a
        week, drafts and the list of weeks to find all read it here.
Decided: each is as long as the program says, with the person's own counselor, or with
         any while they have none. It is in the smallest room of the track's site that
         holds it; a site without rooms meets by telehealth. A family session is when
         the family can come; until that is told, any time counts for them. A standing
         hour is a group of one seat, and keeps its length.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.access.roles import Role
from daybridge.intake.queries import DoseInForce
from daybridge.people.models import Staff
from daybridge.programs.models import ONE_TO_ONE, Modality, Track
from daybridge.rules.week_fit import instance as week_fit
from daybridge.rules.week_fit.clock import DAY
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.occurrences import is_weekly, weekdays, weekly
from daybridge.schedule.values import GroupValues

COUNSELS = frozenset({Role.COUNSELOR, Role.SUPERVISOR})
KINDS = {
    Modality.INDIVIDUAL: week_fit.Modality.INDIVIDUAL,
    Modality.CONJOINT: week_fit.Modality.FAMILY,
}


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One individual or family session that is ordered for every week."""

    patient_id: UUID
    kind: Modality
    number: int  # among those of its kind
    usual_minutes: int  # as long as the program has them
    standing: Group | None = None  # the hour they have; None while they have none

    @property
    def id(self) -> str:
        return f"{self.patient_id}/{self.kind.value}/{self.number}"

    @property
    def name(self) -> str:
        return str(self.kind.label)

    @property
    def minutes(self) -> int:
        """What stands keeps its length."""
        standing = self.standing
        return standing.minutes if standing is not None else self.usual_minutes

    def as_group(
        self, *, track: Track, leader: Any, room: Any, start: int, starts_on: date
    ) -> GroupValues:
        """The hour as it is kept: one seat, once a week, from a minute of the week.

        One that moves keeps its name and its link for telehealth.
        """
        when: dict[str, Any] = {
            "track": track, "leader": leader, "room": room, "starts_on": starts_on,
            "starts_at": time(*divmod(start % DAY, 60)), "minutes": self.minutes,
            "recurrence": weekly([start // DAY]),
        }  # fmt: skip
        if self.standing is not None:
            return replace(GroupValues.of(self.standing), **when)
        return GroupValues(name=self.name, modality=self.kind.value, capacity=1, **when)


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """Those of a whole clinic, and who may lead them where."""

    by_patient: Mapping[UUID, tuple[OwnSession, ...]]
    counselors: Mapping[UUID, UUID]  # by patient; not of those who have none
    tracks: Mapping[UUID, Track]

    @property
    def standing(self) -> frozenset[UUID]:
        """The groups that are somebody's ordered hour."""
        return frozenset(
            each.standing.pk
            for sessions in self.by_patient.values()
            for each in sessions
            if each.standing is not None
        )

    def of(self, patient_id: UUID) -> tuple[OwnSession, ...]:
        return self.by_patient.get(patient_id, ())


def ordered(mix: Mapping[str, int]) -> Iterator[tuple[Modality, int]]:
    """Of each kind, how many a week."""
    for kind in ONE_TO_ONE:
        if number := mix.get(kind.value, 0):
            yield kind, number


def own_sessions(
    program: Any,
    *,
    orders: Mapping[UUID, DoseInForce],
    groups: Iterable[Group],
    members: Mapping[UUID, Collection[Enrollment]],
    staff: Collection[Staff],
    at: datetime,
) -> OwnSessions:
    """What is ordered of everyone, beside the hours that stand; at most two queries."""
    held = _held(groups, members)
    found = {
        patient: tuple(
            _sessions(patient, order.modality_mix, held[patient], program.own_minutes)
        )
        for patient, order in orders.items()
    }
    wanted = {patient: sessions for patient, sessions in found.items() if sessions}
    if not wanted:
        return OwnSessions({}, {}, {})
    tracks = {track.pk: track for track in Track.objects.in_program(program)}
    return OwnSessions(wanted, _counselors(program, wanted, staff, at), tracks)


def kind_of(id: str) -> Modality:
    """Of which kind the session with this id is."""
    return Modality(id.split("/")[1])


def is_weekly_hour(group: Any) -> bool:
    """Whether it is an hour once a week, which can stand for one that is ordered."""
    return (
        bool(group.is_one_to_one)
        and is_weekly(group.recurrence)
        and len(weekdays(group.recurrence)) == 1
    )


def _held(
    groups: Iterable[Group], members: Mapping[UUID, Collection[Enrollment]]
) -> dict[UUID, list[Group]]:
    """The standing hours of each that do not end, by patient, the oldest first."""
    held: dict[UUID, list[Group]] = defaultdict(list)
    for group in sorted(groups, key=lambda each: (each.starts_on, each.pk)):
        if is_weekly_hour(group):
            for row in members.get(group.pk, ()):
                if row.ends_on is None and group.ends_on is None:
                    held[row.patient_id].append(group)
    return held


def _sessions(
    patient_id: UUID, mix: Mapping[str, int], held: Iterable[Group],
    lengths: Mapping[str, int],
) -> Iterator[OwnSession]:  # fmt: skip
    for kind, number in ordered(mix):
        standing = [group for group in held if group.modality == kind]
        for place in range(number):
            group = standing[place] if place < len(standing) else None
            yield OwnSession(patient_id, kind, place + 1, lengths[kind], group)


def _counselors(
    program: Any, patients: Collection[UUID], staff: Collection[Staff], at: datetime
) -> dict[UUID, UUID]:
    """Whose own counselor leads: they have to be among those who lead."""
    rows = TeamMembership.objects.in_program(program).on(at)
    own = rows.filter(
        patient_id__in=patients, is_primary=True,
        staff_id__in=[row.pk for row in staff if row.role_set & COUNSELS],
    )  # fmt: skip
    return dict(own.values_list("patient_id", "staff_id"))
