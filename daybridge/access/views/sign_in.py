"""What surrounds sign-in: the lock, the helper pages, the session's state."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybridge.access.gate import public, signed_in


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, *args: Any
) -> HttpResponse:
    """Say to wait; the same words whether or not the account exists."""
    return render(request, "account/locked_out.html", status=429)


@require_safe
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say who can make a link to a new password; nothing is asked here."""
    return render(request, "account/forgotten.html")


@public
@require_safe
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Tell a page of ours whether its reader is signed in; lengthens nothing."""
    viewer = getattr(request, "viewer", None)
    return JsonResponse(
        {
            "signed_in": viewer is not None,
            "csrf_token": get_token(request),
            "staff_name": viewer.name if viewer else "",
            "staff_id": str(viewer.staff_id) if viewer else "",
        }
    )


@signed_in
@require_safe
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Lead staff who have only a password to their second step."""
    asked = request.GET.get("next", "/")
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts=None, require_https=request.is_secure()
    )
    return render(
        request, "access/second_factor.html", {"next": asked if ours else "/"}
    )
