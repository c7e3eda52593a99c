"""When someone leaves the staff: what of theirs still stands on the schedule."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from daybridge.access.roles import Role
from daybridge.access.services import notify
from daybridge.access.services.notices import staff_with
from daybridge.access.viewer import Viewer
from daybridge.people.models import Staff
from daybridge.people.values import WorkAhead
from daybridge.rules.wording import count_of
from daybridge.schedule.models import Group, Session

PLANS = (Role.SUPERVISOR, Role.DIRECTOR)


def work_ahead(*, staff: Staff, by: Viewer, at: datetime) -> WorkAhead:
    """The groups that someone leads or helps to lead, and their sessions to come."""
    leads = Q(leader=staff) | Q(co_leader=staff)
    running = Q(ends_on=None) | Q(ends_on__gte=by.program.day_of(at))
    groups = Group.objects.in_program(by.program_id).filter(leads, running)
    sessions = Session.objects.in_program(by.program_id).held()
    return WorkAhead(
        groups=tuple(groups.order_by("name").values_list("name", flat=True)),
        sessions=sessions.filter(leads, starts_at__gt=at).count(),
    )


def tell_who_plans(*, staff: Staff, by: Viewer, at: datetime) -> None:
    """Tell those who plan that groups or sessions ahead need another leader."""
    work = work_ahead(staff=staff, by=by, at=at)
    if not work:
        return
    notify(
        staff=staff_with(PLANS, program_id=by.program_id),
        kind="schedule.leader_left",
        text=(
            f"{staff.display_name} has left and still leads "
            f"{count_of(len(work.groups), 'group')} and "
            f"{count_of(work.sessions, 'session')} ahead. Choose who leads them."
        ),
        at=at,
        link=reverse("schedule:groups"),
    )
