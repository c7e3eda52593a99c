"""Which other times of a week somebody may take by themselves, from a link."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, Mark, ReminderAnswer
from daybridge.attendance.queries.make_ups import MakeUpOffer, make_up_offers
from daybridge.attendance.queries.weeks import Span
from daybridge.intake.queries import dose_orders_in_force
from daybridge.programs.models import ONE_TO_ONE, Modality
from daybridge.programs.queries import dose_rules_on
from daybridge.rules.dose_room import has_room, is_filled
from daybridge.rules.dose_rules import DoseOrder, WeeklyDoseRule
from daybridge.schedule.occurrences import program_week

AT_MOST = 8  # a person choosing on a phone reads no more
NOT_FOR_GUESTS = (*ONE_TO_ONE, Modality.FAMILY)


@dataclass(frozen=True, slots=True)
class Offers:
    """Times to choose from; or none, because the week is whole without one."""

    times: list[MakeUpOffer]
    is_whole: bool = False


@dataclass(slots=True)
class _Week:
    """One person's week: when they are taken, and what counts to their dose by day."""

    taken: list[Span] = field(default_factory=list)
    planned: dict[date, int] = field(default_factory=lambda: defaultdict(int))


def own_offers(
    places: Sequence[Attendance], *, at: datetime, by: Viewer,
    freed: Collection[UUID] = (),
) -> Offers:  # fmt: skip
    """Times of the same week with a seat, which fit into their life; soonest first.

    `places` are those to make up for, and `freed` places that a choice would give back:
    neither counts to what is planned. Nothing is offered beyond the week's dose. Only
    groups of their own track: staff may give a seat elsewhere, knowing why.
    """
    first = places[0]
    day = by.program.day_of(first.starts_at)
    missing = {place.pk for place in places} | set(freed)
    lived = _week(first.patient_id, day, missing, by)
    dose = _dose(first, day, by)
    if dose and is_filled(lived.planned, *dose):
        return Offers([], is_whole=True)
    offers = make_up_offers(
        program=by.program, viewer=by, patient_ids=[first.patient_id], day=day, now=at,
        taken={first.patient_id: lived.taken},
    )  # fmt: skip
    by_start: dict[datetime, MakeUpOffer] = {}  # two groups at one time look the same
    for offer in offers[first.patient_id]:
        is_own = offer.track_id == first.session.track_id
        if is_own and offer.modality not in NOT_FOR_GUESTS and _fits(
            offer, lived.planned, dose, by
        ):  # fmt: skip
            by_start.setdefault(offer.starts_at, offer)
    return Offers(list(by_start.values())[:AT_MOST])


def gives_up_a_seat(place: Attendance) -> bool:
    """Whether somebody else could use the seat: not where two meet alone."""
    return place.session.modality not in NOT_FOR_GUESTS


def _fits(
    offer: MakeUpOffer, planned: Mapping[date, int],
    dose: tuple[DoseOrder, WeeklyDoseRule] | None, by: Viewer,
) -> bool:  # fmt: skip
    day = by.program.day_of(offer.starts_at)
    return dose is None or has_room(planned, *dose, on=day, minutes=offer.minutes)


def _week(
    patient_id: UUID, day: date, missing: Collection[UUID], by: Viewer
) -> _Week:  # fmt: skip
    """The week of a person without the places that are missing; one statement.

    Who said that they cannot come is not planned there. A place that nobody spoke about
    yet is taken as kept.
    """
    start, end = program_week(day, by.program)
    rows: Any = (
        Attendance.objects.in_program(by.program_id)
        .on_roster()
        .filter(
            patient_id=patient_id,
            session__cancelled_at=None,
            starts_at__gte=start,
            starts_at__lt=end,
        )
        .select_related("session", "answer")
    )
    lived = _Week()
    for row in rows:
        lived.taken.append((row.session.starts_at, row.session.ends_at))
        if row.pk not in missing and row.session.counts_to_clinical_hours:
            lived.planned[by.program.day_of(row.starts_at)] += _minutes(row)
    return lived


def _minutes(place: Attendance) -> int:
    """What a place brings to the week: what was credited, or what is planned."""
    if place.mark == Mark.ATTENDED:
        return place.minutes
    if place.mark != Mark.EXPECTED:
        return 0
    answer = place.answer
    is_away = answer is not None and answer.choice == ReminderAnswer.Choice.AWAY
    return 0 if is_away else place.session.minutes


def _dose(
    place: Attendance, day: date, by: Viewer
) -> tuple[DoseOrder, WeeklyDoseRule] | None:
    """What their week is weighed against; None where nothing was ordered."""
    ordered = dose_orders_in_force(
        by.program_id, day=day, patient_ids=[place.patient_id]
    ).get(place.patient_id)
    if ordered is None:
        return None
    rule = dose_rules_on(by.program, day).get(ordered.track_id)
    if rule is None:
        return None
    return DoseOrder(ordered.minutes_per_week, ordered.days_per_week), rule
