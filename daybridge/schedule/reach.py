"""Which sessions (and so which rosters) a viewer may open.

Source: the ROS column of the access matrix and its `*`: front desk, counselors, nurses
and peers see today's or their own groups at their own site; supervisors and the
director see the program's.
"""

from datetime import datetime, time, timedelta

from django.db.models import Q

from daybridge.access.matrix import Matter, Operation
from daybridge.access.roles import Role
from daybridge.access.viewer import Reach, Viewer

WHOLE_PROGRAM = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
TODAY_AND_OWN = frozenset({Role.FRONT_DESK, Role.COUNSELOR, Role.MEDICAL, Role.PEER})


def sessions_within(viewer: Viewer) -> Q:
    """The condition that a session is within the viewer's reach."""
    if viewer.is_system or viewer.roles & WHOLE_PROGRAM:
        return Q()
    if not viewer.roles & TODAY_AND_OWN or viewer.reach(Matter.ROSTER) is Reach.NOBODY:
        return Q(pk__in=[])
    start, end = day_of(viewer)
    today = Q(starts_at__gte=start, starts_at__lt=end)
    if viewer.site_id is not None:
        today &= Q(track__site_id=viewer.site_id)
    own = Q(leader_id=viewer.staff_id) | Q(co_leader_id=viewer.staff_id)
    return today | own


def groups_within(viewer: Viewer) -> Q:
    """The condition that a group's members may be read: it meets today, or is led."""
    if viewer.is_system or viewer.roles & WHOLE_PROGRAM:
        return Q()
    from daybridge.schedule.models import Session

    seen = Session.objects.visible_to(viewer).filter(group__isnull=False)
    own = Q(leader_id=viewer.staff_id) | Q(co_leader_id=viewer.staff_id)
    if viewer.reach(Matter.ROSTER) is Reach.NOBODY:
        return Q(pk__in=[])
    return own | Q(pk__in=seen.values("group_id"))


def groups_to_amend(viewer: Viewer) -> Q:
    """The condition that a viewer may give and end places in a group.

    The matrix gives amending rosters to the desk (its own site) and to counselors (the
    groups they lead). Giving a place shows nobody else's name, so any day will do.
    """
    if viewer.is_system:
        return Q()
    if viewer.reach(Matter.ROSTER, Operation.AMEND) is Reach.NOBODY:
        return Q(pk__in=[])
    within = Q(leader_id=viewer.staff_id) | Q(co_leader_id=viewer.staff_id)
    if Role.FRONT_DESK in viewer.roles:
        return within | Q(track__site_id=viewer.site_id) if viewer.site_id else Q()
    return within


def day_of(viewer: Viewer) -> tuple[datetime, datetime]:
    """The viewer's today, as instants, in the program's zone."""
    zone = viewer.program.zone
    today = viewer.at.astimezone(zone).date()
    return (
        datetime.combine(today, time(), zone),
        datetime.combine(today + timedelta(days=1), time(), zone),
    )
