"""A whole week at once: every place of it, or none.

The person is held first, then the groups in the order of their keys, and only then is
anything counted. So of two people who want the last seat one has it and the other is
told, and a week that is not any more what was seen on the page is refused as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.intake.models import Episode
from daybridge.intake.services.holding import hold_person
from daybridge.rules.wording import listed
from daybridge.schedule.errors import NotInCare, PlacesChanged, StaleSession
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.services.holding import hold_group
from daybridge.schedule.services.membership import end_enrollment, enroll

OTHER_WEEK = "Another week was found"


@dataclass(frozen=True, slots=True)
class ChosenWeek:
    """The groups of a week as somebody saw them, and where the person had a place."""

    groups: Mapping[UUID, int]  # each with the version that was seen
    held: frozenset[UUID]

    @property
    def left(self) -> frozenset[UUID]:
        return self.held - set(self.groups)

    @property
    def joined(self) -> frozenset[UUID]:
        return frozenset(self.groups) - self.held


@service
def take_week(
    *, patient: Any, week: ChosenWeek, starts_on: date, at: datetime, by: Viewer
) -> list[Enrollment]:
    """Give a patient the places of a week from a day on, and end those it leaves.

    Raises PlacesChanged, StaleSession (a group is not what was seen), SeatTaken or
    NotInCare; then nothing is given and nothing is ended.
    """
    hold_person(patient.pk, by)
    _refuse_out_of_care(patient, by)
    groups = {
        group.pk: hold_group(group, week.groups.get(group.pk))
        for group in Group.objects.in_program(by.program_id)
        .filter(pk__in=set(week.groups) | week.held)
        .order_by("pk")
    }
    if not week.groups or not groups.keys() >= week.groups.keys():
        raise StaleSession("This week is not there any more. Choose another one.")
    places = _places_seen(patient, week, by)
    for place in places:
        if place.group_id in week.left:
            end_enrollment(
                enrollment=place, ends_on=starts_on - timedelta(days=1),
                reason=OTHER_WEEK, at=at, by=by,
            )  # fmt: skip
    joined = [
        enroll(group=group, patient=patient, starts_on=starts_on, at=at, by=by)
        for key, group in groups.items()
        if key in week.joined
    ]
    record(
        "schedule.week_taken", by=by.actor, target=patient, patient_id=patient.pk,
        detail={"joined": len(joined), "left": len(week.left)}, at=at,
    )  # fmt: skip
    return joined


def _refuse_out_of_care(patient: Any, by: Viewer) -> None:
    in_care = Episode.objects.in_program(by.program_id).filter(
        patient_id=patient.pk, discharged_on=None
    )
    if not in_care.exists():
        raise NotInCare(f"{patient.display_name} is not in care. Admit them first.")


def _places_seen(patient: Any, week: ChosenWeek, by: Viewer) -> list[Enrollment]:
    """The places that the week was found beside; refused when they are others now.

    A place that no week is found with, because it does not count or does not meet each
    week, is nobody's concern here.
    """
    rows = Enrollment.objects.in_program(by.program_id).filter(
        patient_id=patient.pk, ends_on=None
    )
    places = [
        row for row in rows.select_related("group") if row.group.gives_weekly_dose
    ]
    if {row.group_id for row in places} != week.held:
        names = listed([row.group.name for row in places]) or "no group"
        raise PlacesChanged(
            f"Someone else has just changed their places: {patient.display_name} is "
            f"in {names} now. These are the weeks that fit beside that."
        )
    return places
