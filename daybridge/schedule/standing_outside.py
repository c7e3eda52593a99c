"""Groups and standing hours outside the hours of who leads them, or of their room."""

from datetime import date

from django.db.models import Q

from daybridge.people.models import Staff
from daybridge.programs.models import Room
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.hours import room_hours, shifts
from daybridge.schedule.models import Group


def standing_outside(owner: Staff | Room, *, on: date) -> list[Group]:
    """What stands on a day or later and meets when its owner does not work, or is shut.

    Ordinary weeks are compared, not dates. By name; four queries.
    """
    program, key = owner.program_id, owner.pk
    if isinstance(owner, Staff):
        hours = shifts(program=program, staff=[key], week=None)[key]
        own = Q(leader=owner) | Q(co_leader=owner)
    else:
        hours = room_hours(program=program, rooms=[key], week=None)[key]
        own = Q(room=owner)
    groups = Group.objects.in_program(program).not_over_on(on).filter(own)
    return [
        group
        for group in groups.order_by("name", "pk")
        if not all(met.lies_in(hours) for met in meeting_windows(group))
    ]
