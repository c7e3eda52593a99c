"""Notes that a person is at work, so that a session left alone can end."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]
POLL_ENDS_WITH = "/live/"  # pages that refresh themselves
NEVER_COUNTS = "/session/"


def presence_middleware(get_response: GetResponse) -> GetResponse:
    """Move the session's last sign of life, except for what pages do by themselves."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and _is_a_person(request):
            request.session.touch(timezone.now())  # type: ignore[attr-defined]
        return response

    return middleware


def _is_a_person(request: HttpRequest) -> bool:
    return not request.path.endswith(POLL_ENDS_WITH) and request.path != NEVER_COUNTS
