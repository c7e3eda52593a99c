"""The question of a draft: today's groups may move, and others may be opened.

Decided: a group that is not to stay may meet on every weekday of the program at every
         hour at which a group begins today, or that is asked for, led by whoever leads
         groups of its kind, in any room of its site that is large enough; in its own
         part of the day, if that is asked. Whose
         credentials do not cover the kind is not asked, but for who leads it today; of
         whom nothing is on file nothing is known. It may also be closed. Everyone with
         an ordered dose counts, and who waits for a track. Individual and family
         sessions that are ordered have an hour each, with whoever holds it today or
         with their counselor (`fitting.individual`); who told no hours is not asked at
         night. Co-leaders, hours that nobody ordered and groups that give no dose stay
         where they are. Whoever has a place without an ordered dose keeps that seat.
         Nobody leads more than their limits say, but for what is to stay as it is and
         for the hours that stand today.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.rules.week_fit import instance as week_fit
from daybridge.rules.week_fit.clock import DAY
from daybridge.schedule.credentials import Known, credentials_of, why_not_lead
from daybridge.schedule.drafting.waiting import waiting_clients
from daybridge.schedule.fitting.facts import Facts
from daybridge.schedule.fitting.individual_instance import placed_hours
from daybridge.schedule.fitting.instance import (
    ClinicWeek,
    clinic_week,
    leader_of,
    nights_beside,
    not_at,
)
from daybridge.schedule.models import Group
from daybridge.schedule.values import DraftValues, ExtraGroups

WORKDAYS = range(5)
FEWEST = 1  # a group nobody attends does not run
PARTS_OF_DAY = (12 * 60, 17 * 60)  # afternoon and evening begin
COST_OF = 15  # minutes of a group that cost one point of comfort: none runs for nothing


def problem(program: Any, values: DraftValues, *, at: datetime) -> week_fit.Instance:
    """The instance to be solved for the ordinary week from the draft's day on."""
    clinic = clinic_week(program, day=values.starts_on, at=at)
    known, places = clinic.instance, _Places.of(clinic, values.hours)
    offerings = {
        id: _kept(offering)
        if group.pk in values.staying
        else _moving(offering, group, places, values.keeps_part_of_day)
        for id, known_offering in known.offerings.items()
        for group in [clinic.groups[id]]
        for offering in [replace(known_offering, capacity=_seats(group, clinic.facts))]
    }
    if values.extra is not None:
        extra = values.extra
        offerings |= {id: _extra(id, extra, places) for id in extra.names()}
    ordered = {str(key) for key in clinic.facts.orders}
    in_care = {id: each for id, each in known.clients.items() if id in ordered}
    clients = in_care | waiting_clients(program, clinic)
    staying = [group for group in clinic.facts.groups if group.pk in values.staying]
    staying += placed_hours(clinic.facts)
    nights = nights_beside(offerings.values())
    return replace(
        known,
        mode=week_fit.Mode.DESIGN,
        staff={
            str(row.pk): not_at(nights, row, clinic.facts, leader)
            for row in clinic.facts.staff
            for leader in [
                leader_of(
                    row, clinic.facts, known.grid_minutes, standing_groups=staying
                )
            ]
        },
        offerings=offerings,
        clients=dict(sorted(clients.items())),
        place=(),
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """When, with whom and where a group could be."""

    facts: Facts
    days: Sequence[int]
    hours: Sequence[int]  # minutes of the day
    credentials: Known

    @classmethod
    def of(cls, clinic: ClinicWeek, more: Iterable[int]) -> "_Places":
        starts = [o.starts[0] for o in clinic.instance.offerings.values()]
        return cls(
            clinic.facts,
            days=sorted({*WORKDAYS, *(start // DAY for start in starts)}),
            hours=sorted({*more, *(start % DAY for start in starts)}),
            credentials=credentials_of(
                clinic.facts.program, [row.pk for row in clinic.facts.staff]
            ),
        )

    def starts(self, minutes: int, part: int | None = None) -> tuple[int, ...]:
        """Of one part of the day, or of all."""
        return tuple(
            day * DAY + hour
            for day in self.days
            for hour in self.hours
            if hour + minutes <= DAY and part in (None, _part_of_day(hour))
        )

    def leaders(self, modality: str) -> tuple[str, ...]:
        """Whoever may and leads such groups today; when nobody does, whoever leads any.

        Nobody, when credentials of no leader of today cover such groups.
        """
        groups = [
            row for row in self.facts.groups if self._may(row.leader_id, modality)
        ]
        alike = [group for group in groups if group.modality == modality]
        return tuple(sorted({str(group.leader_id) for group in alike or groups}))

    def _may(self, staff: UUID, modality: str) -> bool:
        on = self.facts.monday
        return not why_not_lead(self.credentials, staff, modality, on=on)

    def rooms(self, capacity: int, site: UUID | None = None) -> tuple[str, ...]:
        """Rooms, perhaps of one site, that hold so many and a leader."""
        return tuple(
            str(room.pk)
            for room in self.facts.rooms
            if room.capacity > capacity and site in (None, room.site_id)
        )


def _seats(group: Group, facts: Facts) -> int:
    """Those that are not kept for members of whom no dose is known."""
    members = facts.members.get(group.pk, ())
    others = sum(row.patient_id not in facts.orders for row in members)
    return max(group.capacity - others, 0)


def _kept(offering: week_fit.Offering) -> week_fit.Offering:
    """As it is today; only who attends it may change."""
    return replace(offering, fixed=offering.current)


def _part_of_day(minute: int) -> int:
    """Morning, afternoon or evening, by when something begins."""
    return bisect_right(PARTS_OF_DAY, minute % DAY)


def _moving(
    offering: week_fit.Offering, group: Group, places: _Places, keeps_part: bool
) -> week_fit.Offering:
    part = _part_of_day(offering.starts[0]) if keeps_part else None
    rooms: Iterable[str] = ()
    if group.room is not None:
        rooms = places.rooms(group.capacity, group.room.site_id)
    return replace(
        offering,
        leaders=_with(offering.leaders, places.leaders(group.modality)),
        rooms=_with(offering.rooms, rooms),
        starts=tuple(sorted({*offering.starts, *places.starts(group.minutes, part)})),
        min_clients=FEWEST,
        open_cost=group.minutes // COST_OF,
    )


def _with(own: Sequence[str], others: Iterable[str]) -> tuple[str, ...]:
    """Today's first."""
    return (*own, *(other for other in others if other not in own))


def _extra(id: str, extra: ExtraGroups, places: _Places) -> week_fit.Offering:
    return week_fit.Offering(
        id=id,
        modality=week_fit.Modality(extra.modality),
        minutes=extra.minutes,
        capacity=extra.capacity,
        leaders=places.leaders(extra.modality),
        rooms=places.rooms(extra.capacity),
        starts=places.starts(extra.minutes),
        requires=frozenset({str(extra.track.pk)}),
        min_clients=FEWEST,
        open_cost=extra.minutes // COST_OF,
    )
