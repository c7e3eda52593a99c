"""The invitation to one session, as a file to attach."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from daybridge.access.gate import Refused, requires, visible_or_refused
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.calendars.invitations import invited, take_invitation
from daybridge.schedule.models import Session


@requires(Permission.ROSTER_AMEND)
@require_safe
def invitation(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """An invitation, or its withdrawal once the session is cancelled."""
    viewer = request.viewer
    session: Session = visible_or_refused(
        Session.objects.in_program(viewer.program_id), pk=session_id
    )
    place = invited(session, viewer)
    if place is None:
        raise Refused(str(session_id))
    made = take_invitation(place=place, at=viewer.at, by=viewer)
    return HttpResponse(
        made.content,
        content_type=f"text/calendar; charset=utf-8; method={made.method}",
        headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
    )
