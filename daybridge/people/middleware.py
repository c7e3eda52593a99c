"""Puts the viewer and their program on each request of signed-in staff."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from daybridge.access.identity import address_of, staff_of
from daybridge.access.second_factor import has_second_factor
from daybridge.access.viewer import Viewer
from daybridge.people.models import Staff

READS = ("GET", "HEAD", "OPTIONS")
GetResponse = Callable[[HttpRequest], HttpResponse]


def viewer_middleware(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.viewer = _viewer(request)  # type: ignore[attr-defined]
        if request.viewer is None:  # type: ignore[attr-defined]
            return get_response(request)
        program = request.viewer.program  # type: ignore[attr-defined]
        request.program = program  # type: ignore[attr-defined]
        with timezone.override(program.zone):
            response = get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _viewer(request: HttpRequest) -> Viewer | None:
    """The staff row behind the account, if it is active and came with two factors."""
    if not request.user.is_authenticated or not has_second_factor(request):
        return None
    staff = staff_of(request.user)
    if staff is None:
        return None
    return viewer_of(
        staff,
        at=timezone.now(),
        address=address_of(request),
        writes=request.method not in READS,
    )


def viewer_of(
    staff: Staff, *, at: datetime, address: str = "", writes: bool = False
) -> Viewer:
    """The viewer that a member of staff is at a moment."""
    return Viewer(
        program=staff.program,
        staff_id=staff.pk,
        user_id=staff.user_id,
        name=staff.display_name,
        roles=staff.role_set,
        at=at,
        address=address,
        site_id=staff.site_id,
        writes=writes,
    )
