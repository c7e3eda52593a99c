"""Which sessions (and so which rosters) a viewer may open.

Source: the ROS column of the access matrix and its `*`. Supervisors and the director
see the program's rosters. The front desk, nurses and peers see today's at their own
site. A counselor sees the sessions they lead, on any day, as leader, co-leader or
substitute; of today's others at their own site only those in which a patient of theirs
has a place: CN/ROS is D, and being a colleague opens no roster. That a group meets,
where and with whom, is the schedule's and open to all staff.
"""

from datetime import datetime, time, timedelta

from django.db.models import Q

from daybridge.access.matrix import Matter, Operation
from daybridge.access.models import TeamMembership
from daybridge.access.records import barred
from daybridge.access.roles import Role
from daybridge.access.viewer import Reach, Viewer

WHOLE_PROGRAM = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
ALL_OF_TODAY = frozenset({Role.FRONT_DESK, Role.MEDICAL, Role.PEER})


def sessions_within(viewer: Viewer) -> Q:
    """The condition that a session is within the viewer's reach."""
    if viewer.is_system or viewer.roles & WHOLE_PROGRAM:
        return Q()
    if viewer.reach(Matter.ROSTER) is Reach.NOBODY:
        return Q(pk__in=[])
    own = Q(leader_id=viewer.staff_id) | Q(co_leader_id=viewer.staff_id)
    if viewer.roles & ALL_OF_TODAY:
        return own | _of_today(viewer)
    return own | _of_today(viewer) & _with_an_own_patient(viewer)


def _of_today(viewer: Viewer) -> Q:
    start, end = day_of(viewer)
    today = Q(starts_at__gte=start, starts_at__lt=end)
    if viewer.site_id is not None:
        today &= Q(track__site_id=viewer.site_id)
    return today


def _with_an_own_patient(viewer: Viewer) -> Q:
    """The condition that a patient whose team the viewer is on has a place today."""
    from daybridge.schedule.models import Session

    start, end = day_of(viewer)
    team = TeamMembership.objects.of(viewer).exclude(barred(viewer, "patient_id"))
    theirs = Session.objects.in_program(viewer.program_id).filter(
        attendances__patient_id__in=team.values("patient_id"),
        attendances__removed_at=None,
        starts_at__gte=start,
        starts_at__lt=end,
    )
    return Q(pk__in=theirs.values("pk"))


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
    today = viewer.today
    return (
        datetime.combine(today, time(), zone),
        datetime.combine(today + timedelta(days=1), time(), zone),
    )
