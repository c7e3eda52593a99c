"""A whole week at once: every place of it, or none.

The person is held first, then the groups in the order of their keys, and only then is
anything counted. So of two people who want the last seat one has it and the other is
told, and a week that is not any more what was seen on the page is refused as a whole.
An hour of their own is looked for anew at the click, beside every group and with its
leader and room held: whoever else wants them waits, and finds them taken.
"""

from datetime import date, datetime, timedelta
from typing import Any

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.intake.models import Episode
from daybridge.intake.services.holding import hold_person
from daybridge.rules.wording import listed
from daybridge.schedule.errors import NotInCare, PlacesChanged, StaleSession
from daybridge.schedule.models import Enrollment, Group
from daybridge.schedule.services.chosen import OTHER_WEEK, ChosenWeek
from daybridge.schedule.services.holding import hold_group, hold_groups
from daybridge.schedule.services.membership import end_enrollment, enroll
from daybridge.schedule.services.own_hours import book_hours, end_hours, plan_of_hours
from daybridge.schedule.services.telling_hours import tell_hours


@service
def take_week(
    *, patient: Any, week: ChosenWeek, starts_on: date, at: datetime, by: Viewer
) -> list[Enrollment]:
    """Give a patient the places of a week from a day on, and end those it leaves.

    Raises PlacesChanged, StaleSession (a group is not what was seen), SeatTaken,
    NotFree (an hour of their own went to someone else) or NotInCare; then nothing is
    given and nothing is ended.
    """
    hold_person(patient.pk, by)
    _refuse_out_of_care(patient, by)
    if week.hours:
        hold_groups(by.program_id)  # none may move onto the hours meanwhile
    groups = {
        group.pk: hold_group(group, week.groups.get(group.pk))
        for group in Group.objects.in_program(by.program_id)
        .filter(pk__in=set(week.groups) | week.held)
        .order_by("pk")
    }
    is_nothing = not week.groups and not week.hours
    if is_nothing or not groups.keys() >= week.groups.keys():
        raise StaleSession("This week is not there any more. Choose another one.")
    places = _places_seen(patient, week, by)
    plan = plan_of_hours(patient, week, starts_on=starts_on, at=at, by=by)
    for place in places:
        if place.group_id in week.left:
            end_enrollment(
                enrollment=place, ends_on=starts_on - timedelta(days=1),
                reason=OTHER_WEEK, at=at, by=by,
            )  # fmt: skip
    end_hours(plan, starts_on=starts_on, at=at, by=by)
    joined = [
        enroll(group=group, patient=patient, starts_on=starts_on, at=at, by=by)
        for key, group in groups.items()
        if key in week.joined
    ]
    joined += book_hours(plan, patient, starts_on=starts_on, at=at, by=by)
    tell_hours(plan, patient, starts_on=starts_on, at=at, by=by)
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
