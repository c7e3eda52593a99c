"""Put a notice away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from daybridge.access.gate import requires, visible_or_refused
from daybridge.access.models import Notice
from daybridge.access.permissions import Permission
from daybridge.access.services import put_away as put_notice_away


@requires(Permission.TODAY_READ)
@require_POST
def put_away(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Take one's own notice off Today."""
    viewer = request.viewer  # type: ignore[attr-defined]
    notice = visible_or_refused(Notice.objects.unread_by(viewer), pk=notice_id)
    put_notice_away(notice=notice, by=viewer, at=viewer.at)
    if getattr(request, "htmx", False):
        return HttpResponse("")
    return HttpResponseRedirect("/")
