"""Every sign-in, failure, sign-out and change of a factor leaves an audit row."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from daybridge.access.identity import actor_of, address_of
from daybridge.access.models import User
from daybridge.access.sessions import CAME_FROM, SIGNED_IN_AT, end_sessions
from daybridge.audit.models import Outcome
from daybridge.audit.recording import record


@receiver(user_logged_in)
def signed_in(request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    if request is None:
        return
    request.session[SIGNED_IN_AT] = timezone.now().isoformat()
    browser = request.META.get("HTTP_USER_AGENT", "")[:200]
    request.session[CAME_FROM] = [address_of(request), browser]
    record("access.signed_in", by=actor_of(user, request))


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record("access.signed_out", by=actor_of(user, request))


@receiver(user_login_failed)
def sign_in_failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """What was typed is not kept: people type passwords into the wrong field."""
    typed = credentials.get("email") or credentials.get("username") or ""
    user = User.objects.filter(email__iexact=typed[:254]).first()
    _record_refusal("access.sign_in_failed", user, request)


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    user = User.objects.filter(email__iexact=(username or "")[:254]).first()
    _record_refusal("access.locked_out", user, request)


@receiver(mfa.authentication_failed)
def code_failed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _record_refusal("access.code_failed", user, request)


@receiver(password_changed)
def password_was_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new password ends every other session."""
    record("access.password_changed", by=actor_of(user, request))
    end_sessions(user.pk, but=request.session.session_key)


@receiver(mfa.authenticator_added)
def factor_added(
    request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    """Setting up a factor proves that it is at hand, so this session now has two."""
    kind = authenticator.type
    record("access.factor_added", by=actor_of(user, request), detail={"kind": kind})
    if kind != "recovery_codes":
        record_authentication(request, user, "mfa", id=authenticator.pk, type=kind)


@receiver(mfa.authenticator_removed)
def factor_removed(
    request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    record(
        "access.factor_removed",
        by=actor_of(user, request),
        detail={"kind": authenticator.type},
    )


@receiver(mfa.authenticator_reset)
def codes_renewed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record("access.recovery_codes_renewed", by=actor_of(user, request))


@receiver(mfa.authenticator_used)
def factor_used(
    request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    record(
        "access.factor_used",
        by=actor_of(user, request),
        detail={
            "kind": authenticator.type,
            "again": bool(kwargs.get("reauthenticated")),
        },
    )


def _record_refusal(
    action: str, user: User | None, request: HttpRequest | None
) -> None:
    record(action, by=actor_of(user, request), outcome=Outcome.REFUSED)
