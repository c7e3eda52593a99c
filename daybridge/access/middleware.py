"""Whose request it is, and that a person is at work, so that a session can end."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from daybridge.access.backends import brought_by

GetResponse = Callable[[HttpRequest], HttpResponse]
POLL_ENDS_WITH = "/live/"  # pages that refresh themselves
NEVER_COUNTS = "/session/"


class SessionAccountMiddleware(AuthenticationMiddleware):
    """Django's, whose backend uses what came with the session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_account, request))  # type: ignore[assignment]


def _account(request: HttpRequest) -> Any:
    with brought_by(request.session):
        return get_user(request)


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
