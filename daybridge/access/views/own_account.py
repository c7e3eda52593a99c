"""One's own sign-ins: where they are, and how to end them."""

import hashlib

from allauth.account import views as allauth_account
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daybridge.access.gate import Refused, absent, requires, signed_in
from daybridge.access.models import Session
from daybridge.access.permissions import Permission
from daybridge.access.sessions import IDLE, end_sessions
from daybridge.audit.recording import record


@requires(Permission.OWN_ACCOUNT)
@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """List the reader's own sign-ins that have not ended."""
    rows = [
        {
            "handle": _handle(session),
            "session": session,
            "is_this": session.session_key == request.session.session_key,
        }
        for session in _own_sessions(request)
    ]
    return render(request, "access/account.html", {"rows": rows})


@signed_in
def new_password(request: HttpRequest) -> HttpResponseBase:
    """Change one's password; accounts of the showroom have none."""
    user = request.user
    if not (user.is_authenticated and user.has_usable_password()):
        return absent(request)
    changed: HttpResponseBase = allauth_account.password_change(request)
    return changed


@requires(Permission.OWN_ACCOUNT)
@require_POST
def end_one(request: HttpRequest, handle: str) -> HttpResponse:
    """End one of the reader's own sign-ins."""
    for session in _own_sessions(request):
        if _handle(session) == handle:
            session.delete()
            _record_end(request, 1)
            return HttpResponseRedirect(reverse("access:account"))
    raise Refused


@requires(Permission.OWN_ACCOUNT)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every sign-in of the reader but this one."""
    ended = end_sessions(request.user.pk, but=request.session.session_key)
    _record_end(request, ended)
    return HttpResponseRedirect(reverse("access:account"))


def _own_sessions(request: HttpRequest) -> list[Session]:
    alive = timezone.now() - IDLE
    own = Session.objects.filter(user_id=str(request.user.pk), seen_at__gt=alive)
    return list(own.order_by("-seen_at"))


def _handle(session: Session) -> str:
    """A name for a session that does not give its key away."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:24]


def _record_end(request: HttpRequest, ended: int) -> None:
    record(
        "access.sessions_ended",
        by=request.viewer.actor,  # type: ignore[attr-defined]
        detail={"ended": ended},
    )
