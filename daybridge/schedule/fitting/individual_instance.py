"""Individual and family sessions as an instance of `rules.week_fit` has them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from daybridge.programs.models import Modality
from daybridge.rules.week_fit import instance as week_fit
from daybridge.rules.week_fit.clock import EVERY_DAY, Window
from daybridge.schedule.fitting.facts import Facts, meeting_windows
from daybridge.schedule.fitting.individual import (
    COUNSELS,
    KINDS,
    OwnSession,
)
from daybridge.schedule.models import Group

PEOPLE = {Modality.INDIVIDUAL: 2, Modality.CONJOINT: 3}  # the leader included


def individual_of(facts: Facts, patient_id: UUID) -> tuple[week_fit.Individual, ...]:
    """The sessions of one patient that are to be placed."""
    return tuple(
        week_fit.Individual(
            id=own.id,
            modality=KINDS[own.kind],
            minutes=own.minutes,
            leaders=tuple(map(str, _leaders(facts, own))),
            rooms=tuple(map(str, _rooms(facts, own))),
            with_windows=with_windows(facts, own),
        )
        for own in facts.own.of(patient_id)
    )


def placed_hours(facts: Facts) -> list[Group]:
    """The standing hours that are somebody's session in the instance."""
    known = {group.pk: group for group in facts.others}
    return [known[key] for key in sorted(facts.own.standing)]


def hours_held(facts: Facts) -> dict[UUID, Mapping[str, week_fit.Arrangement]]:
    """Where the sessions of each stand today, by patient."""
    found: dict[UUID, dict[str, week_fit.Arrangement]] = {}
    for patient_id in facts.own.by_patient:
        for own in facts.own.of(patient_id):
            if own.standing is not None:
                found.setdefault(patient_id, {})[own.id] = arrangement(own.standing)
    return dict(found)


def arrangement(group: Group) -> week_fit.Arrangement:
    """When, with whom and where a standing hour is."""
    [window] = meeting_windows(group)
    room = str(group.room_id) if group.room_id else None
    return week_fit.Arrangement(window.start, str(group.leader_id), room)


def with_windows(facts: Facts, own: OwnSession) -> tuple[Window, ...] | None:
    """When the family can come, by what was told; None: nobody else comes."""
    if own.kind is not Modality.CONJOINT:
        return None
    return facts.lives[own.patient_id].family or EVERY_DAY


def _leaders(facts: Facts, own: OwnSession) -> list[UUID]:
    """Whoever leads it today, or their counselor, or anyone who counsels."""
    if own.standing is not None:
        return [own.standing.leader_id]
    counselor = facts.own.counselors.get(own.patient_id)
    if counselor is not None:
        return [counselor]
    return [row.pk for row in facts.staff if row.role_set & COUNSELS]


def _rooms(facts: Facts, own: OwnSession) -> list[UUID]:
    """Today's first, then the smallest of the track's site; none is telehealth."""
    standing, people = own.standing, PEOPLE[own.kind]
    if standing is not None and standing.room_id is None:
        return []
    track = facts.own.tracks[facts.orders[own.patient_id].track_id]
    here: list[Any] = [
        room
        for room in facts.rooms
        if room.site_id == track.site_id and room.capacity >= people
    ]
    here.sort(key=lambda room: (room.capacity, room.name, room.pk))
    today = [] if standing is None or standing.room_id is None else [standing.room_id]
    return today + [room.pk for room in here if room.pk not in today]
